import { useRef, useState } from 'react'
import type { Secret } from '../../../../lib/secret.ts'
import { line, strong } from '../../../style.ts'
import { useAtEnd } from '../../at-end.ts'
import { type Input, named } from '../../keys.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { type Note, Notice } from '../../parts/notice.tsx'
import { showFor } from '../../show-for.ts'
import { useLook } from '../../ui.ts'

interface Props {
  readonly title: string
  /** Destroyed when the person has it. */
  readonly code: Secret
  readonly onDone: () => void
}

/**
 * Shows the recovery code, this once, hidden until a key is pressed, again after a while, and whenever something else comes
 * over it; until it is written down it can be asked for again. While it shows it is a string in React's state and in the frame that Ink remembers: those cannot be zeroed.
 */
export function RecoveryCode({ title, code, onDone }: Props) {
  const { words, theme } = useLook()
  const [shown, setShown] = useState(false)
  const [note, setNote] = useState<Note | null>(null)
  const seen = useRef(false)
  const timer = useRef<NodeJS.Timeout | undefined>(undefined)
  const show = (on: boolean, said: Note | null = null) => {
    clearTimeout(timer.current)
    const late: Note = { kind: 'warning', message: words.dictate.hiddenAgain }
    if (on) timer.current = setTimeout(() => show(false, late), showFor)
    seen.current ||= on
    setShown(on)
    setNote(said)
  }
  useAtEnd(() => {
    clearTimeout(timer.current)
    code.destroy()
  })
  const keys = [
    { name: shown ? 'hide' : 'show', keys: ['space'] },
    ...(seen.current ? ([{ name: 'written', keys: ['enter'] }] as const) : []),
  ]
  const onInput = (input: Input) => {
    const name = named<string>(keys, input)
    if (name === 'written') onDone()
    else if (name !== null) show(name === 'show')
  }
  const listener = { title, keys, labels: words.lock.keys, typing: false, onInput, onHide: () => show(false) }
  return (
    <Frame listener={listener}>
      <Line over="wrap">{words.lock.recoveryCode}</Line>
      <Line> </Line>
      {shown ? (
        code.use(text => <Line over="wrap">{line`  ${strong(text)}`}</Line>)
      ) : (
        <Line>{`  ${theme.sign.hidden.repeat(12)}`}</Line>
      )}
      <Notice note={note} />
    </Frame>
  )
}
