import { Box } from 'ink'
import { accent, dim, join, line, type Styled } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import type { Binding } from '../keys.ts'
import type { Theme } from '../theme.ts'
import { type Listener, useLook } from '../ui.ts'
import { Line } from './line.tsx'

/** The keys that mean something now, as many as there is room for; all of them stand in the help. */
export function KeyLine({ listener }: { readonly listener: Listener }) {
  const { room, theme, words } = useLook()
  const help = item(theme.sign, listener.typing ? 'f1' : '?', words.frame.keys.help)
  let left = room.columns - widthOf(help)
  const shown: Styled[] = []
  for (const binding of listener.keys.filter(({ quiet }) => !quiet)) {
    const next = item(theme.sign, binding.keys[0] ?? '', listener.labels[binding.name] ?? binding.name)
    if (widthOf(next) + between.length > left) break
    left -= widthOf(next) + between.length
    shown.push(next)
  }
  return (
    <Box aria-role="toolbar">
      <Line>{join([...shown, help], between)}</Line>
    </Box>
  )
}

const between = '   '

function item(sign: Theme['sign'], key: string, label: string): Styled {
  return line`${accent(keyName(sign, key))} ${dim(label)}`
}

function widthOf({ spans }: Styled): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0)
}

const names: Readonly<Record<string, string>> = {
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  delete: 'Del',
  backspace: 'Backspace',
  'shift-tab': 'Shift-Tab',
}

/** How a key is written: `↑`, `Ctrl-C`, `F1`, `n`. */
export function keyName(sign: Theme['sign'], key: Binding['keys'][number]): string {
  const control = /^ctrl-(.)$/.exec(key)?.[1]
  if (control !== undefined) return `Ctrl-${control.toUpperCase()}`
  if (/^f\d+$/.test(key)) return key.toUpperCase()
  return sign.key[key] ?? names[key] ?? key
}
