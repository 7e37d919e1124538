/** Digits in a file name: a version, a year, the date of an export; or a birth date, a telephone number, a number of somebody. */

export type DigitSuspicion = 'birth-date' | 'phone' | 'number'

/** A date as recent as that is the date of the file; an older one can be a birth date. Milliseconds: two years. */
const RECENT = 2 * 365 * 86_400_000
const FIRST_YEAR = 1900
const LAST_YEAR = 2199

/**
 * What groups of digits with nothing but separators between them may be, or null where they are harmless: up to four
 * digits, a year, a month of a year, a recent date with or without its time. `now`: milliseconds since 1970.
 */
export function suspicionOfDigits(groups: readonly string[], now: number): DigitSuspicion | null {
  const total = groups.reduce((sum, group) => sum + group.length, 0)
  const rest = afterRecentDate(groups, now)
  if (rest !== null && isTime(rest)) return null
  if (groups.some((_, at) => canBeBirth(groups.slice(at, at + 3), now) || canBeBirth(groups.slice(at, at + 1), now)))
    return 'birth-date'
  if (total <= 4 || isPeriod(groups)) return null
  const [first = ''] = groups
  return total >= 7 && total <= 15 && first.startsWith('0') ? 'phone' : 'number'
}

/** `2026-03`, `03-2026`, `202613`, `2025-2026`, `2025-26`. */
function isPeriod(groups: readonly string[]): boolean {
  const [first = '', second] = groups
  if (groups.length > 2) return false
  if (second === undefined) return first.length === 6 && isYear(first.slice(0, 4)) && Number(first.slice(4)) <= 53
  return (isYear(first) && (second.length <= 2 || isYear(second))) || (first.length <= 2 && isYear(second))
}

function isYear(text: string): boolean {
  return text.length === 4 && Number(text) >= FIRST_YEAR && Number(text) <= LAST_YEAR
}

/** What follows a date that can only be a recent one; null where there is none. */
function afterRecentDate(groups: readonly string[], now: number): readonly string[] | null {
  for (const length of [1, 3]) {
    const readings = readingsOf(groups.slice(0, length))
    if (readings.length > 0 && readings.every(date => isRecent(date, now))) return groups.slice(length)
    const [stamp = ''] = groups
    if (length === 1 && (stamp.length === 12 || stamp.length === 14)) {
      const date = readingsOf([stamp.slice(0, 8)])
      if (date.length > 0 && date.every(one => isRecent(one, now))) return [stamp.slice(8), ...groups.slice(1)]
    }
  }
  return null
}

/** Nothing, a small number, or hours with minutes, seconds and parts of one. */
function isTime(groups: readonly string[]): boolean {
  const digits = groups.join('')
  if (groups.length === 1 && digits.length <= 2) return true
  return /^(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3}|\d{6})?)?)?$/.test(digits)
}

function canBeBirth(groups: readonly string[], now: number): boolean {
  return readingsOf(groups).some(date => !isRecent(date, now) && date <= now)
}

function isRecent(date: number, now: number): boolean {
  return date > now - RECENT
}

/** Every date, in milliseconds, that one group of six or eight digits or three groups can be, in any order of its parts. */
function readingsOf(groups: readonly string[]): number[] {
  const [a = '', b, c] = groups
  if (groups.length === 1) {
    if (a.length === 8) return [cut(a, [4, 2, 2]), cut(a, [2, 2, 4])].flatMap(readingsOf)
    return a.length === 6 ? readingsOf(cut(a, [2, 2, 2])) : []
  }
  if (b === undefined || c === undefined || groups.length !== 3) return []
  return [dates(a, b, c), dates(a, c, b), dates(c, b, a), dates(c, a, b)].flat()
}

function cut(text: string, lengths: readonly number[]): string[] {
  const ends = lengths.map((_, at) => lengths.slice(0, at + 1).reduce((sum, length) => sum + length, 0))
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end))
}

/** No, one or two dates: a year of two digits has two centuries. */
function dates(year: string, month: string, day: string): number[] {
  if (month.length > 2 || day.length > 2) return []
  const years = year.length === 2 ? [1900 + Number(year), 2000 + Number(year)] : isYear(year) ? [Number(year)] : []
  return years.flatMap(full => {
    const date = new Date(Date.UTC(full, Number(month) - 1, Number(day)))
    return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? [date.getTime()] : []
  })
}
