import { WaybillError } from '../lib/error.ts'
import { isObject, type Json, type JsonObject } from '../lib/ledger/canonical.ts'
import type { Event } from '../lib/ledger/event.ts'
import type { PersonalClass } from '../lib/ledger/owners.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { shortId } from '../lib/ulid.ts'
import { type Level, levels } from '../lib/zip/writing/deflate.ts'
import { type Life, type State, shownState, step } from './states.ts'
import {
  type Channel,
  type Hiding,
  type HidingReason,
  type Hold,
  hidingReasons,
  type Language,
  languages,
  type NumberTrust,
  type System,
  systems,
} from './words.ts'

/** Who receives, as disclosed by `transfer.intended`; a field is null where there is none, or where it was shredded. */
export interface Contact {
  readonly recipient: string | null
  readonly organisation: string | null
  readonly phone: string | null
  readonly purpose: string | null
  readonly reference: string | null
  readonly client: string | null
  /** How the card speaks to them; known where one was asked for. */
  readonly language: Language | null
  readonly system: System | null
}

/** What was to be sealed, and where: a disclosure of class `files`. All paths are absolute. */
export interface Plan {
  readonly paths: readonly string[]
  readonly sources: readonly { readonly name: string; readonly bytes: number; readonly modified: number }[]
  readonly temporary: string
  readonly final: string
  /** Why the names are as they are in the archive; empty by a version that did not hide names. */
  readonly why: readonly HidingReason[]
}

/** One file as it was sealed: a disclosure of class `files`, one list for the whole archive. */
export interface SealedFile {
  /** The true name; ends in `/` for a directory. */
  readonly name: string
  /** The name in the archive: another one where names are hidden behind numbers. */
  readonly as: string
  readonly bytes: number
  readonly sha256: string
  readonly directory: boolean
  /** What is in it, where it is the inner archive of `wrap`; their names in there are the true ones. */
  readonly inside?: readonly SealedFile[]
}

/** Everything that the ledger holds of one transfer, read once. */
export interface TransferRecord {
  readonly id: string
  readonly short: string
  readonly events: readonly Event[]
  readonly life: Life
  readonly state: State
  readonly contact: Contact
  /** Null where it was shredded. */
  readonly plan: Plan | null
  readonly files: readonly SealedFile[] | null
  /** Classes of which at least one personal field was destroyed. */
  readonly shredded: readonly string[]
}

/** With `only`, the fields of other classes are left closed and read as if they were shredded: that is faster. */
export function readTransfer(ledger: Ledger, id: string, only?: PersonalClass): TransferRecord {
  const events = ledger.eventsOf(id)
  const life = fold(events)
  const read = events.flatMap(({ sd }) =>
    Object.entries(sd)
      .filter(([kind]) => only === undefined || kind === only)
      .flatMap(([kind, digests]) => digests.map(digest => ({ kind, field: ledger.disclosed(digest) }))),
  )
  const disclosed = read.map(({ field }) => field).filter(field => field !== 'shredded')
  const fields = new Map(disclosed.map(({ name, value }) => [name, value]))
  const text = (name: string) => textOrNull(fields.get(name))
  return {
    id,
    short: shortId(id),
    events,
    life,
    state: shownState(life),
    contact: {
      recipient: text('recipient'),
      organisation: text('organisation'),
      phone: text('phone'),
      purpose: text('purpose'),
      reference: text('reference'),
      client: text('client'),
      language: languages.find(one => one === text('language')) ?? null,
      system: systems.find(one => one === text('system')) ?? null,
    },
    plan: readPlan(fields.get('plan')),
    files: readFiles(fields.get('sealed')),
    shredded: [...new Set(read.filter(({ field }) => field === 'shredded').map(({ kind }) => kind))].sort(),
  }
}

/** The life that the events tell. WB-LEDGER-DAMAGED when they tell none: Waybill never writes such a sequence. */
export function fold(events: readonly Pick<Event, 'type' | 'seq'>[]): Life {
  let life: Life | null = null
  for (const { type, seq } of events) {
    const next = step(life, type)
    if (typeof next === 'string') throw damaged(`event ${seq}: ${next}`)
    life = next
  }
  if (life === null) throw damaged('a transfer has no events')
  return life
}

/** The last event of a type, or undefined. */
export function lastOf(record: { readonly events: readonly Event[] }, ...types: readonly string[]): Event | undefined {
  return record.events.findLast(event => types.includes(event.type))
}

