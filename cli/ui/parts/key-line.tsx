import { Box } from 'ink'
import { accent, dim, join, line, type Styled } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import type { Binding } from '../keys.ts'
import { type Listener, type Look, useLook } from '../ui.ts'
import { Line } from './line.tsx'

/**
 * The keys that mean something now, as many as there is room for: the way out stands among them where two others do. All of
 * them stand in the help.
 */
export function KeyLine({ listener }: { readonly listener: Listener }) {
  const { room, theme, words } = useLook()
  const key = (name: string) => keyName({ theme, words }, name)
  // In the help itself that key closes it.
  const isHelp = listener.keys.some(({ keys }) => keys.includes('f1'))
  const help = isHelp ? [] : [item(key(listener.typing ? 'f1' : '?'), words.frame.keys.help)]
  const bindings = listener.keys.filter(({ quiet }) => !quiet)
  const items = bindings.map(({ keys, name }) => item(key(keys[0] ?? ''), listener.labels[name] ?? name))
  const out = bindings.findIndex(({ keys }) => keys.includes('escape') || keys.includes('q'))
  return (
    <Box aria-role="toolbar">
      <Line>
        {join(
          [...fitting(items, out, room.columns - help.reduce((sum, one) => sum + widthOf(one), 0)), ...help],
          between,
        )}
      </Line>
    </Box>
  )
}

/** The first ones that fit, and the one at `out` if at least two others, or all, fit beside it. */
function fitting(items: readonly Styled[], out: number, width: number): readonly Styled[] {
  const way = items[out]
  const others = items.filter((_, at) => at !== out)
  const beside = way === undefined ? [] : first(others, width - widthOf(way) - between.length)
  if (way === undefined || beside.length < Math.min(2, others.length)) return first(items, width)
  return items.filter(one => one === way || beside.includes(one))
}

function first(items: readonly Styled[], width: number): readonly Styled[] {
  let left = width
  const over = items.findIndex(one => {
    left -= widthOf(one) + between.length
    return left < 0
  })
  return over < 0 ? items : items.slice(0, over)
}

const between = '   '

function item(key: string, label: string): Styled {
  return line`${accent(key)} ${dim(label)}`
}

function widthOf({ spans }: Styled): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0)
}

/** How a key is written: `↑`, `Ctrl-C`, `F1`, `n`; as it is printed on the keyboards of the language. */
export function keyName({ theme, words }: Pick<Look, 'theme' | 'words'>, key: Binding['keys'][number]): string {
  const printed: Readonly<Record<string, string>> = words.frame.printed
  const control = /^ctrl-(.)$/.exec(key)?.[1]
  if (control !== undefined) return `${words.frame.printed.ctrl}-${control.toUpperCase()}`
  if (/^f\d+$/.test(key)) return key.toUpperCase()
  return printed[key] ?? theme.sign.key[key] ?? key
}
