/** Numbers, sizes, times and dates for people. JSON answers carry the plain numbers instead. */

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** `999 B`, `1.02 kB`, `12.4 MB`, `182 GB`: decimal units, three significant digits. */
export function bytes(count: number): string {
  const [value, unit] = scaled(count)
  return `${unit === 0 ? Math.round(value) : threeDigits(value)} ${byteUnits[unit]}`
}

/** How much of how much, in the unit of the whole: `3 of 12 MB`, `0.4 of 1.7 GB`. */
export function share(done: number, total: number): string {
  const [value, unit] = scaled(total)
  const digits = unit > 0 && value < 9.95 ? 1 : 0
  return `${(done / 1000 ** unit).toFixed(digits)} of ${value.toFixed(digits)} ${byteUnits[unit]}`
}

function scaled(count: number): [value: number, unit: number] {
  let value = count
  let unit = 0
  // 999.5 and more would round to 1000, which is 1.00 of the next unit.
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000
    unit++
  }
  return [value, unit]
}

function threeDigits(value: number): string {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
}

/** `182 MB/s`. */
export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`
}

/** A length of time, the two largest units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  const [large, small, per] = units.find(([size]) => whole >= size) ?? smallest
  const rest = Math.floor((whole % large) / small)
  const name = per[0]
  return rest === 0 ? `${Math.floor(whole / large)} ${name}` : `${Math.floor(whole / large)} ${name} ${rest} ${per[1]}`
}

type Scale = readonly [large: number, small: number, names: readonly [string, string]]
const smallest: Scale = [1, 1, ['s', '']]
const units: readonly Scale[] = [
  [86_400, 3_600, ['d', 'h']],
  [3_600, 60, ['h', 'min']],
  [60, 1, ['min', 's']],
]

/** A count-down: `0:07`, `12:40`, `1:02:03`. */
export function countdown(milliseconds: number): string {
  const seconds = Math.ceil(Math.max(0, milliseconds) / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** `2026-01-05 09:00:00 UTC`. */
export function utc(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** `2026-01-05 10:00:00 +01:00` in `timeZone` (an IANA name), or in the zone of the system. */
export function local(milliseconds: number, timeZone?: string): string {
  const offset = offsetMinutes(milliseconds, timeZone)
  const shifted = new Date(milliseconds + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ')
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${shifted} ${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`
}

/** Minutes east of Greenwich at that moment. */
function offsetMinutes(milliseconds: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return -new Date(milliseconds).getTimezoneOffset()
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(milliseconds)
  const name = parts.find(part => part.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`; `in 6 d` for what is to come. */
export function relative(milliseconds: number, now: number): string {
  const distance = Math.abs(now - milliseconds)
  if (distance < 60_000) return 'just now'
  const [size, , [name]] = units.find(([seconds]) => distance >= seconds * 1000) ?? smallest
  const length = `${Math.floor(distance / (size * 1000))} ${name}`
  return milliseconds <= now ? `${length} ago` : `in ${length}`
}

/** `12,400`. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `no files`, `1 file`, `12,400 files`; give the plural where it is not one `s` more. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value === 0 ? 'no' : number(value)} ${value === 1 ? one : many}`
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`
}
