/** What the threads that read an archive are asked to do. */
import type { Secret } from '../../secret.ts'
import { KEYS_LENGTH, keyDerivation } from '../keys/key-derivation.ts'
import type { ArchiveFile } from './archive-file.ts'
import { readWithZipJs, type ZipJsTask, type ZipJsWalk } from './check-zipjs.ts'
import { type DeriveKeys, opensslKeys } from './decrypt.ts'
import { type OnStep, type Outcome, type Reading, readEntry } from './reading.ts'

/** Small entries together or a large one alone, for our own reader; or a walk of zip.js over the archive. */
export type ReaderJob = { readonly readings: readonly Reading[] } | { readonly zipJs: ZipJsTask }

/** One outcome a reading, in order; or what zip.js found. */
export type ReaderResult = readonly Outcome[] | ZipJsWalk

export function readerOf(file: ArchiveFile, password: Secret, derivation: WebAssembly.Module | null) {
  const derive = derivation === null ? opensslKeys(password) : simdKeys(password, derivation)
  return async (job: ReaderJob, onStep: OnStep): Promise<ReaderResult> => {
    if ('zipJs' in job) return readWithZipJs(file, password, job.zipJs, onStep)
    const outcomes: Outcome[] = []
    for (const reading of job.readings) outcomes.push(await readEntry(file, reading, derive, onStep))
    return outcomes
  }
}

/** Twice as fast for AES-256, by code that the writer uses too; OpenSSL makes the keys of other strengths. */
function simdKeys(password: Secret, module: WebAssembly.Module): DeriveKeys {
  const simd = keyDerivation(password.bytes, module)
  const openssl = opensslKeys(password)
  return (salt, length) => (length === KEYS_LENGTH ? simd.deriveKeys(salt) : openssl(salt, length))
}
