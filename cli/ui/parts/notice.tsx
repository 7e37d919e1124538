import { Box } from 'ink'
import { bad, dim, line, ok, type Text, warn } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { type Failure, type Note, noteOf } from '../note.ts'
import { rowsOf } from '../paragraphs.ts'
import { type Look, useLook } from '../ui.ts'
import { wrapped } from '../wrapped.ts'
import { Rows } from './rows.tsx'

export { type Note, noteOf }

export function Notice({ note }: { readonly note: Note | null }) {
  const look = useLook()
  if (note === null) return null
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Rows rows={noteRows(note, look, look.room.columns)} />
    </Box>
  )
}

/** The same as rows of at most `width` columns. */
export function noteRows(note: Note, { theme: { sign }, words }: Pick<Look, 'theme' | 'words'>, width: number): Text[] {
  if (note.kind === 'done') return rowsOf([{ mark: ok(sign.done), text: note.message }], width)
  if (note.kind === 'warning') return rowsOf([{ mark: warn(sign.warning), text: note.message }], width)
  const lead = leadOf(note, words)
  const rest = lead === null ? note.hint : `${note.message} ${note.hint}`
  const indent = displayWidth(sign.failed) + 1
  const [first = '', ...more] = wrapped(line`${bad(lead ?? note.message)} ${dim(note.code)}`, width - indent)
  const below = [...more, ...wrapped(rest, width - indent)].map(row => line`${' '.repeat(indent)}${row}`)
  return [line`${bad(sign.failed)} ${first}`, ...below]
}

/** What a note says, where the hint stands elsewhere: first in the person's language, then exactly. */
export function saidIn(note: Note, words: Look['words']): string {
  const lead = note.kind === 'error' ? leadOf(note, words) : null
  return lead === null ? note.message : `${lead} ${note.message}`
}

/** The sentence for an error in the person's language; null where it is told exactly alone. */
export function leadOf({ code, own }: Failure, { errors }: Look['words']): string | null {
  return own === true ? null : (errors[code] ?? null)
}
