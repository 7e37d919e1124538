import { WaybillError } from '../error.ts'
import { malformed } from './malformed.ts'

/**
 * Canonical JSON (RFC 8785, JCS) over integers alone, so that one value has exactly one spelling and a line can be hashed.
 * Floats, `-0`, integers beyond ±(2^53-1), lone surrogates and `undefined` have no spelling here.
 */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Deeper values are refused: what comes from outside must not exhaust the stack. */
const maxDepth = 64

/** The one spelling of `value`. Throws `WB-LEDGER-VALUE` for a value that has none. */
export function canonical(value: Json): string {
  return spell(value, 0)
}

function spell(value: Json, depth: number): string {
  if (depth > maxDepth) throw unspellable('it is nested too deeply')
  switch (typeof value) {
    case 'string':
      // RFC 8785 §3.2.2.2 is ECMAScript's own serialisation of well-formed strings.
      if (!value.isWellFormed()) throw unspellable('a text holds half of a surrogate pair')
      return JSON.stringify(value)
    case 'number':
      // RFC 8785 §3.2.2.3 for integers: plain decimal digits below 2^53.
      if (!isPlainInteger(value)) throw unspellable('a number is not an integer within ±(2^53-1)')
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return isList(value) ? spellList(value, depth) : spellObject(value, depth)
    default:
      throw unspellable(`JSON has no ${typeof value}`)
  }
}

function spellList(list: readonly Json[], depth: number): string {
  // Array.from visits holes too, where map() would skip them.
  return `[${Array.from(list, item => spell(item, depth + 1)).join(',')}]`
}

function spellObject(object: JsonObject, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw unspellable('an object is not a plain one')
  // Without a comparison function, sort() orders by UTF-16 code units: RFC 8785 §3.2.3.
  const members = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, item]) => `${spell(key, depth + 1)}:${spell(item, depth + 1)}`).join(',')}}`
}

/**
 * Untrusted. The value that `line` spells. Throws `WB-LEDGER-FORMAT` unless `line` is exactly its canonical spelling,
 * which also refuses duplicate keys, white space and every second way to write a text or a number.
 */
export function parseCanonical(line: string): Json {
  let value: Json
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw malformed('canonical JSON', cause)
  }
  if (isOrdered(value, 0) && JSON.stringify(value) === line) return value
  let spelled: string
  try {
    // Keys that look like array indexes are enumerated first, so the quick test above cannot judge them.
    spelled = canonical(value)
  } catch (cause) {
    throw malformed('canonical JSON', cause)
  }
  if (spelled !== line) throw malformed('canonical JSON')
  return value
}

/** True when ECMAScript's own serialisation of `value` is the canonical one: keys enumerate in order, numbers are plain. */
function isOrdered(value: Json, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return isPlainInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth > maxDepth) return false
  if (isList(value)) return value.every(item => isOrdered(item, depth + 1))
  let before: string | null = null
  for (const key in value) {
    if ((before !== null && key <= before) || !key.isWellFormed()) return false
    const item = value[key]
    if (item === undefined || !isOrdered(item, depth + 1)) return false
    before = key
  }
  return true
}

function isPlainInteger(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0)
}

/** `Array.isArray` that also narrows read-only lists. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}

function unspellable(reason: string): WaybillError {
  return new WaybillError(
    'WB-LEDGER-VALUE',
    `A value cannot be written into the ledger: ${reason}.`,
    'Use texts, integers, booleans, lists and plain objects only.',
  )
}
