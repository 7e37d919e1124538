import { Box } from 'ink'
import { WaybillError } from '../../../lib/error.ts'
import { bad, dim, line, ok, type Text, warn } from '../../style.ts'
import { displayWidth } from '../../width.ts'
import { rowsOf } from '../paragraphs.ts'
import type { Theme } from '../theme.ts'
import { useLook } from '../ui.ts'
import { wrapped } from '../wrapped.ts'
import { Rows } from './rows.tsx'

/** Something that a person should know: what went wrong and what to do, what to think of, or that it is done. */
export type Note = Failure | { readonly kind: 'warning'; readonly message: string } | Done

interface Failure {
  readonly kind: 'error'
  readonly code: string
  readonly message: string
  readonly hint: string
}

interface Done {
  readonly kind: 'done'
  readonly message: string
}

/** What a person is told of an error. A bug is thrown on: it ends the program with its stack. */
export function noteOf(error: unknown): Note {
  if (!(error instanceof WaybillError)) throw error
  return { kind: 'error', code: error.code, message: error.message, hint: error.hint }
}

export function Notice({ note }: { readonly note: Note | null }) {
  const { theme, room } = useLook()
  if (note === null) return null
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Rows rows={noteRows(note, theme, room.columns)} />
    </Box>
  )
}

/** The same as rows of at most `width` columns. */
export function noteRows(note: Note, { sign }: Theme, width: number): Text[] {
  if (note.kind === 'done') return rowsOf([{ mark: ok(sign.done), text: note.message }], width)
  if (note.kind === 'warning') return rowsOf([{ mark: warn(sign.warning), text: note.message }], width)
  const indent = displayWidth(sign.failed) + 1
  const [first = '', ...rest] = wrapped(line`${bad(note.message)} ${dim(note.code)}`, width - indent)
  const below = [...rest, ...wrapped(note.hint, width - indent)].map(row => line`${' '.repeat(indent)}${row}`)
  return [line`${bad(sign.failed)} ${first}`, ...below]
}
