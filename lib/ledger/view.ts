import { hex } from '../hex.ts'
import { ulidTime } from '../ulid.ts'
import type { VaultReader } from '../vault.ts'
import { parseSignedCheckpoint } from './checkpoint.ts'
import type { Database } from './database.ts'
import { asClass, type Disclosed } from './disclosures.ts'
import { type Event, encodeTime, parseEvent } from './event.ts'
import type { PersonalClass } from './owners.ts'
import type { RecordsReader } from './records.ts'
import { blob, damaged, integer, type Row, text } from './row.ts'
import { type Place, type Search, scanEvents, searchEvents } from './search.ts'
import type { SettingsReader } from './settings.ts'
import type { Tables } from './tables.ts'

/** The signed state of the ledger after a commit. */
export interface Head {
  readonly size: number
  /** Hex. */
  readonly root: string
  /** The whole signed note. */
  readonly note: string
}

export interface EventRange {
  /** First sequence number, inclusive. */
  readonly from?: number
  /** Last sequence number, exclusive. */
  readonly to?: number
  readonly type?: string
  readonly limit?: number
}

/** An event without its line. */
export interface Brief {
  readonly seq: number
  readonly type: string
  readonly xfer: string | null
  /** When, by the clock of that time: milliseconds since 1970. */
  readonly at: number
}

/** Personal data that can still be shredded. */
export interface Holding {
  readonly owner: string
  readonly class: PersonalClass
}

/** How many events are read at a time, so that no read stays open while the caller works. */
const batch = 256

/** How many events one step of a scan looks at. */
const window = 2048

/** What can be read from a ledger, in a transaction or without one. */
export class View {
  protected readonly database: Database
  protected readonly tables: Tables

  constructor(database: Database, tables: Tables) {
    this.database = database
    this.tables = tables
  }

  get vault(): VaultReader {
    return this.tables.vault
  }

  get records(): RecordsReader {
    return this.tables.records
  }

  get meta(): SettingsReader {
    return this.tables.settings
  }

  event(seq: number): Event | null {
    const row = this.database.get('SELECT line FROM events WHERE seq = ?', seq)
    return row === undefined ? null : eventOf(row)
  }

  /** Oldest first. */
  eventsOf(xfer: string): Event[] {
    return this.database.all('SELECT line FROM events WHERE xfer = ? ORDER BY seq', xfer).map(eventOf)
  }

  /** Oldest first, read as they are asked for: events committed meanwhile come too. */
  *events(range: EventRange = {}): Generator<Event, void, void> {
    const { from = 0, to = Number.MAX_SAFE_INTEGER, type, limit = Number.MAX_SAFE_INTEGER } = range
    const ofType = type === undefined ? '' : 'AND type = ?'
    const sql = `SELECT seq, line FROM events WHERE seq >= ? AND seq < ? ${ofType} ORDER BY seq LIMIT ?`
    for (let next = from, left = limit; left > 0; ) {
      const rows = this.database.all(sql, next, to, ...(type === undefined ? [] : [type]), Math.min(left, batch))
      for (const row of rows) yield eventOf(row)
      const last = rows.at(-1)
      if (last === undefined) return
      next = integer(last, 'seq') + 1
      left -= rows.length
    }
  }

  /** Places of the events that are wanted, newest first, read as they are asked for. */
  search(wanted: Search): IteratorObject<Place, undefined, unknown> {
    return searchEvents(this.database, wanted)
  }

  /** The same, with null in between wherever nothing was found for a while: no step takes longer than some milliseconds. */
  scan(wanted: Search): Generator<Place | null, void, void> {
    return scanEvents(this.database, wanted, window)
  }

  /** The types of a transfer's events, oldest first: enough to tell its state, and much faster than the events. */
  outline(xfer: string): Pick<Event, 'seq' | 'type'>[] {
    const rows = this.database.all('SELECT seq, type FROM events WHERE xfer = ? ORDER BY seq', xfer)
    return rows.map(row => ({ seq: integer(row, 'seq'), type: text(row, 'type') }))
  }

  /** Every event in brief, oldest first: a long ledger is looked through in a tenth of the time that its lines take. */
  *briefs(): Generator<Brief, void, void> {
    const sql = 'SELECT seq, type, xfer, id FROM events WHERE seq >= ? ORDER BY seq LIMIT ?'
    for (let next = 0; ; ) {
      const rows = this.database.all(sql, next, 16 * batch)
      for (const row of rows) {
        next = integer(row, 'seq') + 1
        const xfer = row.xfer === null ? null : text(row, 'xfer')
        yield { seq: next - 1, type: text(row, 'type'), xfer, at: ulidTime(text(row, 'id')) }
      }
      if (rows.length === 0) return
    }
  }

  /** By owner. With `owner`, those of that one alone. */
  holdings(owner?: string): Holding[] {
    const which = owner === undefined ? '' : 'WHERE owner = ?'
    const sql = `SELECT owner, class FROM owner_keys ${which} ORDER BY owner, class`
    return this.database
      .all(sql, ...(owner === undefined ? [] : [owner]))
      .map(row => ({ owner: text(row, 'owner'), class: asClass(text(row, 'class')) }))
  }

