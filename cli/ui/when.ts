/** A language of the terminal UI and how its people write numbers and dates. */
export interface Locale {
  readonly language: 'en' | 'de'
  /** BCP 47. English dates follow the order of ISO 8601, which nobody mistakes. */
  readonly tag: string
}

/** The first of LC_ALL, LC_MESSAGES and LANG that is set decides (POSIX, "Environment Variables"); English for all others. */
export function localeOf(env: Readonly<Record<string, string | undefined>>): Locale {
  const name = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return /^de([_.@-]|$)/i.test(name) ? { language: 'de', tag: 'de-DE' } : { language: 'en', tag: 'en-CA' }
}

/** `2026-01-05 10:00`, `05.01.2026, 10:00`, in the zone of the system. Milliseconds since 1970. */
export function dateTime(at: number, { tag }: Locale): string {
  const format = new Intl.DateTimeFormat(tag, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return format.format(at).replace(/(\d{4}-\d\d-\d\d), /, '$1 ')
}

export function date(at: number, { tag }: Locale): string {
  return new Intl.DateTimeFormat(tag, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** `5 minutes ago`, `in 6 days`, `vor 5 Minuten`; `now` within a minute. */
export function relative(at: number, now: number, { language }: Locale): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const [unit, size] = units.find(([, length]) => Math.abs(at - now) >= length) ?? ['second', Number.POSITIVE_INFINITY]
  return format.format(Math.trunc((at - now) / size) + 0, unit)
}

/** `7 days`, `24 hours`, `7 Tage`: the longest unit that divides it, at most days. Milliseconds. */
export function span(length: number, { language }: Locale): string {
  const [unit, size] = units.find(([, size]) => length >= size && length % size === 0) ?? (['second', 1_000] as const)
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(length / size))
}

export function number(value: number, { language }: Locale): string {
  return new Intl.NumberFormat(language).format(value)
}

/** `12.4 MB`, `12,4 MB`: decimal units, at most three digits. */
export function bytes(count: number, { language }: Locale): string {
  const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const
  const scale = Math.min(names.length - 1, count < 999.5 ? 0 : Math.floor(Math.log10(count * 1.0005) / 3))
  const unit = names[scale] ?? 'byte'
  const value = count / 1000 ** scale
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: scale === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(value)
}

/** A count with its word in German: `eine Datei` is written `1 Datei`, `12.400 Dateien`. */
export function counted(value: number, one: string, many: string): string {
  return `${new Intl.NumberFormat('de').format(value)} ${value === 1 ? one : many}`
}