/** The event that the state guarantees. */
export function requireEvent(record: { readonly events: readonly Event[] }, type: string): Event {
  const event = lastOf(record, type)
  if (event === undefined) throw damaged(`no ${type}`)
  return event
}

/** What `transfer.intended` promises in clear. */
export function intendedOf(record: { readonly events: readonly Event[] }) {
  const { d } = requireEvent(record, 'transfer.intended')
  return {
    channel: word<Channel>(d, 'channel'),
    hold: word<Hold>(d, 'hold'),
    recipe: word<'groups' | 'words' | 'mixed'>(d, 'recipe'),
    bits: int(d, 'bits'),
    length: int(d, 'length'),
    level: levelOf(int(d, 'level')),
    force: d.force === true,
    first: d.first === true,
    special: d.special === true,
    subjects: typeof d.subjects === 'number' ? d.subjects : null,
    records: typeof d.records === 'number' ? d.records : null,
    basis: d.basis === 'none' ? null : word<string>(d, 'basis'),
    categories: Array.isArray(d.categories) ? d.categories.map(String) : [],
    sources: int(d, 'sources'),
    bytes: int(d, 'bytes'),
    keep: int(d, 'keep'),
    /** Null: by a version that did not hide names. */
    names: typeof d.names === 'string' ? word<Hiding>(d, 'names') : null,
    /** Null: by a version that did not judge numbers. */
    number: typeof d.number === 'string' ? word<NumberTrust>(d, 'number') : null,
    /** What lies beside the archive; versions before these fields laid nothing there. */
    card: d.card === true,
    opener: d.opener === true,
    /** The day by whose end the recipient is asked to delete the files: milliseconds since 1970. */
    deleteBy: typeof d.deleteBy === 'number' ? d.deleteBy : null,
  }
}

function levelOf(value: number): Level {
  return levels.find(level => level === value) ?? 5
}

/** The channel in force: that of the last release, else the intended one. */
export function channelOf(record: { readonly events: readonly Event[] }): Channel {
  return word<Channel>((lastOf(record, 'transfer.released') ?? requireEvent(record, 'transfer.intended')).d, 'channel')
}

export function int(d: JsonObject, name: string): number {
  const value = d[name]
  if (typeof value !== 'number') throw damaged(`no number ${name}`)
  return value
}

/** A word of a closed list; `validateEvent` has checked the list when the event was written. */
export function word<T extends string>(d: JsonObject, name: string): T {
  const value = d[name]
  if (typeof value !== 'string') throw damaged(`no word ${name}`)
  return value as T
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function readPlan(value: Json | undefined): Plan | null {
  if (value === undefined) return null
  if (!isObject(value) || !Array.isArray(value.paths) || !Array.isArray(value.sources)) throw damaged('a plan')
  const { temporary, final } = value
  if (typeof temporary !== 'string' || typeof final !== 'string') throw damaged('a plan')
  const sources = value.sources.map(item => {
    if (!isObject(item) || typeof item.name !== 'string') throw damaged('a plan')
    return { name: item.name, bytes: int(item, 'bytes'), modified: int(item, 'modified') }
  })
  const { why } = value
  const reasons = hidingReasons.filter(reason => Array.isArray(why) && why.includes(reason))
  return { paths: value.paths.map(String), sources, temporary, final, why: reasons }
}

/** The list as a disclosure keeps it: `as` only where it is another name, so that old lists have the same form. */
export function filesJson(files: readonly SealedFile[]): JsonObject[] {
  return files.map(({ name, as, bytes, sha256, directory, inside }) => ({
    name,
    ...(as !== name && { as }),
    bytes,
    sha256,
    directory,
    ...(inside && { inside: filesJson(inside) }),
  }))
}

function readFiles(value: Json | undefined): SealedFile[] | null {
  if (value === undefined) return null
  if (!Array.isArray(value)) throw damaged('a list of files')
  return value.map(item => {
    if (!isObject(item) || typeof item.name !== 'string' || typeof item.sha256 !== 'string')
      throw damaged('a list of files')
    const { name, sha256, as = name } = item
    const inside = readFiles(item.inside)
    if (typeof as !== 'string') throw damaged('a list of files')
    return {
      name,
      as,
      bytes: int(item, 'bytes'),
      sha256,
      directory: item.directory === true,
      ...(inside && { inside }),
    }
  })
}

function damaged(what: string): WaybillError {
  return new WaybillError('WB-LEDGER-DAMAGED', `The ledger does not make sense: ${what}.`, 'Run `waybill verify`.')
}