  /** The last event that discloses anything of that owner and class; null where none does. */
  lastDisclosing(owner: string, personalClass: PersonalClass): number | null {
    const sql = 'SELECT max(seq) AS last FROM disclosures WHERE owner = ? AND class = ?'
    const row = this.database.get(sql, owner, personalClass)
    return row === undefined || row.last === null ? null : integer(row, 'last')
  }

  /**
   * ULIDs of the transfers that a person may mean, oldest first: by four to eight symbols, the beginning of a short id
   * (`WB-7K3Q-M9XP`, with or without its ornaments); by more, the beginning of the ULID. Fewer symbols mean nothing.
   */
  findTransfers(typed: string): string[] {
    const symbols = crockfordSymbols(typed)
    if (symbols === null) return []
    const column = symbols.length <= 8 ? 'substr(xfer, 19)' : 'xfer'
    // '~' sorts after every symbol, so the range is "begins with".
    const sql = `SELECT DISTINCT xfer FROM events WHERE xfer IS NOT NULL AND ${column} >= ? AND ${column} < ? ORDER BY xfer`
    return this.database.all(sql, symbols, `${symbols}~`).map(row => text(row, 'xfer'))
  }

  /** ULIDs of the transfers tagged with this value, however it is spelled. Oldest first. */
  tagged(kind: string, value: string): string[] {
    return this.tables.tags.find(kind, value)
  }

  /** ULIDs of the transfers that have personal fields of this class and no tag of this kind. */
  untagged(kind: string, personalClass: PersonalClass): string[] {
    return this.tables.tags.missing(kind, personalClass)
  }

  /** Every personal field of one owner that is not shredded. */
  disclosedOf(owner: string): Disclosed[] {
    return this.tables.disclosures.readOwned(owner)
  }

  /** A personal field by its digest, or all those of an event; `'shredded'` in place of each that is gone. */
  disclosed(digest: string): Disclosed | 'shredded'
  disclosed(event: Event): (Disclosed | 'shredded')[]
  disclosed(of: string | Event): Disclosed | 'shredded' | (Disclosed | 'shredded')[] {
    if (typeof of === 'string') return this.tables.disclosures.read(of)
    return Object.values(of.sd).flatMap(digests => digests.map(digest => this.tables.disclosures.read(digest)))
  }

  /** The stored line and leaf hash (32 bytes) of the events in `from` ≤ seq < `to`, as bundles carry them. */
  *lines(from: number, to: number): Generator<{ readonly line: string; readonly leaf: Uint8Array }, void, void> {
    for (let next = from; next < to; next += batch) {
      const sql = 'SELECT line, leaf FROM events WHERE seq >= ? AND seq < ? ORDER BY seq'
      for (const row of this.database.all(sql, next, Math.min(to, next + batch))) {
        yield { line: text(row, 'line'), leaf: blob(row, 'leaf') }
      }
    }
  }

  /** First and last of the first `size` events that have `since` ≤ `ts` < `until` (milliseconds); null when none has. */
  span(since: number, until: number, size: number): { readonly first: number; readonly last: number } | null {
    const ts = "json_extract(line, '$.ts')"
    const sql = `SELECT min(seq) AS first, max(seq) AS last FROM events WHERE seq < ? AND ${ts} >= ? AND ${ts} < ?`
    const row = this.database.get(sql, size, encodeTime(since), encodeTime(until))
    if (row === undefined || row.first === null) return null
    return { first: integer(row, 'first'), last: integer(row, 'last') }
  }

  /** First and last of the first `size` events that are of one of these transfers; null when none is. */
  spanOf(xfers: Iterable<string>, size: number): { readonly first: number; readonly last: number } | null {
    const sql = `SELECT min(seq) AS first, max(seq) AS last FROM events
      WHERE xfer IN (SELECT value FROM json_each(?)) AND seq < ?`
    const row = this.database.get(sql, JSON.stringify([...xfers]), size)
    if (row === undefined || row.first === null) return null
    return { first: integer(row, 'first'), last: integer(row, 'last') }
  }

  /** D of a personal field; null when it is gone. */
  disclosure(digest: string): string | null {
    return this.tables.disclosures.encoded(digest)
  }

  /** Whether a personal field lies there still. */
  hasDisclosure(digest: string): boolean {
    return this.tables.disclosures.has(digest)
  }

  /** The last one. Inside a transaction: the one that it builds upon. */
  checkpoint(): Head {
    const row = this.database.get('SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1')
    if (row === undefined) throw damaged()
    const note = text(row, 'note')
    const { size, root } = parseSignedCheckpoint(note)
    return { size, root: hex(root), note }
  }

  /** The signed note of the commit that ended with `size` events; null when none did. */
  noteAt(size: number): string | null {
    const row = this.database.get('SELECT note FROM checkpoints WHERE size = ?', size)
    return row === undefined ? null : text(row, 'note')
  }
}

function eventOf(row: Row): Event {
  return parseEvent(text(row, 'line'))
}

/** Crockford's base 32 decoding: case and hyphens do not count, I and L are 1, O is 0. Null when it can mean nothing. */
function crockfordSymbols(typed: string): string | null {
  const symbols = typed
    .trim()
    .toUpperCase()
    .replace(/^WB-/, '')
    .replaceAll('-', '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0')
  return /^[0-9A-HJKMNP-TV-Z]{4,26}$/.test(symbols) ? symbols : null
}
