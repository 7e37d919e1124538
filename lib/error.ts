/**
 * Every error that Waybill can explain. A code is a promise to scripts: it never changes its meaning.
 * The kind decides the exit status (`cli/exit.ts`); layers below `cli` know codes, not numbers or colours.
 */
export type ErrorKind = 'failed' | 'usage' | 'policy' | 'not-verified' | 'provider' | 'unknown'

const kinds = {
  // arguments and values
  'WB-USAGE': 'usage',
  'WB-NEEDS-TERMINAL': 'usage',
  // files and disk
  'WB-NO-SPACE': 'failed',
  'WB-NOT-FOUND': 'failed',
  'WB-UNREADABLE': 'failed',
  'WB-EXISTS': 'failed',
  'WB-IO': 'failed',
  'WB-INTERRUPTED': 'failed',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof kinds

export class WaybillError extends Error {
  override readonly name = 'WaybillError'
  readonly code: ErrorCode
  /** What to do now: one sentence. */
  readonly hint: string

  /** `message` says what is wrong in one sentence, `hint` what to do in another. Neither ever holds a secret. */
  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
    this.hint = hint
  }

  get kind(): ErrorKind {
    return kinds[this.code]
  }
}

/** The errno name of a system error (`'ENOSPC'`), or undefined for any other value. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
