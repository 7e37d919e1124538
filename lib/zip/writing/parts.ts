import type { PlainSource } from '../sources.ts'
import type { Slot } from './arena.ts'
import type { EntryShape } from './entry-records.ts'
import type { Packed } from './pack-jobs.ts'

/** What the writer takes, in order. Large entries: a beginning, pieces, an end; small ones: batches of whole records. */
export type Part = BatchPart | BeginPart | PiecePart | EndPart

export interface BatchPart {
  readonly kind: 'batch'
  readonly sources: readonly PlainSource[]
  readonly slot: Slot
  readonly packed: Packed
}

export interface BeginPart {
  readonly kind: 'begin'
  readonly shape: EntryShape
  readonly salt: Uint8Array
  /** Zeroed when all is done. */
  readonly keys: Uint8Array
}

export interface PiecePart {
  readonly kind: 'piece'
  readonly name: string
  readonly slot: Slot
  readonly packed: Packed
  /** Stored pieces are ciphertext already. */
  readonly encrypted: boolean
  /** What begins in this piece of an inner ZIP. */
  readonly inside: readonly PlainSource[]
  /** Confirms that a file whose last piece this is did not change while it was read, and lets go of it. */
  readonly finish: (() => Promise<void>) | null
}

export interface EndPart {
  readonly kind: 'end'
  readonly name: string
  readonly size: number
}

/** Makes one part. A step may run beside those before it. */
export type Step = () => Promise<Part>
