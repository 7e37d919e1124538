import { Box } from 'ink'
import { WaybillError } from '../../../lib/error.ts'
import { bad, dim, line, ok, warn } from '../../style.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'

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
  const { theme } = useLook()
  if (note === null) return null
  if (note.kind === 'done') return <Line over="wrap">{line`${ok(theme.sign.done)} ${note.message}`}</Line>
  if (note.kind === 'warning') return <Line over="wrap">{line`${warn(theme.sign.warning)} ${note.message}`}</Line>
  return (
    <Box flexDirection="column">
      <Line over="wrap">{line`${bad(theme.sign.failed)} ${bad(note.message)} ${dim(note.code)}`}</Line>
      <Line over="wrap">{line`  ${note.hint}`}</Line>
    </Box>
  )
}
