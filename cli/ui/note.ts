import { type ErrorCode, WaybillError } from '../../lib/error.ts'

/** Something that a person should know: what went wrong and what to do, what to think of, or that it is done. */
export type Note = Failure | { readonly kind: 'warning'; readonly message: string } | Done

export interface Failure {
  readonly kind: 'error'
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  /** The screen says it itself, in the person's language: not as `src` does, in English. */
  readonly own?: true
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
