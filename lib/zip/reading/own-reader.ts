/** Our own reader over many entries: small ones in batches, large ones alone, in all threads at once. */
import type { CountPiece } from '../progress.ts'
import type { Readers } from './readers.ts'
import type { Outcome, Reading } from './reading.ts'

/** A batch ends with the entry that fills it: half a second of work at most, and a message for all of them. */
const BATCH = { bytes: 2 ** 20, entries: 128 }

/**
 * Yields each reading with its outcome, in the order given. The large ones begin first, since the others fill the gaps
 * between them. `count` gets the progress. Rejects for a disk, an interruption or a thread that died.
 */
export async function* readWithOwn<T extends Reading>(
  readers: Readers,
  readings: Iterable<T>,
  count: CountPiece,
): AsyncGenerator<{ readonly reading: T; readonly outcome: Outcome }, void, undefined> {
  const jobs = batches(readings)
  const results = new Map<T[], Promise<readonly Outcome[]>>()
  for (const job of jobs.toSorted((a, b) => weightOf(b) - weightOf(a))) {
    const result = readers.run({ readings: job }, ({ bytes, name }) => count(bytes, name))
    result.catch(() => undefined) // looked at when its turn comes; until then no "unhandled rejection"
    results.set(job, result)
  }
  for (const job of jobs) {
    const outcomes = (await results.get(job)) ?? []
    for (const [i, reading] of job.entries()) {
      const outcome = outcomes[i]
      if (outcome === undefined) throw new RangeError('a reader left an entry out')
      yield { reading, outcome }
    }
  }
}

function batches<T extends Reading>(readings: Iterable<T>): T[][] {
  const jobs: T[][] = []
  let batch: T[] = []
  let bytes = 0
  for (const reading of readings) {
    const size = sizeOf(reading)
    if (batch.length === BATCH.entries || bytes + size > BATCH.bytes) {
      batch = []
      bytes = 0
    }
    if (batch.length === 0) jobs.push(batch)
    batch.push(reading)
    bytes += size
  }
  return jobs
}

function sizeOf({ content }: Reading): number {
  return content === null ? 0 : Math.max(content.bytes, content.payload)
}

/** Batches are alike, whatever their size: they keep their order. */
function weightOf(job: readonly Reading[]): number {
  const bytes = job.reduce((sum, reading) => sum + sizeOf(reading), 0)
  return bytes > BATCH.bytes ? bytes : 0
}
