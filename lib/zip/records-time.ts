/**
 * MS-DOS date and time (APPNOTE 4.4.6) as one 32-bit number: the time in the low 16 bits, the date in the high 16, as the
 * two stand on disk. The format has no time zone and steps of two seconds; here it is always UTC, so that an archive
 * does not tell where it was made. The exact time is in extra field 0x5455.
 */

const FIRST_YEAR = 1980
const EARLIEST = Date.UTC(FIRST_YEAR, 0, 1)
const LATEST = Date.UTC(FIRST_YEAR + 127, 11, 31, 23, 59, 58)

/** `ms` since 1970 UTC, rounded down to two seconds; before 1980 and after 2107 the nearest that can be said. */
export function toDosTime(ms: number): number {
  const at = new Date(Math.min(Math.max(ms, EARLIEST), LATEST))
  const date = ((at.getUTCFullYear() - FIRST_YEAR) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  return date * 0x10000 + time
}

/** Milliseconds since 1970 UTC; null for what is no date (month 0, 31 February, hour 31). */
export function fromDosTime(dosTime: number): number | null {
  const date = dosTime >>> 16
  const ms = Date.UTC(
    FIRST_YEAR + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    (dosTime >> 11) & 31,
    (dosTime >> 5) & 63,
    (dosTime & 31) * 2,
  )
  return toDosTime(ms) === dosTime >>> 0 ? ms : null
}
