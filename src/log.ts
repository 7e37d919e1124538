import type { Json } from '../lib/ledger/canonical.ts'
import { type Event, encodeTime } from '../lib/ledger/event.ts'
import type { Search } from '../lib/ledger/search.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { normalised } from '../lib/ledger/tags.ts'
import { crockfordSymbols } from './ids.ts'
import { pseudonymsOf } from './operators.ts'
import { type Contact, channelOf, fold, readTransfer, type TransferRecord } from './record.ts'
import { type State, shownState } from './states.ts'
import { type Category, type Channel, type PersonalTerm, personalTerms } from './words.ts'

/**
 * What a transfer must have to be listed: all of it. Names and references fit as a whole, however they are spelled (see
 * `normalised`); only `text` fits as a part.
 */
export interface TransferFilter extends Readonly<Partial<Record<PersonalTerm, string | undefined>>> {
  /** Begun at or after, and before: milliseconds since 1970. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly state?: State | undefined
  /** The one in force. */
  readonly channel?: Channel | undefined
  readonly category?: Category | undefined
  /** Name or address of the one who began it. */
  readonly operator?: string | undefined
  /**
   * A part of any personal field, without case and accents, or the beginning of an id. No index over the fields: every one
   * of every transfer that is left is opened.
   */
  readonly text?: string | undefined
}

export interface LogFilter extends TransferFilter {
  readonly limit: number
}

/** The transfers of a home, newest first. */
export function listTransfers(ledger: Ledger, { limit, ...filter }: LogFilter): TransferRecord[] {
  const ids = findTransfers(ledger, filter).take(limit)
  return [...ids.map(id => readTransfer(ledger, id))]
}

/** Their ULIDs, newest first, found as they are asked for. What is cheap to know is asked first. */
export function findTransfers(ledger: Ledger, filter: TransferFilter): IteratorObject<string, undefined, unknown> {
  return seekTransfers(ledger, filter).filter(id => id !== null)
}

/** The same, with null for every step that finds none: who has other things to do does them there. */
export function* seekTransfers(ledger: Ledger, filter: TransferFilter): Generator<string | null, void, void> {
  const { since, until, operator, category } = filter
  const among = [...(yield* byTerms(ledger, filter)), ...(yield* byChannel(ledger, filter))]
  const begun = {
    type: 'transfer.intended',
    ...during({ since, until }),
    ...(operator !== undefined && { ops: pseudonymsOf(ledger, operator) }),
    ...(category !== undefined && { holds: `"${category}"` }),
  }
  const named = byId(ledger, filter)
  for (const place of ledger.scan(begun)) {
    const xfer = place?.xfer ?? null
    const isIt =
      place !== null &&
      xfer !== null &&
      among.every(ids => ids.has(xfer)) &&
      fits(ledger, place.seq, xfer, filter, named)
    yield isIt ? xfer : null
  }
}

/**
 * The newest events, oldest of them first. `since`, `until` and `operator` are of the event itself; everything else picks
 * the transfers whose events are listed.
 */
export function* listEvents(ledger: Ledger, { limit, ...filter }: LogFilter): Generator<Event, void, void> {
  const newest = seekEvents(ledger, filter).filter(seq => seq !== null)
  for (const seq of [...newest.take(limit)].reverse()) {
    const event = ledger.event(seq)
    if (event !== null) yield event
  }
}

/** Their numbers, newest first, with null for every step that finds none. */
export function* seekEvents(ledger: Ledger, filter: TransferFilter): Generator<number | null, void, void> {
  const { since, until, operator, ...ofTransfers } = filter
  const among = Object.values(ofTransfers).some(value => value !== undefined)
    ? yield* setOf(seekTransfers(ledger, ofTransfers))
    : null
  const ops = operator === undefined ? {} : { ops: pseudonymsOf(ledger, operator) }
  for (const place of ledger.scan({ ...during({ since, until }), ...ops })) {
    const isIt = place !== null && (among === null || (place.xfer !== null && among.has(place.xfer)))
    yield isIt ? place.seq : null
  }
}

/** All that the steps find; null for each of them. */
function* setOf<T>(steps: Iterable<T | null>): Generator<null, Set<T>, void> {
  const found = new Set<T>()
  for (const step of steps) {
    if (step !== null) found.add(step)
    yield null
  }
  return found
}

function during({ since, until }: Pick<TransferFilter, 'since' | 'until'>): Search {
  return {
    ...(since !== undefined && { since: encodeTime(since) }),
    ...(until !== undefined && { until: encodeTime(until) }),
  }
}

/** For each name or reference that is asked for: the transfers that have it, by their keyed tags. */
function* byTerms(ledger: Ledger, filter: TransferFilter): Generator<null, Set<string>[], void> {
  const asked = personalTerms.flatMap(kind => {
    const value = filter[kind]
    return value === undefined ? [] : [{ kind, value, ids: new Set(ledger.tagged(kind, value)) }]
  })
  if (asked.length === 0) return []
  // Transfers of a version that did not tag them: their fields are read.
  for (const id of ledger.untagged(personalTerms[0], 'contact')) {
    const { contact } = readTransfer(ledger, id)
    for (const { kind, value, ids } of asked) {
      if (normalised(contact[fieldOf[kind]] ?? '') === normalised(value)) ids.add(id)
    }
    yield null
  }
  return asked.map(({ ids }) => ids)
}

const fieldOf = { to: 'recipient', organisation: 'organisation', client: 'client', reference: 'reference' } as const
fieldOf satisfies Record<PersonalTerm, keyof Contact>

/** Every transfer for which the channel was ever chosen; whether it is the one in force, `fits` looks. */
function* byChannel(ledger: Ledger, { channel }: TransferFilter): Generator<null, Set<string>[], void> {
  if (channel === undefined) return []
  const chosen = new Set<string>()
  for (const type of ['transfer.intended', 'transfer.released']) {
    for (const place of ledger.scan({ type, holds: `"channel":"${channel}"` })) {
      if (place !== null && place.xfer !== null) chosen.add(place.xfer)
      yield null
    }
  }
  return [chosen]
}

/** The transfers whose id begins with the text, where it can be one (see `resolveTransfer`). */
function byId(ledger: Ledger, { text = '' }: TransferFilter): ReadonlySet<string> {
  const symbols = crockfordSymbols(text) ?? ''
  return new Set(symbols.length < 4 || symbols.length > 26 ? [] : ledger.findTransfers(symbols))
}

function fits(
  ledger: Ledger,
  seq: number,
  xfer: string,
  { state, channel, category, text }: TransferFilter,
  named: ReadonlySet<string>,
): boolean {
  if (state !== undefined && shownState(fold(ledger.outline(xfer))) !== state) return false
  if (category !== undefined && !isList(ledger.event(seq)?.d.categories, category)) return false
  if (channel !== undefined && channelOf({ events: ledger.eventsOf(xfer) }) !== channel) return false
  return text === undefined || named.has(xfer) || mentions(ledger, xfer, folded(text))
}

function isList(value: Json | undefined, holding: string): boolean {
  return Array.isArray(value) && value.includes(holding)
}

function mentions(ledger: Ledger, xfer: string, part: string): boolean {
  return ledger.disclosedOf(xfer).some(({ value }) => texts(value).some(text => folded(text).includes(part)))
}

/** Without case, accents and white space that is repeated: as somebody types who is in a hurry. */
export function folded(text: string): string {
  return normalised(text.normalize('NFKD').replace(/\p{M}/gu, ''))
}

/** Every text in a value, at any depth. */
function texts(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(texts)
}
