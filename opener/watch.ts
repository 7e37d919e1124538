/** One piece of long work: how far it is, and whether somebody wants it to stop. */
export class Watch {
  readonly #signal: AbortSignal
  readonly #onStep: (done: number) => void
  #done = 0

  constructor(signal: AbortSignal, onStep: (done: number) => void) {
    this.#signal = signal
    this.#onStep = onStep
  }

  /** So many bytes of the archive more. Throws an `AbortError` where the work shall stop. */
  step(bytes: number): void {
    this.#signal.throwIfAborted()
    this.#done += bytes
    this.#onStep(this.#done)
  }
}
