import { setImmediate } from 'node:timers/promises'
import { noteOf } from '../../note.ts'
import type { FoundEvent } from './found.ts'

/** Milliseconds of work at a stretch: keys and drawing come in between. */
const slice = 8

/** Milliseconds between two words on how far it is, and places at least: drawing must not take more time than searching. */
const pace = 120
const least = 20

/** A search that is under way: `next` goes on until so many rows more are found. What it finds is told as events. */
export class Search<Id, Row> {
  readonly #steps: Iterator<Id | null>
  readonly #read: (id: Id) => Row
  readonly #run: number
  readonly #tell: (event: FoundEvent<Row>) => void
  #over = false

  constructor(run: number, steps: Iterator<Id | null>, read: (id: Id) => Row, tell: (event: FoundEvent<Row>) => void) {
    this.#run = run
    this.#steps = steps
    this.#read = read
    this.#tell = tell
  }

  /** Ends with the event `rested`, when the signal is aborted too. */
  async next(count: number, signal: AbortSignal): Promise<void> {
    const run = this.#run
    try {
      for (let left = count; left > 0 && !this.#over && !signal.aborted; ) left -= await this.#portion(left, signal)
      this.#tell({ type: 'rested', run, done: this.#over })
    } catch (error) {
      this.#tell({ type: 'broke', run, note: noteOf(error) })
    }
  }

  /** Some slices, until it is time to tell; how many rows were found. */
  async #portion(count: number, signal: AbortSignal): Promise<number> {
    const rows: Row[] = []
    let looked = 0
    const end = performance.now() + pace
    const early = () => looked < least || performance.now() < end
    while (rows.length < count && !this.#over && !signal.aborted && early()) {
      const rest = performance.now() + slice
      while (rows.length < count && !this.#over && performance.now() < rest) {
        const step = this.#steps.next()
        this.#over = step.done === true
        if (step.done === true) break
        looked++
        if (step.value !== null) rows.push(this.#read(step.value))
      }
      await setImmediate()
    }
    this.#tell({ type: 'found', run: this.#run, rows, looked })
    return rows.length
  }
}

/** Everything that the steps find, with rests in between; what was found so far when the signal is aborted. */
export async function allOf<T>(steps: Iterable<T | null>, signal: AbortSignal): Promise<T[]> {
  const found: T[] = []
  let rest = performance.now() + slice
  for (const step of steps) {
    if (step !== null) found.push(step)
    if (performance.now() < rest) continue
    await setImmediate()
    if (signal.aborted) return found
    rest = performance.now() + slice
  }
  return found
}
