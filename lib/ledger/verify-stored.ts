import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { errnoOf } from '../error.ts'
import { isUlid } from '../ulid.ts'
import type { LedgerKind } from './checkpoint.ts'
import { schema, schemaVersion } from './schema.ts'
import type { Report } from './verify-report.ts'

/** The rows of a ledger, as they lie in the file. Untrusted. */
export interface StoredEvent {
  readonly seq: number
  readonly line: string
  /** Hex. */
  readonly leaf: string
  readonly id: string
  readonly type: string
  readonly xfer: string | null
}

export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
  /** Hex. */
  readonly frontier: string
}

export interface StoredDisclosure {
  readonly digest: string
  readonly owner: string
  readonly class: string
  readonly seq: number
  readonly sealed: Uint8Array
}

export interface StoredKey {
  readonly owner: string
  readonly class: string
  readonly wrapped: Uint8Array
}

export interface StoredRecord {
  readonly kind: string
  readonly id: string
  readonly owner: string
  readonly class: string
  readonly sealed: Uint8Array
}

/**
 * One snapshot of `ledger.db`, read-only, over a connection of its own. A writer may go on meanwhile. Rows that are not
 * of the types above, and every error of SQLite, throw: see `isUnreadable`.
 */
export class Stored {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly log: string
  readonly kind: LedgerKind

  private constructor(database: DatabaseSync, log: string, kind: LedgerKind) {
    this.#database = database
    this.log = log
    this.kind = kind
  }

