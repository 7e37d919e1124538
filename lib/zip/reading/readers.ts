/**
 * Those who read the entries of one archive: a fixed number of threads, or, for a small archive, the calling thread
 * itself, because a thread takes longer to start than a small archive to read. Both do the same jobs with the same code.
 */
import type { Secret } from '../../secret.ts'
import { Workers, workerScript } from '../../workers.ts'
import { interrupted, stopIfAborted } from '../interrupt.ts'
import type { ArchiveFile } from './archive-file.ts'
import type { ZipJsTask, ZipJsWalk } from './check-zipjs.ts'
import { type ReaderJob, type ReaderResult, readerOf } from './reader-job.ts'
import type { ReaderData } from './reader-worker.ts'
import type { OnStep, Outcome, Reading, Step } from './reading.ts'

export interface ReadersOptions {
  /** Threads at most; 2 where it is left out. */
  readonly workers?: number | undefined
  /** Derives the keys of many entries twice as fast; null, as the check has it: by OpenSSL, which the writer does not use. */
  readonly derivation: WebAssembly.Module | null
  readonly signal?: AbortSignal | undefined
}

const WORKERS = 2

/** MiB, and bytes: several times what a thread keeps at once. Without a limit zip.js leaves 100 MiB of garbage in each. */
const HEAP = 64
const HEAP_OF_ENTRY = 4096

/** Below both, an archive is read in the calling thread. */
const SMALL = { bytes: 2 ** 20, entries: 32 }

/**
 * Lends readers of `file` to `work`; none is left when this ends. An aborted signal ends them in the middle of their
 * jobs: WB-INTERRUPTED. `entries` are those of the archive, `password` is not changed.
 */
export async function withReaders<T>(
  file: ArchiveFile,
  entries: number,
  password: Secret,
  { workers = WORKERS, derivation, signal }: ReadersOptions,
  work: (readers: Readers) => Promise<T>,
): Promise<T> {
  stopIfAborted(signal)
  const small = file.bytes < SMALL.bytes && entries < SMALL.entries
  const shared = new Uint8Array(new SharedArrayBuffer(password.bytes.length))
  shared.set(password.bytes)
  let pool: Pool | null = null
  const giveUp = () => void pool?.close(interrupted(signal?.reason))
  try {
    pool = small
      ? new CallingThread(file, password)
      : threads(file, { password: shared, derivation }, Math.max(1, Math.min(workers, entries)), entries)
    signal?.addEventListener('abort', giveUp, { once: true })
    const result = await work(new Readers(pool, small))
    stopIfAborted(signal)
    return result
  } finally {
    signal?.removeEventListener('abort', giveUp)
    await pool?.close()
    shared.fill(0)
  }
}

function threads(
  { path, descriptor, bytes }: ArchiveFile,
  keys: Omit<ReaderData, 'file'>,
  count: number,
  entries: number,
): Pool {
  const data: ReaderData = { file: { path, descriptor, bytes }, ...keys }
  // One job a thread at a time: behind a large entry, a second one would wait while another thread has nothing to do.
  return new Workers<ReaderJob, ReaderResult>({
    script: workerScript(import.meta.url, 'reader-worker'),
    count,
    data,
    ahead: 1,
    heap: HEAP + Math.ceil((entries * HEAP_OF_ENTRY) / 2 ** 20),
  })
}

/** Jobs begin in the order in which they are given. */
export class Readers {
  readonly #pool: Pool
  /** Whether the archive is small, so that the calling thread reads it. */
  readonly small: boolean

  constructor(pool: Pool, small: boolean) {
    this.#pool = pool
    this.small = small
  }

  /** How many jobs can be under way at once. */
  get count(): number {
    return this.#pool.count
  }

  run(job: { readonly readings: readonly Reading[] }, onStep: OnStep): Promise<readonly Outcome[]>
  run(job: { readonly zipJs: ZipJsTask }, onStep: OnStep): Promise<ZipJsWalk>
  run(job: ReaderJob, onStep: OnStep): Promise<ReaderResult> {
    return this.#pool.run(job, step => {
      try {
        onStep(step as Step) // what `reader-job.ts` tells
      } catch (error) {
        void this.#pool.close(error)
      }
    })
  }
}

type Pool = Pick<Workers<ReaderJob, ReaderResult>, 'run' | 'close' | 'count'>

/** Does one job after the other; `close` ends it with the next step. */
class CallingThread implements Pool {
  readonly count = 1
  readonly #read
  #before: Promise<unknown> = Promise.resolve()
  #failure: { readonly reason: unknown } | null = null

  constructor(file: ArchiveFile, password: Secret) {
    this.#read = readerOf(file, password, null)
  }

  run(job: ReaderJob, onStep: (step: unknown) => void): Promise<ReaderResult> {
    const done = this.#before.then(async () => {
      this.#stopIfClosed()
      const result = await this.#read(job, step => {
        onStep(step)
        this.#stopIfClosed()
      })
      this.#stopIfClosed()
      return result
    })
    this.#before = done.catch(() => undefined)
    return done
  }

  async close(reason?: unknown): Promise<void> {
    this.#failure ??= { reason }
    await this.#before
  }

  #stopIfClosed(): void {
    if (this.#failure !== null) throw this.#failure.reason
  }
}
