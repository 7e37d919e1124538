import type { Verification } from '../../src/verification.ts'

/** The last verification of the ledger in this session, for whoever asks how the home is. */
export interface Verified {
  readonly result: Verification
  /** When it ended: milliseconds since 1970. */
  readonly at: number
  /** False: there is at least one finding that is an error. */
  readonly ok: boolean
}

type Drafts = Map<string, unknown>

export function rememberVerified(drafts: Drafts, verified: Verified): void {
  drafts.set('verified', verified)
}

/** Null: nobody has verified it since the UI was opened. */
export function lastVerified(drafts: Drafts): Verified | null {
  return (drafts.get('verified') as Verified | undefined) ?? null // written above alone
}
