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
export function* searchEvents(database: Database, wanted: Search): Generator<Place, void, void> {
  const [conditions, values] = where(wanted)
  const sql = `SELECT seq, xfer FROM events WHERE seq < ? ${conditions} ORDER BY seq DESC LIMIT ${batch}`
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const rows = database.all(sql, before, ...values)
    for (const row of rows) yield placeOf(row)
    const last = rows.at(-1)
    if (last === undefined) return
    before = integer(last, 'seq')
  }
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
