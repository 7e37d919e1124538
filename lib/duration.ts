import { WaybillError } from './error.ts'

/**
 * A length of time as people write it in the policy and in flags: a whole number and one unit, no space: `30s`,
 * `15min`, `24h`, `7d`, `3y`. Every unit has a fixed length (a year is 365 days), so that two devices agree on what is
 * due without a calendar. There are no months: an `m` could be minutes.
 */
export type Duration = `${number}${UnitName}`
type UnitName = 's' | 'min' | 'h' | 'd' | 'y'

interface Unit {
  readonly name: UnitName
  readonly word: string
  readonly milliseconds: number
}

const second = 1_000
const day = 86_400 * second

/** From the longest to the shortest. */
const units: readonly Unit[] = [
  { name: 'y', word: 'year', milliseconds: 365 * day },
  { name: 'd', word: 'day', milliseconds: day },
  { name: 'h', word: 'hour', milliseconds: 3_600 * second },
  { name: 'min', word: 'minute', milliseconds: 60 * second },
  { name: 's', word: 'second', milliseconds: second },
]

/** Nothing here lasts longer; it also keeps every sum with a date a safe integer. */
const longest = 100 * 365 * day

/** Milliseconds: a whole number of seconds from 0 to 100 years. Throws WB-DURATION for any other text. */
export function parseDuration(text: string): number {
  const { count, unit } = parse(text)
  return count * unit.milliseconds
}

export function isDuration(text: string): text is Duration {
  return read(text) !== null
}

/** In words, as it was written: `24h` is `24 hours`, not `1 day`. Throws WB-DURATION. */
export function durationWords(duration: Duration): string {
  const { count, unit } = parse(duration)
  return `${count} ${unit.word}${count === 1 ? '' : 's'}`
}

/** The longest unit that divides it without a rest: 604 800 000 is `7d`. Throws RangeError for what has no spelling. */
export function formatDuration(milliseconds: number): Duration {
  if (milliseconds === 0) return '0s'
  const unit = units.find(unit => milliseconds % unit.milliseconds === 0)
  if (unit === undefined || milliseconds < 0 || milliseconds > longest) {
    throw new RangeError('A duration is a whole number of seconds from 0 to 100 years.')
  }
  return `${milliseconds / unit.milliseconds}${unit.name}`
}

function parse(text: string): { count: number; unit: Unit } {
  const duration = read(text)
  if (duration !== null) return duration
  throw new WaybillError(
    'WB-DURATION',
    'A length of time is not a whole number and a unit.',
    'Write it like 30s, 15min, 24h, 7d or 3y, at most 100y.',
  )
}

function read(text: string): { count: number; unit: Unit } | null {
  const [, digits, name] = /^(0|[1-9]\d{0,9})(s|min|h|d|y)$/.exec(text) ?? []
  const unit = units.find(unit => unit.name === name)
  if (digits === undefined || unit === undefined) return null
  const count = Number(digits)
  return count * unit.milliseconds <= longest ? { count, unit } : null
}