  /** Null, with a finding, where there is nothing that could be verified. */
  static open(home: string, report: Report): Stored | null {
    const path = join(home, 'ledger.db')
    if (!existsSync(path)) {
      report.error('ledger.missing', 'There is no ledger in this home.')
      return null
    }
    const database = new DatabaseSync(path, { readOnly: true })
    try {
      // A file from elsewhere may hold views and triggers with code in them.
      database.exec('PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 10000; BEGIN')
      const found = tablesAreOurs(database, report) ? identity(database, report) : null
      if (found === null) database.close()
      return found && new Stored(database, found.log, found.kind)
    } catch (error) {
      database.close()
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }

  /** How many events there are, by the last row's number. */
  get size(): number {
    const row = this.#first('SELECT coalesce(max(seq) + 1, 0) FROM events')
    return row === undefined ? 0 : integer(row, 0)
  }

  /** Indexes are read by Waybill and not by this verifier, so that a row missing in one of them would hide from people. */
  checkStructure(report: Report): void {
    for (const row of this.#rows('PRAGMA integrity_check(5)')) {
      if (text(row, 0) !== 'ok') report.error('ledger.structure', `The database is damaged: ${text(row, 0)}.`)
    }
  }

  /** Those from `from` on: the first, a negative one too, where it is left out. */
  *events(from = Number.MIN_SAFE_INTEGER): Generator<StoredEvent> {
    for (const row of this.#rows(`SELECT ${eventColumns} FROM events WHERE seq >= ? ORDER BY seq`, from)) {
      yield eventOf(row)
    }
  }

  /** Those of one transfer before `to`. */
  *eventsOf(xfer: string, to: number): Generator<StoredEvent> {
    const sql = `SELECT ${eventColumns} FROM events WHERE xfer = ? AND seq < ? ORDER BY seq`
    for (const row of this.#rows(sql, xfer, to)) yield eventOf(row)
  }

  /** Those of more than `after` events and at most `to`. */
  *checkpoints(after = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER): Generator<StoredCheckpoint> {
    const sql = `SELECT ${checkpointColumns} FROM checkpoints WHERE size > ? AND size <= ? ORDER BY size`
    for (const row of this.#rows(sql, after, to)) yield checkpointOf(row)
  }

  /** The last one of at most `size` events. */
  checkpointUpTo(size: number): StoredCheckpoint | null {
    const sql = `SELECT ${checkpointColumns} FROM checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1`
    const row = this.#first(sql, size)
    return row === undefined ? null : checkpointOf(row)
  }

  /** The first one of more than `size` events. */
  checkpointAfter(size: number): StoredCheckpoint | null {
    const row = this.#first(`SELECT ${checkpointColumns} FROM checkpoints WHERE size > ? ORDER BY size LIMIT 1`, size)
    return row === undefined ? null : checkpointOf(row)
  }

  /** The largest size of a checkpoint. */
  get signedSize(): number {
    return this.checkpointUpTo(Number.MAX_SAFE_INTEGER)?.size ?? 0
  }

  /** Where a personal field lies: with which event and class. */
  placeOf(digest: string): { seq: number; class: string } | null {
    const row = this.#first('SELECT seq, class FROM disclosures WHERE digest = ?', digest)
    return row === undefined ? null : { seq: integer(row, 0), class: text(row, 1) }
  }

  *disclosures(): Generator<StoredDisclosure> {
    for (const row of this.#rows('SELECT digest, owner, class, seq, sealed FROM disclosures')) {
      const [digest, owner] = [text(row, 0), text(row, 1)]
      yield { digest, owner, class: text(row, 2), seq: integer(row, 3), sealed: blob(row, 4) }
    }
  }

  *ownerKeys(): Generator<StoredKey> {
    for (const row of this.#rows('SELECT owner, class, wrapped FROM owner_keys')) {
      yield { owner: text(row, 0), class: text(row, 1), wrapped: blob(row, 2) }
    }
  }

  *records(): Generator<StoredRecord> {
    for (const row of this.#rows('SELECT kind, id, owner, class, sealed FROM records')) {
      yield { kind: text(row, 0), id: text(row, 1), owner: text(row, 2), class: text(row, 3), sealed: blob(row, 4) }
    }
  }

  /** What each tag leads to. */
  *tagged(): Generator<string> {
    for (const row of this.#rows('SELECT DISTINCT xfer FROM tags')) yield text(row, 0)
  }

  *vaultIds(): Generator<string> {
    for (const row of this.#rows('SELECT id FROM vault')) yield text(row, 0)
  }

  /** Statements are kept: some are asked for each personal field. */
  #first(sql: string, ...values: SQLInputValue[]): Row | undefined {
    const known = this.#statements.get(sql) ?? prepare(this.#database, sql)
    this.#statements.set(sql, known)
    return known.get(...values)
  }

  #rows(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return select(this.#database, sql, ...values)
  }
}

const eventColumns = 'seq, line, lower(hex(leaf)), id, type, xfer'

function eventOf(row: Row): StoredEvent {
  const xfer = row[5] === null ? null : text(row, 5)
  return { seq: integer(row, 0), line: text(row, 1), leaf: text(row, 2), id: text(row, 3), type: text(row, 4), xfer }
}

const checkpointColumns = 'size, note, lower(hex(frontier))'

function checkpointOf(row: Row): StoredCheckpoint {
  return { size: integer(row, 0), note: text(row, 1), frontier: text(row, 2) }
}

/** True when an error says that the file is not a readable database of this form. */
export function isUnreadable(error: unknown): boolean {
  const code = errnoOf(error)
  return error instanceof Unreadable || code === 'ERR_SQLITE_ERROR' || code === 'ERR_OUT_OF_RANGE'
}

/**
 * True when the tables are those of `schema`, word for word: a view in place of a table could answer one thing to the
 * verifier and another to Waybill. Missing triggers and indexes are told, and the rows are still worth reading.
 */
function tablesAreOurs(database: DatabaseSync, report: Report): boolean {
  const fresh = new DatabaseSync(':memory:')
  fresh.exec(schema)
  const expected = objects(fresh)
  fresh.close()
  const found = objects(database)
  const differing = [...expected.keys(), ...found.keys()].filter(name => expected.get(name) !== found.get(name))
  for (const name of new Set(differing)) {
    report.error('ledger.schema', 'A part of the database is not as Waybill made it.', name)
  }
  return !differing.some(name => name.startsWith('table '))
}

/** Name → definition of all tables, indexes, triggers and views. */
function objects(database: DatabaseSync): Map<string, string> {
  const rows = select(database, `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`)
  return new Map([...rows].map(row => [`${text(row, 0)} ${text(row, 1)}`, text(row, 2)]))
}

function identity(database: DatabaseSync, report: Report): { log: string; kind: LedgerKind } | null {
  const rows = select(database, `SELECT key, value FROM meta WHERE key IN ('log', 'kind', 'schema')`)
  const meta = new Map([...rows].map(row => [text(row, 0), text(row, 1)]))
  const [log, kind] = [meta.get('log'), meta.get('kind')]
  if (meta.get('schema') !== schemaVersion) {
    report.error('ledger.version', 'The ledger has a form that this version of Waybill does not know.')
    return null
  }
  if (log === undefined || !isUlid(log) || (kind !== 'production' && kind !== 'sandbox')) {
    report.error('ledger.identity', 'The ledger does not say which one it is.')
    return null
  }
  return { log, kind }
}

/** Values by the position of their column. */
type Row = Record<number, SQLOutputValue>

function select(database: DatabaseSync, sql: string, ...values: SQLInputValue[]): Iterable<Row> {
  return prepare(database, sql).iterate(...values)
}

function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql)
  // Lists cost less than objects with names, and there may be millions.
  statement.setReturnArrays(true)
  return statement
}

/** A row of another type, or a database that another thread could not read. */
export class Unreadable extends Error {}

function integer(row: Row, column: number): number {
  const value = row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Unreadable()
  return value
}

function text(row: Row, column: number): string {
  const value = row[column]
  if (typeof value !== 'string') throw new Unreadable()
  return value
}

function blob(row: Row, column: number): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new Unreadable()
  return value
}
