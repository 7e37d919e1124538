import { accent, dim, line, strong } from '../style.ts'
import { displayWidth } from '../width.ts'
import type { Binding, Input } from './keys.ts'
import { Frame } from './parts/frame.tsx'
import { keyName } from './parts/key-line.tsx'
import { Line } from './parts/line.tsx'
import { type Listener, useLook } from './ui.ts'

/** All keys of the screen that it covers, and those that work everywhere. Every key closes it. */
export function HelpPage({ of, onClose }: { readonly of: Listener; readonly onClose: () => void }) {
  const { theme, words } = useLook()
  const { everywhere } = words.frame
  const own = of.keys.map(({ keys, name }): [readonly string[], string] => [keys, of.labels[name] ?? name])
  const rows: [readonly string[], string][] = [
    [['?', 'f1'], everywhere.help],
    [['ctrl-l'], everywhere.lock],
    [['ctrl-c'], everywhere.quit],
    [['ctrl-z'], everywhere.suspend],
  ]
  const written = (keys: Binding['keys']) => keys.map(key => keyName(theme.sign, key)).join('  ')
  const width = Math.max(...[...own, ...rows].map(([keys]) => displayWidth(written(keys))))
  const listener: Listener = {
    title: `${of.title}: ${words.frame.help}`,
    keys: [{ name: 'close', keys: ['escape', 'enter'] }],
    labels: { close: words.frame.close },
    typing: false,
    onInput: (_: Input) => onClose(),
  }
  return (
    <Frame listener={listener}>
      <Line>{strong(of.title)}</Line>
      {[...own, null, ...rows].map(row =>
        row === null ? (
          <Line key="between"> </Line>
        ) : (
          <Line key={row[1]}>
            {line`  ${accent(written(row[0]))}${' '.repeat(Math.max(0, width - displayWidth(written(row[0]))))}  ${dim(row[1])}`}
          </Line>
        ),
      )}
    </Frame>
  )
}
