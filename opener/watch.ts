/** One piece of long work: how far it is, and whether somebody wants it to stop. */
export class Watch {
  readonly #signal: AbortSignal
  readonly #onShare: (share: number) => void
  #expected = 0
  #done = 0

  /** `onShare` hears how much is done, from 0 to 1. */
  constructor(signal: AbortSignal, onShare: (share: number) => void) {
    this.#signal = signal
    this.#onShare = onShare
  }

  /** So many bytes of the archive will have to be read, besides those expected before. */
  expect(bytes: number): void {
    this.#expected += bytes
  }

  /** So many bytes of the archive more. Throws an `AbortError` where the work shall stop. */
  step(bytes: number): void {
    this.#signal.throwIfAborted()
    this.#done += bytes
    this.#onShare(Math.min(1, this.#done / Math.max(1, this.#expected)))
  }
}
