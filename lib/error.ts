/**
 * Every error that Waybill can explain. A code is a promise to scripts: it never changes its meaning.
 * The kind decides the exit status (`cli/exit.ts`); layers below `cli` know codes, not numbers or colours.
 */
export type ErrorKind = 'failed' | 'usage' | 'policy' | 'not-verified' | 'provider' | 'unknown'

const kinds = {
  // arguments and values
  'WB-USAGE': 'usage',
  'WB-NEEDS-TERMINAL': 'usage',
  'WB-MISSING-VALUE': 'usage',
  'WB-ID': 'usage',
  'WB-ID-UNKNOWN': 'usage',
  'WB-ID-AMBIGUOUS': 'usage',
  // a transfer's life
  'WB-STATE': 'failed',
  'WB-BUSY': 'failed',
  'WB-SHREDDED': 'failed',
  'WB-NO-PASSWORD': 'failed',
  'WB-CHECK-FAILED': 'not-verified',
  'WB-NO-COURIER': 'usage',
  'WB-NO-OPENER': 'usage',
  'WB-CREDENTIALS': 'usage',
  'WB-NO-CONNECTION': 'provider',
  'WB-PROVIDER': 'provider',
  'WB-RECEIPT': 'policy',
  'WB-RECEIPT-NEEDED': 'policy',
  'WB-CONFIRMATION': 'not-verified',
  'WB-POLICY-HOLD': 'policy',
  'WB-POLICY-NAMES': 'policy',
  'WB-POLICY-NUMBER': 'policy',
  'WB-POLICY-CHANGED': 'policy',
  'WB-CONTACT-UNKNOWN': 'usage',
  'WB-CONTACTS-IMPORT': 'usage',
  'WB-BATCH': 'usage',
  'WB-OPERATOR': 'policy',
  'WB-HOME-MISSING': 'usage',
  'WB-HOME-EXISTS': 'usage',
  // files and disk
  'WB-NO-SPACE': 'failed',
  'WB-NOT-FOUND': 'failed',
  'WB-UNREADABLE': 'failed',
  'WB-UNWRITABLE': 'failed',
  'WB-CHANGED': 'failed',
  'WB-UNSUPPORTED-FILE': 'failed',
  'WB-NAME': 'failed',
  'WB-NAME-CLASH': 'failed',
  'WB-SYMLINK': 'policy',
  'WB-EXISTS': 'failed',
  'WB-IO': 'failed',
  'WB-INTERRUPTED': 'failed',
  'WB-WORKER': 'failed',
  // ledger: values and formats
  'WB-LEDGER-VALUE': 'failed',
  'WB-LEDGER-FORMAT': 'not-verified',
  'WB-EVIDENCE-EMPTY': 'usage',
  // archives: reading
  'WB-NOT-ZIP': 'failed',
  'WB-UNSUPPORTED-ARCHIVE': 'failed',
  'WB-UNSAFE-ARCHIVE': 'not-verified',
  'WB-DAMAGED': 'not-verified',
  'WB-WRONG-PASSWORD': 'failed',
  'WB-NOT-SEALED': 'not-verified',
  'WB-NOT-AS-LISTED': 'not-verified',
  'WB-MANIFEST': 'not-verified',
  'WB-RATIO': 'policy',
  // text messages, phone numbers, policy
  'WB-TEXT-TOO-LONG': 'policy',
  'WB-TEXT-CHARACTER': 'policy',
  'WB-TEXT-TEMPLATE': 'policy',
  'WB-PHONE-NUMBER': 'usage',
  'WB-PHONE-DAMAGED': 'failed',
  'WB-DURATION': 'usage',
  'WB-SIZE': 'usage',
  'WB-POLICY-INVALID': 'policy',
  'WB-POLICY-KEY': 'usage',
  // ledger: the file and its rules
  'WB-HOME-MODE': 'failed',
  'WB-HOME-KIND': 'usage',
  'WB-LEDGER-MISSING': 'usage',
  'WB-LEDGER-VERSION': 'usage',
  'WB-LEDGER-BUSY': 'failed',
  'WB-LEDGER-UNWRITABLE': 'failed',
  'WB-LEDGER-DAMAGED': 'not-verified',
  'WB-LEDGER-MARK': 'not-verified',
  'WB-LEDGER-KEY': 'not-verified',
  'WB-CLOCK': 'failed',
  // passwords
  'WB-PASSWORD-FLOOR': 'policy',
  'WB-FLOOR-TOO-LOW': 'policy',
  'WB-PASSWORD-RECIPE': 'not-verified',
  // keys of the home
  'WB-KEYS-MISSING': 'usage',
  'WB-KEYS-DAMAGED': 'not-verified',
  'WB-PASSPHRASE-NEEDED': 'usage',
  'WB-PASSPHRASE-WRONG': 'failed',
  'WB-RECOVERY-WRONG': 'failed',
  'WB-HOME-LOCKED': 'policy',
  // backups
  'WB-BACKUP': 'not-verified',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof kinds

/** The codes of what a policy refuses. */
export const policyCodes: readonly string[] = Object.entries(kinds).flatMap(([code, kind]) =>
  kind === 'policy' ? [code] : [],
)

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
