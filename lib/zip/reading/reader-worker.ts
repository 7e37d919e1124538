/** A thread that reads entries: see `reader-job.ts` and `readers.ts`. */
import { Secret } from '../../secret.ts'
import { serve } from '../../worker.ts'
import { ArchiveFile, type LentFile } from './archive-file.ts'
import { type ReaderJob, type ReaderResult, readerOf } from './reader-job.ts'
import type { OnStep } from './reading.ts'

export interface ReaderData {
  readonly file: LentFile
  /** Shared memory: whoever started the threads zeroes it. */
  readonly password: Uint8Array
  /** See `ReadersOptions`. */
  readonly derivation: WebAssembly.Module | null
}

serve<ReaderData, ReaderJob, ReaderResult>(({ file, password, derivation }) => {
  const read = readerOf(new ArchiveFile(file), Secret.fromBytes(password), derivation)
  return async (job, tell) => {
    const { onStep, rest } = coalesced(tell)
    const result = await read(job, onStep)
    rest()
    return result
  }
})

/** A message a MiB, not one for each small entry. */
const TOLD = 2 ** 20

/** `rest` tells what was not yet told. */
function coalesced(tell: OnStep): { onStep: OnStep; rest: () => void } {
  let bytes = 0
  let last = ''
  const rest = () => {
    if (bytes > 0) tell({ bytes, name: last })
    bytes = 0
  }
  const onStep: OnStep = step => {
    bytes += step.bytes
    last = step.name
    if (bytes >= TOLD) rest()
  }
  return { onStep, rest }
}
