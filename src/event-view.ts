import { isObject, type Json } from '../lib/ledger/canonical.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { isPhoneNumber, maskPhone } from '../lib/phone.ts'
import { shortId } from '../lib/ulid.ts'
import { operators } from './operators.ts'
import { type Says, saysSo } from './says.ts'

/** One event as a list shows it. */
export type EventRow = NonNullable<ReturnType<typeof eventRow>>

/** Null where there is no event of this number. */
export function eventRow(ledger: Pick<Ledger, 'event'>, seq: number) {
  const event = ledger.event(seq)
  if (event === null) return null
  const { ts, type, xfer, d } = event
  return { seq, at: Date.parse(ts), type, transfer: xfer === null ? null : shortId(xfer), details: d }
}

/** A personal field of an event; null in place of what was shredded. */
export interface EventField {
  readonly class: string
  readonly name: string | null
  readonly value: string | null
}

/** Everything that one event holds, for people. */
export type EventView = NonNullable<ReturnType<typeof eventView>>

/** Null where there is no event of this number. Telephone numbers are masked. */
export function eventView(ledger: Pick<Ledger, 'event' | 'events' | 'disclosed'>, seq: number) {
  const event = ledger.event(seq)
  if (event === null) return null
  const { ts, type, xfer, id, prev, op, host, tool, policy, key, boot, d } = event
  return {
    ...{ seq, at: Date.parse(ts), type, id, prev, device: host, boot, tool, policy, key, details: d },
    transfer: xfer === null ? null : shortId(xfer),
    /** Name and address; null where they were shredded. */
    operator: operators(ledger).get(op) ?? null,
    says: saysSo(type, d) satisfies Says,
    fields: Object.entries(event.sd).flatMap(([name, digests]) =>
      digests.map((digest): EventField => {
        const field = ledger.disclosed(digest)
        if (field === 'shredded') return { class: name, name: null, value: null }
        return { class: name, name: field.name, value: written(masked(field.value)) }
      }),
    ),
  }
}

function masked(value: Json): Json {
  if (typeof value === 'string') return isPhoneNumber(value) ? maskPhone(value) : value
  if (Array.isArray(value)) return value.map(masked)
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one)])) : value
}

function written(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
