const length = 86_400_000

/** A day of the calendar as `YYYY-MM-DD` (RFC 3339, full-date), from 1970 to 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const value = new Date(`${text}T00:00:00Z`)
  // The 30th of February is read as the 2nd of March: only a day that comes back unchanged exists.
  return value.getTime() >= 0 && value.toISOString().slice(0, 10) === text
}

/** When it begins in UTC: milliseconds since 1970. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/** Whether the day that begins at `start` is over. */
export function isOver(start: number, now: number): boolean {
  return now >= start + length
}

/** `YYYY-MM-DD` of a moment, in UTC. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10)
}
