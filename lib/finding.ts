/** One thing that a check found. Checks return findings as data; commands and screens render them. */
export interface Finding {
  /** `error`: the thing checked must not be relied on. `warning`: a person should know. `note`: a limit of the check. */
  readonly level: 'error' | 'warning' | 'note'
  /** Stable and machine-readable, for example `ledger.root-mismatch`. */
  readonly code: string
  /** One sentence for people; never holds a secret. */
  readonly message: string
  /** Where: an entry name, an event's sequence number, a file. */
  readonly at?: string
}
