/** What the coordinator asks of a packing thread, and what it gets back. Contents travel in the slots of the arena. */

import type { METHOD_DEFLATED, METHOD_STORED } from '../records.ts'
import type { PlainSource } from '../sources.ts'
import type { ArenaData } from './arena.ts'
import type { Level } from './deflate.ts'
import type { EntryShape, EntrySizes } from './entry-records.ts'
import type { Modules } from './modules.ts'

export interface PackData {
  readonly arena: ArenaData
  /** One copy for all threads, which the coordinator zeroes. */
  readonly password: SharedArrayBuffer
  readonly modules: Modules
  readonly level: Level
}

export type PackJob = BatchJob | InnerJob | PieceJob | DigestJob

/** Small sources, each into a whole sealed record: header, salt, verifier, ciphertext, MAC. */
export interface BatchJob {
  readonly kind: 'batch'
  readonly slot: number
  readonly sources: readonly PlainSource[]
  /** As many. */
  readonly salts: readonly Uint8Array[]
}

/** Small sources as records of an inner ZIP, deflated together as one piece of the entry that holds it. */
export interface InnerJob {
  readonly kind: 'inner'
  readonly slot: number
  readonly sources: readonly PlainSource[]
}

/** Part of a large entry. */
export interface PieceJob {
  readonly kind: 'piece'
  readonly slot: number
  /** Null: the coordinator has put the content into the slot. */
  readonly file: { readonly descriptor: number; readonly path: string; readonly position: number } | null
  /** Plain bytes. */
  readonly length: number
  /** Bytes before `position` that are the piece's dictionary. */
  readonly before: number
  readonly last: boolean
  /** Stored content is encrypted at once, since its place in the stream is known; null: it is to be deflated. */
  readonly stored: { readonly keys: SharedArrayBuffer; readonly position: number } | null
}

/** A large file read through, for the header that stands before it in an inner ZIP. */
export interface DigestJob {
  readonly kind: 'digest'
  readonly descriptor: number
  readonly path: string
  readonly size: number
}

export interface Packed {
  /** Plain bytes of the slot's input, from `WINDOW` on; of a batch, of all its contents. */
  readonly plain: number
  /** Bytes made in the slot's output. */
  readonly length: number
  /** Of a batch or an inner job, one for each source; of a digest, one. */
  readonly entries: readonly PackedEntry[]
}

export interface PackedEntry {
  /** Of the content: 64 hex digits. */
  readonly sha256: string
  /** Of the content, where it goes into an inner ZIP; else 0. */
  readonly crc32: number
  readonly method: EntryShape['method']
  readonly sizes: EntrySizes
  /** Bytes of the whole record. */
  readonly record: number
}

export type Method = typeof METHOD_STORED | typeof METHOD_DEFLATED

export function sizeOf(source: PlainSource): number {
  if (source.kind === 'file') return source.size
  return source.kind === 'bytes' ? source.bytes.length : 0
}
