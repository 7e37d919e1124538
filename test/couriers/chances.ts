import type { Fault } from '../helpers/twilio-lab.ts'
import { seededRandom } from '../support/world.ts'

/** Chances of a seed: the same seed has the same fate. */
export class Chances {
  readonly #random

  constructor(seed: string) {
    this.#random = seededRandom(seed)
  }

  /** True so often out of a hundred. */
  percent(likely: number): boolean {
    return this.below(100) < likely
  }

  below(limit: number): number {
    return Buffer.from(this.#random.bytes(4)).readUInt32BE() % limit
  }

  one<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new RangeError('nothing to choose from')
    return found
  }
}

/** All that can go wrong with a request. */
export const faults: readonly Fault[] = [
  'cut-before',
  'cut-after',
  { status: 500 },
  { status: 503, after: true },
  { status: 502, text: '<html>', after: true },
  { status: 200, text: '{"sid":' },
  { status: 429, code: 20429, headers: { 'Retry-After': '1' } },
  { status: 400, code: 21610 },
  { status: 401, code: 20003 },
]

/** Whether Twilio did what the request asked for, whatever was answered. */
export function didReach(fault: Fault | null): boolean {
  return fault === null || fault === 'cut-after' || (typeof fault === 'object' && fault.after === true)
}
