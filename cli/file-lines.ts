import type { FileView } from '../src/view.ts'
import { bytes, count } from './format.ts'
import { dim, type Text } from './style.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** More are for `--json`. */
const shown = 20

/** The files of one transfer by their true names; each with its name in the archive, where one has another. */
export function fileLines(files: readonly FileView[] | null, terminal: Pick<Terminal, 'width' | 'unicode'>): Text[] {
  if (files === null) return []
  const cut = files.slice(0, shown)
  const aliased = files.some(file => file.as !== file.name)
  return [
    '',
    ...table(
      [
        { head: dim('File'), cut: 'middle' },
        ...(aliased ? [{ head: dim('In the archive'), cut: 'middle' } as const] : []),
        { head: dim('Size'), align: 'right' },
      ],
      cut.map(file => [file.name, ...(aliased ? [file.as] : []), bytes(file.bytes)]),
      terminal,
    ),
    ...(cut.length < files.length ? [`and ${count(files.length - cut.length, 'more file')}: --json lists all`] : []),
  ]
}
