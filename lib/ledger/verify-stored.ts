import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { errnoOf } from '../error.ts'
import { isUlid } from '../ulid.ts'
import type { LedgerKind } from './checkpoint.ts'
import { schema, schemaVersion } from './schema.ts'
import type { Report } from './verify-report.ts'

/** The rows of a ledger, as they lie in the file. Untrusted. */
export interface StoredEvent {
  readonly seq: number
  readonly line: string
  readonly leaf: Uint8Array
  readonly id: string
  readonly type: string
  readonly xfer: string | null
}

export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
  readonly frontier: Uint8Array
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
      else checkStructure(database, report)
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
    const row = this.#database.prepare('SELECT coalesce(max(seq) + 1, 0) AS size FROM events').get()
    return row === undefined ? 0 : integer(row, 'size')
  }

  *events(): Generator<StoredEvent> {
    const rows = this.#database.prepare('SELECT seq, line, leaf, id, type, xfer FROM events ORDER BY seq').iterate()
    for (const row of rows) {
      const xfer = row.xfer === null ? null : text(row, 'xfer')
      const [id, type] = [text(row, 'id'), text(row, 'type')]
      yield { seq: integer(row, 'seq'), line: text(row, 'line'), leaf: blob(row, 'leaf'), id, type, xfer }
    }
  }

  *checkpoints(): Generator<StoredCheckpoint> {
    const rows = this.#database.prepare('SELECT size, note, frontier FROM checkpoints ORDER BY size').iterate()
    for (const row of rows) {
      yield { size: integer(row, 'size'), note: text(row, 'note'), frontier: blob(row, 'frontier') }
    }
  }

  *disclosures(): Generator<StoredDisclosure> {
    const rows = this.#database.prepare('SELECT digest, owner, class, seq, sealed FROM disclosures').iterate()
    for (const row of rows) {
      const [digest, owner] = [text(row, 'digest'), text(row, 'owner')]
      yield { digest, owner, class: text(row, 'class'), seq: integer(row, 'seq'), sealed: blob(row, 'sealed') }
    }
  }

  *ownerKeys(): Generator<StoredKey> {
    const rows = this.#database.prepare('SELECT owner, class, wrapped FROM owner_keys').iterate()
    for (const row of rows) {
      yield { owner: text(row, 'owner'), class: text(row, 'class'), wrapped: blob(row, 'wrapped') }
    }
  }

  *records(): Generator<StoredRecord> {
    const rows = this.#database.prepare('SELECT kind, id, owner, class, sealed FROM records').iterate()
    for (const row of rows) {
      const [kind, id, owner] = [text(row, 'kind'), text(row, 'id'), text(row, 'owner')]
      yield { kind, id, owner, class: text(row, 'class'), sealed: blob(row, 'sealed') }
    }
  }

  /** What each tag leads to. */
  *tagged(): Generator<string> {
    for (const row of this.#database.prepare('SELECT DISTINCT xfer FROM tags').iterate()) yield text(row, 'xfer')
  }

  *vaultIds(): Generator<string> {
    for (const row of this.#database.prepare('SELECT id FROM vault').iterate()) yield text(row, 'id')
  }
}

/** True when an error says that the file is not a readable database of this form. */
export function isUnreadable(error: unknown): boolean {
  const code = errnoOf(error)
  return error instanceof OddRow || code === 'ERR_SQLITE_ERROR' || code === 'ERR_OUT_OF_RANGE'
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
  const rows = database.prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`).all()
  return new Map(rows.map(row => [`${text(row, 'type')} ${text(row, 'name')}`, text(row, 'sql')]))
}

function identity(database: DatabaseSync, report: Report): { log: string; kind: LedgerKind } | null {
  const rows = database.prepare(`SELECT key, value FROM meta WHERE key IN ('log', 'kind', 'schema')`).all()
  const meta = new Map(rows.map(row => [text(row, 'key'), text(row, 'value')]))
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

/** Indexes are read by Waybill and not by this verifier, so that a row missing in one of them would hide from people. */
function checkStructure(database: DatabaseSync, report: Report): void {
  for (const row of database.prepare('PRAGMA integrity_check(5)').all()) {
    const answer = text(row, 'integrity_check')
    if (answer !== 'ok') report.error('ledger.structure', `The database is damaged: ${answer}.`)
  }
}

class OddRow extends Error {}

function integer(row: Record<string, SQLOutputValue>, column: string): number {
  const value = row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new OddRow(column)
  return value
}

function text(row: Record<string, SQLOutputValue>, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new OddRow(column)
  return value
}

function blob(row: Record<string, SQLOutputValue>, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new OddRow(column)
  return value
}
