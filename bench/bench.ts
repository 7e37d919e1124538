/** What every part of the bench is given. */
import type { Place } from './place.ts'
import type { Results } from './results.ts'
import type { Tools } from './tools.ts'

export interface Bench {
  readonly place: Place
  readonly tools: Tools
  readonly rounds: number
  /** Filled in by the parts, one after another. */
  readonly results: Results
  /** A line for the person who waits. */
  readonly say: (line: string) => void
}
