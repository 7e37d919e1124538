import type { Job } from './ui.ts'

/** The work that is under way. The last one that ended says what the process ends with. */
export class Jobs {
  status = 0
  readonly #running = new Set<AbortController>()
  #waiting: (() => void)[] = []
  /** Why everything is being stopped just now; null: it is not. */
  #stopping: { readonly reason: unknown } | null = null

  get busy(): boolean {
    return this.#running.size > 0
  }

  begin(): Job {
    const controller = new AbortController()
    this.#running.add(controller)
    if (this.#stopping !== null) controller.abort(this.#stopping.reason)
    const end = (status?: number) => {
      if (!this.#running.delete(controller)) return
      if (status !== undefined) this.status = status
      if (this.busy) return
      for (const go of this.#waiting.splice(0)) go()
    }
    return { signal: controller.signal, abort: () => controller.abort(), end }
  }

  /** A job that lasts as long as this work. */
  async around<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal, end } = this.begin()
    try {
      return await work(signal)
    } finally {
      end()
    }
  }

  /** Stops all of it in good order, what begins meanwhile too; settles when nothing runs any more. */
  async stop(reason: unknown): Promise<void> {
    this.#stopping = { reason }
    for (const controller of this.#running) controller.abort(reason)
    await this.idle()
    this.#stopping = null
  }

  idle(): Promise<void> {
    return this.busy ? new Promise(resolve => this.#waiting.push(resolve)) : Promise.resolve()
  }
}
