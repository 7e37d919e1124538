import type { Database } from './database.ts'
import { integer, type Row, text } from './row.ts'

/** What an event must have; what is absent does not matter. Read from the stored lines by SQLite itself. */
export interface Search {
  readonly type?: string
  /** `ts` at or after, and before: RFC 3339 as events carry it, which sorts as text. */
  readonly since?: string
  readonly until?: string
  /** One of these pseudonyms of operators. */
  readonly ops?: readonly string[]
  /** A piece of the line's text, such as `"channel":"sms"`. */
  readonly holds?: string
}

/** Where an event stands, without its line. */
export interface Place {
  readonly seq: number
  readonly xfer: string | null
}

/** How many are read at a time, so that no read stays open while the caller works. */
const batch = 256

/** Newest first, read as they are asked for. A line is not parsed for it: that is what takes most of the time. */
export function searchEvents(database: Database, wanted: Search): IteratorObject<Place, undefined, unknown> {
  return scanEvents(database, wanted, Number.POSITIVE_INFINITY).filter(place => place !== null)
}

/** The same, and null after every `window` events at the latest, however few of them are wanted: the caller can rest there. */
export function* scanEvents(database: Database, wanted: Search, window: number): Generator<Place | null, void, void> {
  const [conditions, values] = where(wanted)
  const sql = `SELECT seq, xfer FROM events WHERE seq < ? AND seq >= ? ${conditions} ORDER BY seq DESC LIMIT ${batch}`
  for (let before = sizeOf(database); before > 0; ) {
    const from = Math.max(0, before - window)
    const rows = database.all(sql, before, from, ...values)
    for (const row of rows) yield placeOf(row)
    const last = rows.at(-1)
    before = last === undefined || rows.length < batch ? from : integer(last, 'seq')
    yield null
  }
}

function sizeOf(database: Database): number {
  const row = database.get('SELECT max(seq) AS last FROM events')
  return row === undefined || row.last === null ? 0 : integer(row, 'last') + 1
}

function where({ type, since, until, ops, holds }: Search): [conditions: string, values: string[]] {
  const all = [
    ['AND type = ?', type],
    ["AND line ->> '$.ts' >= ?", since],
    ["AND line ->> '$.ts' < ?", until],
    ["AND line ->> '$.op' IN (SELECT value FROM json_each(?))", ops && JSON.stringify(ops)],
    ['AND instr(line, ?) > 0', holds],
  ] as const
  const given = all.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== undefined)
  return [given.map(([condition]) => condition).join(' '), given.map(([, value]) => value)]
}

function placeOf(row: Row): Place {
  return { seq: integer(row, 'seq'), xfer: row.xfer === null ? null : text(row, 'xfer') }
}
