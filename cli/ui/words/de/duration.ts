import { formatDuration } from '../../../../lib/duration.ts'

/** Unit: one and several in the dative (after “nach”, “vor”), one and several in the accusative. */
const units = {
  y: ['einem Jahr', 'Jahren', 'ein Jahr', 'Jahre'],
  d: ['einem Tag', 'Tagen', 'einen Tag', 'Tage'],
  h: ['einer Stunde', 'Stunden', 'eine Stunde', 'Stunden'],
  min: ['einer Minute', 'Minuten', 'eine Minute', 'Minuten'],
  s: ['einer Sekunde', 'Sekunden', 'eine Sekunde', 'Sekunden'],
} as const

/** Milliseconds as they follow “nach” and “vor”: `einem Tag`, `7 Tagen`. */
export function dative(milliseconds: number): string {
  const { count, unit } = split(milliseconds)
  const [one, several] = units[unit]
  return count === 1 ? one : `${count} ${several}`
}

/** Milliseconds as a length: `einen Tag`, `7 Tage`. */
export function accusative(milliseconds: number): string {
  const { count, unit } = split(milliseconds)
  const [, , one, several] = units[unit]
  return count === 1 ? one : `${count} ${several}`
}

function split(milliseconds: number) {
  const text = formatDuration(milliseconds)
  const unit = (['min', 'y', 'd', 'h', 's'] as const).find(unit => text.endsWith(unit)) ?? 's'
  return { count: Number.parseInt(text, 10), unit }
}
