import { keyLines, wordLines } from './help-lines.ts'
import { firstHelp, type HelpEffect, helpBindings, updateHelp } from './help-state.ts'
import type { Input } from './keys.ts'
import { useMachine } from './machine.ts'
import { Frame } from './parts/frame.tsx'
import { Page, pageOf } from './parts/page.tsx'
import { type Listener, useLook } from './ui.ts'

/** All keys of the screen that it covers and those that work everywhere; and what the words mean. */
export function HelpPage({ of, onClose }: { readonly of: Listener; readonly onClose: () => void }) {
  const look = useLook()
  const { words, room } = look
  const perform = (_: HelpEffect) => onClose()
  const [{ page, top }, dispatch] = useMachine(updateHelp, () => firstHelp, perform)
  const lines = page === 'keys' ? keyLines(of, look) : wordLines(look)
  const seen = pageOf(lines.length, room.rows)
  const listener: Listener = {
    title: page === 'keys' ? `${of.title}: ${words.frame.help}` : words.help.words,
    keys: helpBindings[page].filter(({ name }) => name !== 'scroll' || lines.length > room.rows),
    labels: words.help.keys,
    typing: false,
    onInput: (input: Input) => dispatch({ input, count: lines.length, page: seen }),
  }
  return (
    <Frame listener={listener}>
      <Page lines={lines} top={top} rows={room.rows} label={listener.title} />
    </Frame>
  )
}
