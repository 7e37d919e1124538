import { useEffect, useRef, useState } from 'react'
import { SecretLine } from '../../secret-line.ts'
import type { Session } from '../../session.ts'
import { dim, line, strong } from '../../style.ts'
import type { Door } from '../door.ts'
import type { Input } from '../keys.ts'
import { Frame } from '../parts/frame.tsx'
import { Line } from '../parts/line.tsx'
import { type Note, Notice, noteOf } from '../parts/notice.tsx'
import { useLook } from '../ui.ts'

interface Props {
  readonly door: Door
  readonly leaving: boolean
  readonly onOpen: (session: Session) => void
  readonly onQuit: () => void
}

/** Stands before everything else until the home is open. */
export function Lock({ door, leaving, onOpen, onQuit }: Props) {
  const { words } = useLook()
  const typed = useRef(new SecretLine())
  const [opening, setOpening] = useState(false)
  const [note, setNote] = useState<Note | null>(null)
  const open = async (passphrase: ReturnType<SecretLine['take']>) => {
    setOpening(true)
    try {
      onOpen(await door.open(passphrase))
    } catch (error) {
      setNote(noteOf(error))
    } finally {
      setOpening(false)
    }
  }
  const needed = door.needsPassphrase()
  const begun = useRef(false)
  useEffect(() => {
    if (needed || begun.current) return
    begun.current = true
    void open(null)
  })
  const onInput = (input: Input) => {
    if (opening) return
    if (input.type === 'press' && input.key === 'escape') return onQuit()
    if (input.type === 'press' && input.key === 'enter') return void open(typed.current.take())
    for (const byte of new TextEncoder().encode(input.text)) typed.current.feed(byte)
  }
  const keys = [
    { name: 'unlock', keys: ['enter'] },
    { name: 'quit', keys: ['escape'] },
  ]
  const listener = { title: words.lock.title, keys, labels: words.lock.keys, typing: true, onInput }
  return (
    <Frame listener={listener}>
      <Line>{leaving ? words.frame.leaving : opening ? words.lock.opening : words.lock.locked}</Line>
      {needed && <Line>{line`${strong(words.lock.passphrase)}: ${dim(words.lock.hint)}`}</Line>}
      <Notice note={note} />
    </Frame>
  )
}
