import type { Json } from './canonical.ts'
import type { PersonalClass } from './owners.ts'

/** An event as the application asks for it. */
export interface Draft {
  /** For example `transfer.sealed`. */
  readonly type: string
  /** ULID of the transfer that it belongs to. */
  readonly xfer: string | null
  /** What is hashed and never erased: enums, integers, hashes, booleans. Nothing personal, no free text. */
  readonly d: Readonly<Record<string, Json>>
  readonly disclose?: readonly PersonalFields[]
}

/** Personal fields of an event, kept beside it under a key of `owner` that can be destroyed. One disclosure per field. */
export interface PersonalFields {
  readonly class: PersonalClass
  /** ULID of a transfer, contact, operator or client. */
  readonly owner: string
  readonly fields: Readonly<Record<string, Json>>
}

/** What every event says about its circumstances. */
export interface Context {
  /** SHA-256 of the policy in force, hex. */
  readonly policy: string
  /** Version of Waybill. */
  readonly tool: string
  /** Random pseudonyms of operator and device. */
  readonly op: string
  readonly host: string
  /** Own clock minus the last outside clock, in ms; absent or null when none was seen. */
  readonly skew?: number | null
}
