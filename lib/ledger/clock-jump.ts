import type { Clock } from '../ports.ts'
import type { Event } from './event.ts'

/**
 * How the wall clock moved against the monotonic clock between two events of one boot. `back`: it was set back. `forward`:
 * it was set forward, or the machine slept, since on some systems the monotonic clock stands still meanwhile.
 */
export interface Jump {
  readonly direction: 'forward' | 'back'
  /** More than `tolerance`. */
  readonly ms: number
  readonly [other: string]: string | number
}

/** Time servers move a clock by less, in milliseconds. */
const tolerance = 10_000

/** Null where both clocks agree. */
export function jumpSince(last: Pick<Event, 'ts' | 'up'>, clock: Clock): Jump | null {
  const drift = clock.now() - Date.parse(last.ts) - (clock.monotonic() - last.up)
  if (Math.abs(drift) <= tolerance) return null
  return { direction: drift < 0 ? 'back' : 'forward', ms: Math.abs(drift) }
}
