import type { Clock } from '../../lib/ports.ts'

/** How often is looked, in milliseconds. Timers stand still while a machine sleeps; clocks do not. */
const look = 30_000

/** Calls `over` once nobody has pressed a key for `limit` milliseconds, also where the machine slept meanwhile. */
export class Idle {
  readonly #clock: Clock
  readonly #limit: number
  readonly #over: () => void
  #wall = 0
  #monotonic = 0
  #timer: NodeJS.Timeout | undefined

  constructor(clock: Clock, limit: number, over: () => void) {
    this.#clock = clock
    this.#limit = limit
    this.#over = over
    this.#begin()
  }

  /** A key was pressed. False where the time was over already: the key comes too late. */
  pressed(): boolean {
    if (this.#left() <= 0) {
      this.#check()
      return false
    }
    this.#begin()
    return true
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #begin(): void {
    this.#wall = this.#clock.now()
    this.#monotonic = this.#clock.monotonic()
    this.#wait()
  }

  readonly #check = (): void => {
    if (this.#left() > 0) this.#wait()
    else {
      this.#begin()
      this.#over()
    }
  }

  /** A wall clock that was set back must not lengthen it, and a monotonic one may stand still during sleep. */
  #left(): number {
    const [wall, monotonic] = [this.#clock.now() - this.#wall, this.#clock.monotonic() - this.#monotonic]
    return this.#limit - Math.max(wall, monotonic)
  }

  #wait(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#check, Math.min(look, Math.max(1, this.#left())))
  }
}
