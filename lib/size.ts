import { WaybillError } from './error.ts'

/** A number of bytes as people write it in the policy: a whole number and one binary unit, no space: `64MiB`. */
export type Size = `${number}${UnitName}`
type UnitName = 'B' | 'KiB' | 'MiB' | 'GiB' | 'TiB'

/** From the largest to the smallest. (IEC 80000-13, "Prefixes for binary multiples".) */
const units: readonly { readonly name: UnitName; readonly bytes: number }[] = [
  { name: 'TiB', bytes: 2 ** 40 },
  { name: 'GiB', bytes: 2 ** 30 },
  { name: 'MiB', bytes: 2 ** 20 },
  { name: 'KiB', bytes: 2 ** 10 },
  { name: 'B', bytes: 1 },
]

/** Bytes: a safe integer from 0. Throws WB-SIZE for any other text. */
export function parseSize(text: string): number {
  const bytes = read(text)
  if (bytes !== null) return bytes
  throw new WaybillError('WB-SIZE', 'A size is not a whole number and a unit.', 'Write it like 512KiB, 64MiB or 1GiB.')
}

export function isSize(text: string): text is Size {
  return read(text) !== null
}

/** The largest unit that divides it without a rest: 67 108 864 is `64MiB`. Throws RangeError for no number of bytes. */
export function formatSize(bytes: number): Size {
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError('A size is a whole number of bytes.')
  const unit = units.find(unit => bytes % unit.bytes === 0)
  return unit === undefined || bytes === 0 ? '0B' : `${bytes / unit.bytes}${unit.name}`
}

function read(text: string): number | null {
  const [, digits, name] = /^(0|[1-9]\d{0,15})(B|KiB|MiB|GiB|TiB)$/.exec(text) ?? []
  const unit = units.find(unit => unit.name === name)
  if (digits === undefined || unit === undefined) return null
  const bytes = Number(digits) * unit.bytes
  return Number.isSafeInteger(bytes) ? bytes : null
}
