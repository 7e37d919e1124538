import { accent, bare, line, strong, type Text } from '../style.ts'
import { displayWidth } from '../width.ts'
import { keyName } from './parts/key-line.tsx'
import type { Listener, Look } from './ui.ts'
import { wrapped } from './wrapped.ts'

/** Two columns where there is room for both. */
const wide = 96
const gap = 4

/** All keys of a screen, and those that work everywhere. */
export function keyLines(of: Listener, { theme, words, room }: Look): Text[] {
  const { everywhere } = words.frame
  const own = of.keys.map(({ keys, name }): Row => [keys, of.labels[name] ?? name])
  const all: Row[] = [
    [of.typing ? ['f1'] : ['?', 'f1'], everywhere.help],
    [['ctrl-l'], everywhere.lock],
    [['ctrl-c'], everywhere.quit],
    [['ctrl-z'], everywhere.suspend],
  ]
  const written = ([keys]: Row) => keys.map(key => keyName({ theme, words }, key)).join('  ')
  const beside = room.columns >= wide
  const columns = beside ? Math.floor((room.columns - gap) / 2) : room.columns
  const first = block(of.title, own)
  const second = block(words.frame.always, all)
  return beside ? sideBySide(first, second, columns) : [...first, '', ...second]

  /** Keys that would leave no room for what they do stand in several rows. */
  function block(title: string, rows: readonly Row[]): Text[] {
    const width = Math.min(Math.floor(columns / 2) - 4, Math.max(0, ...rows.map(row => displayWidth(written(row)))))
    return [
      strong(title),
      ...rows.flatMap(row => {
        const keys = wrapped(accent(written(row)), width)
        const label = wrapped(row[1], Math.max(8, columns - width - 4))
        return Array.from({ length: Math.max(keys.length, label.length) }, (_, at) => {
          const key = keys[at] ?? ''
          return line`  ${key}${' '.repeat(width - displayWidth(bare(key)))}  ${label[at] ?? ''}`
        })
      }),
    ]
  }
}

type Row = readonly [keys: readonly string[], label: string]

/** What the words mean, each with its sentence. */
export function wordLines({ words, room }: Look): Text[] {
  const meanings = Object.values(words.help.meanings)
  const beside = room.columns >= wide
  const width = Math.max(...meanings.map(([term]) => displayWidth(term)))
  return meanings.flatMap(([term, meaning]) => {
    if (!beside) return [strong(term), ...wrapped(meaning, room.columns - 2).map(part => line`  ${part}`)]
    const spaces = (text: string) => ' '.repeat(width + 2 - displayWidth(text))
    return wrapped(meaning, Math.min(96, room.columns - width - 2)).map((part, at) =>
      at === 0 ? line`${strong(term)}${spaces(term)}${part}` : line`${spaces('')}${part}`,
    )
  })
}

function sideBySide(left: readonly Text[], right: readonly Text[], columns: number): Text[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [one, other] = [left[at] ?? '', right[at] ?? '']
    return line`${one}${' '.repeat(Math.max(0, columns + gap - displayWidth(bare(one))))}${other}`
  })
}
