/** What the threads that read an archive are asked to do. */
import type { Secret } from '../../secret.ts'
import type { ArchiveFile } from './archive-file.ts'
import { readWithZipJs, type ZipJsTask, type ZipJsWalk } from './check-zipjs.ts'
import { type OnStep, type Outcome, type Reading, readEntry } from './reading.ts'

/** Small entries together or a large one alone, for our own reader; or a walk of zip.js over the archive. */
export type ReaderJob = { readonly readings: readonly Reading[] } | { readonly zipJs: ZipJsTask }

/** One outcome a reading, in order; or what zip.js found. */
export type ReaderResult = readonly Outcome[] | ZipJsWalk

export function readerOf(file: ArchiveFile, password: Secret) {
  return async (job: ReaderJob, onStep: OnStep): Promise<ReaderResult> => {
    if ('zipJs' in job) return readWithZipJs(file, password, job.zipJs, onStep)
    const outcomes: Outcome[] = []
    for (const reading of job.readings) outcomes.push(await readEntry(file, reading, password, onStep))
    return outcomes
  }
}
