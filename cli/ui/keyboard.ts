import type { Input } from './keys.ts'
import type { Listener } from './ui.ts'

/**
 * Gives the input to whoever listens now. What comes while one screen goes and the next is not there yet waits for it:
 * several keys may come in one write.
 */
export class Keyboard {
  #listener: Listener | null = null
  #waiting: Input[] = []
  readonly #take: (input: Input) => void

  /** `take` is called for each input as soon as somebody listens. */
  constructor(take: (input: Input) => void) {
    this.#take = take
  }

  get listener(): Listener | null {
    return this.#listener
  }

  listen(listener: Listener): void {
    this.#listener = listener
    for (const input of this.#waiting.splice(0)) this.send(input)
  }

  /** Who listens goes; the next one is on its way. */
  change(): void {
    this.#listener = null
  }

  forget(): void {
    this.#waiting = []
  }

  send(input: Input): void {
    if (this.#listener === null) this.#waiting.push(input)
    else this.#take(input)
  }
}
