/**
 * A fixed number of worker threads that do jobs of one kind. What they share is the module that they run (see
 * `worker.ts`) and what they were given when they began; a job and its result are copied between threads.
 *
 * `close` must be called, whatever happened: it ends every thread, in the middle of a job too where that does not end soon,
 * and resolves when none is left.
 */
import { Worker } from 'node:worker_threads'
import { WaybillError } from './error.ts'
import { type Answer, errorFrom } from './worker.ts'

/** Jobs inside a thread: with one waiting, it has something to do while its answer travels. */
const AHEAD = 2

/** Milliseconds for the job that a thread has begun: the largest that is one piece takes less. */
const GRACE = 250

/** MiB for objects that live briefly: what V8 takes by itself adds up over many threads, and gains nothing. */
const YOUNG = 4

/**
 * The script of a worker that stands beside the module `base` (its `import.meta.url`): `NAME.ts` in the sources,
 * `NAME.js` in `dist/`, where the build puts every script of a worker beside the chunks.
 */
export function workerScript(base: string, name: string): URL {
  return new URL(`./${name}.${/\.ts(?:\?|$)/.test(base) ? 'ts' : 'js'}`, base)
}

export interface WorkersOptions {
  readonly script: URL
  /** At least 1. */
  readonly count: number
  /** What `serve` hands to the module in each thread: anything that can be cloned; shared memory is shared. */
  readonly data: unknown
  /** Jobs inside a thread at once, at least 1, 2 where it is left out. With 1 none waits behind a long one. */
  readonly ahead?: number
  /** MiB that the objects of a thread may take; more ends it. Where it is left out V8 decides, by what the machine has. */
  readonly heap?: number
}

/** A job that is under way or waits, and who wants to know. */
interface Task<Job, Result> {
  readonly id: number
  readonly job: Job
  readonly onStep: ((step: unknown) => void) | undefined
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

export class Workers<Job, Result> {
  readonly #threads: Thread<Job, Result>[] = []
  readonly #waiting: Task<Job, Result>[] = []
  readonly #ahead: number
  #jobs = 0
  #failure: unknown = null
  #ended: Promise<unknown> | null = null

  constructor({ script, count, data, ahead = AHEAD, heap }: WorkersOptions) {
    this.#ahead = ahead
    try {
      while (this.#threads.length < count) this.#threads.push(this.#start(script, data, heap))
    } catch (error) {
      void this.close(error)
      throw error
    }
  }

  get count(): number {
    return this.#threads.length
  }

  /**
   * The result of a job; jobs begin in the order in which they are given. Rejects with what the job threw, with
   * WB-WORKER when a thread died, and with what `close` was given when that comes first. `onStep` gets what the job
   * tells on its way.
   */
  run(job: Job, onStep?: (step: unknown) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure)
      this.#waiting.push({ id: this.#jobs++, job, onStep, resolve, reject })
      this.#dispatch()
    })
  }

  /** Ends all threads; what is open is rejected with `reason`. A second call waits for the first. */
  async close(
    reason: unknown = new WaybillError('WB-WORKER', 'The work was given up.', 'Run it again.'),
  ): Promise<void> {
    this.#fail(reason)
    this.#ended ??= Promise.all(this.#threads.map(end))
    await this.#ended
  }

  #start(script: URL, data: unknown, heap: number | undefined): Thread<Job, Result> {
    // No environment, no flags and no streams of the process: a worker has nothing but its data.
    const resourceLimits = {
      maxYoungGenerationSizeMb: YOUNG,
      ...(heap !== undefined && { maxOldGenerationSizeMb: heap }),
    }
    const worker = new Worker(script, { workerData: data, env: {}, execArgv: [], name: 'waybill', resourceLimits })
    const gone = new Promise<void>(resolve => worker.once('exit', () => resolve()))
    const thread: Thread<Job, Result> = { worker, tasks: new Map(), gone }
    worker.on('message', (answer: Answer) => this.#take(thread, answer))
    worker.on('error', error => this.#fail(died(error)))
    worker.on('messageerror', error => this.#fail(died(error)))
    worker.on('exit', status => this.#fail(died(new Error(`it exited with status ${status}`))))
    return thread
  }

  /** Fewest jobs first, so that nothing waits behind a long job while another thread has none. */
  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#threads.reduce((least, one) => (one.tasks.size < least.tasks.size ? one : least))
      const task = thread.tasks.size < this.#ahead ? this.#waiting.shift() : undefined
      if (task === undefined) return
      thread.tasks.set(task.id, task)
      thread.worker.postMessage({ id: task.id, job: task.job })
    }
  }

  #take(thread: Thread<Job, Result>, answer: Answer): void {
    const task = thread.tasks.get(answer.id)
    if (task === undefined) return
    if ('step' in answer) {
      task.onStep?.(answer.step)
      return
    }
    thread.tasks.delete(answer.id)
    if ('error' in answer) task.reject(errorFrom(answer.error))
    else task.resolve(answer.result as Result) // what the module's own handler returned
    this.#dispatch()
  }

  /** The first failure counts. */
  #fail(reason: unknown): void {
    if (this.#failure !== null) return
    this.#failure = reason
    const tasks = [...this.#threads.flatMap(thread => [...thread.tasks.values()]), ...this.#waiting]
    for (const thread of this.#threads) thread.tasks.clear()
    this.#waiting.length = 0
    for (const task of tasks) task.reject(reason)
  }
}

interface Thread<Job, Result> {
  readonly worker: Worker
  /** Under way or waiting in the thread, by id. */
  readonly tasks: Map<number, Task<Job, Result>>
  readonly gone: Promise<void>
}

/**
 * Asks, and only then tears the thread out of its work: torn out while it makes a stream of zlib, it takes the whole process
 * with it (Node 26: “close before init”).
 */
async function end({ worker, gone }: Pick<Thread<unknown, unknown>, 'worker' | 'gone'>): Promise<void> {
  worker.postMessage('end')
  const impatient = setTimeout(() => void worker.terminate(), GRACE)
  await gone
  clearTimeout(impatient)
}

function died(cause: unknown): WaybillError {
  const why = cause instanceof Error ? `: ${cause.message.replace(/\.$/, '')}` : ''
  return new WaybillError('WB-WORKER', `A worker thread ended in the middle of its work${why}.`, 'Run it again.', {
    cause,
  })
}
