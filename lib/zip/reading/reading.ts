/** What becomes of entries in the hands of our own reader, in whatever thread it runs: authenticated, compared, written. */
import { createHash } from 'node:crypto'
import { closeSync, futimesSync, openSync, writeSync } from 'node:fs'
import { EXCLUSIVE, ioError } from '../../durable.ts'
import { errnoOf, WaybillError } from '../../error.ts'
import { type CarriedError, carried } from '../../worker.ts'
import type { ArchiveFile } from './archive-file.ts'
import { release } from './counter-mode.ts'
import { type DeriveKeys, isSmall, readContent, readSmall, type SealedContent } from './decrypt.ts'

export interface Reading {
  readonly name: string
  /** Null for an entry of no content that is not sealed. */
  readonly content: SealedContent | null
  /** The SHA-256 that the content must have, in hex; null where nobody says. */
  readonly sha256: string | null
  /** Where the content goes; null: it is read and authenticated, no more. */
  readonly target: Target | null
}

export interface Target {
  /** Created, mode 0600; nothing may be there, not even a link. It is whole only when the outcome says so. */
  readonly path: string
  /** Milliseconds since 1970 UTC; null leaves the time of writing. */
  readonly modified: number | null
  /** What errors of the disk call it. */
  readonly shown: string
}

/** Null: authentic, whole, and as said. `other`: authentic, with another SHA-256. Else the verdict on the archive. */
export type Outcome = null | 'other' | CarriedError

/** How far a reader is since its last word. */
export interface Step {
  readonly bytes: number
  readonly name: string
}

export type OnStep = (step: Step) => void

/** Never fails for what the archive is, only for a disk. */
export async function readEntry(
  file: ArchiveFile,
  reading: Reading,
  derive: DeriveKeys,
  onStep: OnStep,
): Promise<Outcome> {
  const { target } = reading
  if (target === null) return outcomeOf(file, reading, derive, onStep, null)
  try {
    const descriptor = openSync(target.path, EXCLUSIVE, 0o600)
    try {
      const outcome = await outcomeOf(file, reading, derive, onStep, descriptor)
      if (target.modified !== null) futimesSync(descriptor, target.modified / 1000, target.modified / 1000)
      return outcome
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw errnoOf(error) === undefined ? error : ioError(error, target.shown, 'write')
  }
}

async function outcomeOf(
  file: ArchiveFile,
  { name, content, sha256 }: Reading,
  derive: DeriveKeys,
  onStep: OnStep,
  descriptor: number | null,
): Promise<Outcome> {
  const hash = sha256 === null ? null : createHash('sha256')
  const take = (piece: Uint8Array) => {
    hash?.update(piece)
    if (descriptor !== null) writeAll(descriptor, piece)
    onStep({ bytes: piece.length, name })
  }
  try {
    if (content !== null && isSmall(content)) {
      const piece = readSmall(file, content, derive)
      if (piece.length > 0) take(piece)
    } else if (content !== null) {
      for await (const piece of readContent(file, content, derive)) {
        take(piece)
        release(piece)
      }
    }
  } catch (error) {
    if (isVerdict(error)) return carried(error)
    throw error
  }
  return hash === null || hash.digest('hex') === sha256 ? null : 'other'
}

function writeAll(descriptor: number, piece: Uint8Array): void {
  for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at)
}

/** Whether an error says something about the archive, and not about the disk or the work. */
export function isVerdict(error: unknown): error is WaybillError {
  return error instanceof WaybillError && VERDICTS.has(error.code)
}

const VERDICTS: ReadonlySet<string> = new Set([
  'WB-NOT-ZIP',
  'WB-UNSUPPORTED-ARCHIVE',
  'WB-UNSAFE-ARCHIVE',
  'WB-DAMAGED',
])
