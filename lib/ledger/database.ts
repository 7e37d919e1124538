import { statSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { WaybillError } from '../error.ts'
import { integer, type Row } from './row.ts'
import { explain } from './sqlite-error.ts'

/** How long a process waits for the others before it gives up, in milliseconds. */
const defaultPatience = 10_000

/**
 * How long SQLite waits for the write lock before it is asked anew. It tries ever less often, down to ten times a second,
 * so among busy writers a single long wait can starve; many short ones do not.
 */
const shortWait = 50

/**
 * One connection to a SQLite file, set so that what COMMIT returned for is on the disk (sqlite.org/pragma.html). Writes
 * are possible inside `transaction` alone. Errors of SQLite come out as `WaybillError`.
 *
 * While a connection is open the process must not open and close the file by other means: closing any descriptor of a
 * file drops all of the process's locks on it (sqlite.org/howtocorrupt.html §2.2).
 */
export class Database {
  readonly path: string
  readonly #patience: number
  readonly #sqlite: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #inode: bigint | undefined
  #writing = false

  /** The file must exist. `patience`: see `defaultPatience`. */
  constructor(path: string, patience = defaultPatience) {
    this.path = path
    this.#patience = patience
    try {
      this.#sqlite = new DatabaseSync(path, { timeout: patience, defensive: true })
    } catch (error) {
      throw explain(error, path)
    }
    try {
      // Settings of a connection, not of the file. secure_delete stands first: it must cover the very first page.
      this.#exec('PRAGMA secure_delete = ON')
      this.#exec('PRAGMA temp_store = MEMORY')
      this.#exec('PRAGMA trusted_schema = OFF')
      this.#exec('PRAGMA journal_mode = WAL')
      this.#exec('PRAGMA synchronous = FULL')
      this.#exec('PRAGMA fullfsync = ON')
      this.#exec('PRAGMA checkpoint_fullfsync = ON')
      this.#inode = inodeOf(path)
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** True when the path no longer leads to the file that was opened: what is written here would be lost. */
  get replaced(): boolean {
    return inodeOf(this.path) !== this.#inode
  }

  /**
   * The commit point: when this returns, the work lasts. When it throws, nothing of it stands; one exception is an I/O
   * error of COMMIT itself, after which only the next opening tells. Waits for other writers, then throws
   * `WB-LEDGER-BUSY`.
   */
  transaction<T>(work: () => T): T {
    if (this.#writing) throw new Error('a commit inside a commit')
    this.#lock()
    return this.#untilCommit(() => {
      this.#writing = true
      try {
        return work()
      } finally {
        this.#writing = false
      }
    })
  }

  /** Several reads of one state. Inside a transaction, that one's. */
  snapshot<T>(read: () => T): T {
    if (this.#sqlite.isTransaction) return read()
    this.#exec('BEGIN')
    return this.#untilCommit(read)
  }

  #lock(): void {
    this.#waiting(Math.min(shortWait, this.#patience), () => {
      for (let waited = shortWait; ; waited += shortWait) {
        try {
          return this.#exec('BEGIN IMMEDIATE')
        } catch (error) {
          const busy = error instanceof WaybillError && error.code === 'WB-LEDGER-BUSY'
          if (!busy || waited >= this.#patience) throw error
        }
      }
    })
  }

  /** With another wait for locks, in milliseconds. */
  #waiting<T>(wait: number, work: () => T): T {
    this.#exec(`PRAGMA busy_timeout = ${wait}`)
    try {
      return work()
    } finally {
      this.#exec(`PRAGMA busy_timeout = ${this.#patience}`)
    }
  }

  #untilCommit<T>(work: () => T): T {
    try {
      const value = work()
      this.#exec('COMMIT')
      return value
    } catch (error) {
      // SQLite has rolled back already after some errors (sqlite.org/lang_transaction.html).
      if (this.#sqlite.isTransaction) this.#exec('ROLLBACK')
      throw error
    }
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#explained(() => this.#statement(sql).get(...values))
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#explained(() => this.#statement(sql).all(...values))
  }

  /** Writes; answers how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    this.#requireTransaction()
    return this.#explained(() => Number(this.#statement(sql).run(...values).changes))
  }

  /** Several statements that write. */
  script(sql: string): void {
    this.#requireTransaction()
    this.#exec(sql)
  }

  #requireTransaction(): void {
    if (!this.#writing || !this.#sqlite.isTransaction) throw new Error('a write outside a commit')
  }

  exists(table: string): boolean {
    return this.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table) !== undefined
  }

  /**
   * Moves the write-ahead log into the database and cuts it to nothing. False when somebody else still reads from it:
   * SQLite says so in a row, not by an error, and the old bytes stay (sqlite.org/pragma.html#pragma_wal_checkpoint).
   */
  truncateLog(wait: number): boolean {
    const answer = this.#waiting(wait, () => this.get('PRAGMA wal_checkpoint(TRUNCATE)'))
    return answer !== undefined && integer(answer, 'busy') === 0
  }

  get isOpen(): boolean {
    return this.#sqlite.isOpen
  }

  /** Closing twice is fine. */
  close(): void {
    this.#statements.clear()
    if (this.#sqlite.isOpen) this.#sqlite.close()
  }

  #exec(sql: string): void {
    this.#explained(() => this.#sqlite.exec(sql))
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#sqlite.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #explained<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      throw explain(error, this.path)
    }
  }
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino
}
