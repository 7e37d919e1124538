import { isUlid } from '../ulid.ts'
import { canonical, isList, isObject, type Json, type JsonObject, parseCanonical } from './canonical.ts'
import { malformed } from './malformed.ts'

/**
 * One line of the ledger: a closed envelope around `d`, whose schema per type belongs to `src`. Nothing personal is in
 * it: texts about people are disclosures, and `sd` holds their digests alone.
 */
export interface Event {
  /** Version of this envelope. */
  readonly v: 1
  /** ULID of the log. */
  readonly log: string
  /** Position, from 0 without gaps. */
  readonly seq: number
  /** Leaf hash of the event before, hex; 64 zeros for the first. */
  readonly prev: string
  /** ULID of the event. */
  readonly id: string
  /** Wall clock in UTC with milliseconds, `2026-01-05T09:00:00.000Z`: a claim. */
  readonly ts: string
  /** Monotonic milliseconds within one boot. */
  readonly up: number
  /** Keyed hash of the boot id, 32 hex digits: tells boots apart, tells nothing about the machine. */
  readonly boot: string
  /** Own clock minus the last outside clock, in ms; null when none was seen. */
  readonly skew: number | null
  /** For example `transfer.sealed`. An open set here; `src` closes it. */
  readonly type: string
  /** ULID of the transfer, or null. */
  readonly xfer: string | null
  /** Random pseudonym of the operator. */
  readonly op: string
  /** Random pseudonym of the device. */
  readonly host: string
  /** Version of Waybill that wrote it. */
  readonly tool: string
  /** SHA-256 of the policy in force, hex. */
  readonly policy: string
  /** First 16 hex digits of the fingerprint of the signing key in force. */
  readonly key: string
  readonly d: JsonObject
  /** Digests of the disclosures by class: hex, sorted, no digest twice, no empty class. */
  readonly sd: { readonly [disclosureClass: string]: readonly string[] }
}

/** `prev` of the first event. */
export const noEvent = '0'.repeat(64)

/** RFC 3339 in UTC with milliseconds, from ms since 1970. The year stays within four digits. */
export function encodeTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** The line that is stored and hashed. Throws `WB-LEDGER-VALUE` or `WB-LEDGER-FORMAT` for what is not an event. */
export function encodeEvent(event: Event): string {
  const { sd, ...rest } = event
  const line = canonical({ ...rest, sd: { ...sd } })
  parseEvent(line)
  return line
}

const hex16 = /^[0-9a-f]{16}$/
const hex32 = /^[0-9a-f]{32}$/
const hex64 = /^[0-9a-f]{64}$/
/** A pseudonym or a version: short, printable ASCII, no space. */
const token = /^[\x21-\x7e]{1,64}$/
const typeName = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/
const className = /^[a-z]{1,32}$/
/** RFC 3339 §5.6 in UTC with three digits of a second; leap seconds do not occur in `Date`. */
const time = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/
const fieldCount = 18

/** What bytes that are not UTF-8 turn into when they are read as text. */
const replacementCharacter = '\ufffd'

/**
 * Untrusted. The event of a line: canonical, with every field of the envelope and no other. Throws `WB-LEDGER-FORMAT`.
 * U+FFFD is refused, so that the text always stands for the stored bytes, and its hash for theirs.
 */
export function parseEvent(line: string): Event {
  if (line.includes(replacementCharacter)) throw malformed('an event')
  const value = parseCanonical(line)
  if (!isObject(value) || Object.keys(value).length !== fieldCount) throw malformed('an event')
  const { v, seq, up, skew, xfer, d, sd } = value
  if (v !== 1) throw malformed('an event of version 1')
  return {
    v,
    log: text(value.log, isUlid),
    seq: natural(seq),
    prev: text(value.prev, hex64),
    id: text(value.id, isUlid),
    ts: text(value.ts, isTime),
    up: natural(up),
    boot: text(value.boot, hex32),
    skew: skew === null ? null : integer(skew),
    type: text(value.type, typeName),
    xfer: xfer === null ? null : text(xfer, isUlid),
    op: text(value.op, token),
    host: text(value.host, token),
    tool: text(value.tool, token),
    policy: text(value.policy, hex64),
    key: text(value.key, hex16),
    d: object(d),
    sd: digests(object(sd)),
  }
}

function text(value: Json | undefined, form: RegExp | ((text: string) => boolean)): string {
  const fits = typeof value === 'string' && (typeof form === 'function' ? form(value) : form.test(value))
  if (!fits) throw malformed('an event')
  return value
}

function isTime(value: string): boolean {
  if (!time.test(value)) return false
  // Only the ends of months need the calendar.
  if (value.slice(8, 10) < '29') return true
  const ms = Date.parse(value)
  return !Number.isNaN(ms) && encodeTime(ms) === value
}

function integer(value: Json | undefined): number {
  if (typeof value !== 'number') throw malformed('an event')
  return value
}

function natural(value: Json | undefined): number {
  if (integer(value) < 0) throw malformed('an event')
  return integer(value)
}

function object(value: Json | undefined): JsonObject {
  if (!isObject(value)) throw malformed('an event')
  return value
}

function digests(value: JsonObject): Event['sd'] {
  const classes = Object.entries(value).map(([name, list]) => {
    if (!className.test(name) || !isList(list) || list.length === 0) throw malformed('an event')
    const sorted = list.map(digest => text(digest, hex64))
    if (sorted.some((digest, i) => i > 0 && digest <= (sorted[i - 1] ?? ''))) throw malformed('an event')
    return [name, sorted] as const
  })
  return Object.fromEntries(classes)
}
