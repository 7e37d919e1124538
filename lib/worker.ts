/** The other end of `workers.ts`: what runs inside a worker thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { type ErrorCode, WaybillError } from './error.ts'

/** From a thread, about job `id`: its result, its error, or a word on its way. */
export type Answer = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly error: CarriedError }
  | { readonly step: unknown }
)

/** An error on its way between threads: a clone would lose its class, its code and its hint. */
export interface CarriedError {
  readonly code: ErrorCode | null
  readonly message: string
  readonly hint: string
  readonly stack: string
}

/**
 * Answers each job with what `handle` returns or throws, one job at a time, until the other side ends it. `begin`
 * gets what the threads were given; `step` tells the other side how far a job is.
 */
export function serve<Data, Job, Result>(
  begin: (data: Data) => (job: Job, step: (step: unknown) => void) => Result | Promise<Result>,
): void {
  const port = parentPort
  if (port === null) throw new TypeError('not in a worker thread')
  const handle = begin(workerData as Data) // the module that starts the threads gives what its own script takes
  let before: Promise<void> = Promise.resolve()
  let ended = false
  port.on('message', (message: 'end' | { id: number; job: Job }) => {
    if (message === 'end') {
      ended = true
      port.close()
    } else before = before.then(() => answer(message.id, message.job))
  })

  async function answer(id: number, job: Job): Promise<void> {
    if (ended) return
    try {
      const result = await handle(job, step => port?.postMessage({ id, step } satisfies Answer))
      port?.postMessage({ id, result } satisfies Answer)
    } catch (error) {
      port?.postMessage({ id, error: carried(error) } satisfies Answer)
    }
  }
}

export function carried(error: unknown): CarriedError {
  if (error instanceof WaybillError) {
    return { code: error.code, message: error.message, hint: error.hint, stack: String(error.cause ?? '') }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { code: null, message, hint: '', stack: stack ?? '' }
}

/** The error that was thrown there: a WaybillError with its code; anything else is a bug and keeps its own stack. */
export function errorFrom({ code, message, hint, stack }: CarriedError): Error {
  if (code !== null) return new WaybillError(code, message, hint, stack === '' ? {} : { cause: stack })
  const error = new Error(message)
  error.stack = stack
  return error
}
