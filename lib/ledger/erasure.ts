import { WaybillError } from '../error.ts'
import { hex } from '../hex.ts'
import type { Random } from '../ports.ts'
import type { Database } from './database.ts'
import type { Settings } from './settings.ts'

/** Tables whose deleted rows must not be found in any file of the home. */
type Erasable = 'owner_keys' | 'tags' | 'records' | 'vault'

/** How long other readers are waited for after a deletion, in milliseconds. Later tries do not wait. */
const patience = 250

/**
 * Makes deleted bytes go away. SQLite keeps them in two places:
 *
 * 1. `secure_delete` zeroes a deleted cell, but when pages are split or merged SQLite leaves copies of cells in the gap
 *    of the page they left, and later deletes only the cell. So a table that lost rows is written anew inside the same
 *    transaction, which zeroes every page that it had.
 * 2. The write-ahead log keeps old pages until it is cut. That can only be done after the commit, and fails while
 *    anybody still reads from the log. So the transaction leaves the setting `scrub`, which stays until it has worked.
 *
 * The ciphertext of shredded disclosures may survive as in 1: its key does not.
 */
export class Erasure {
  readonly #database: Database
  readonly #settings: Settings
  readonly #random: Random
  readonly #touched = new Set<Erasable>()

  constructor(database: Database, settings: Settings, random: Random) {
    this.#database = database
    this.#settings = settings
    this.#random = random
  }

  /** This transaction has deleted rows of `table`. */
  note(table: Erasable): void {
    this.#touched.add(table)
  }

  /** At the start of a transaction: what an earlier one noted and rolled back is forgotten. */
  begin(): void {
    this.#touched.clear()
  }

  /** Last thing in a transaction. */
  finish(): void {
    if (this.#touched.size === 0) return
    for (const table of this.#touched) this.#rewrite(table)
    // Random, so that a process that cuts the log clears its own request and never a later one.
    this.#settings.setOwn('scrub', hex(this.#random.bytes(8)))
  }

  #rewrite(table: Erasable): void {
    // DELETE without WHERE frees, and so zeroes, all pages at once (sqlite.org/lang_delete.html, "truncate optimization").
    this.#database.script(`
      CREATE TEMP TABLE rewritten AS SELECT * FROM main.${table};
      DELETE FROM main.${table};
      INSERT INTO main.${table} SELECT * FROM rewritten ORDER BY rowid;
      DROP TABLE rewritten;
    `)
  }

  get pending(): boolean {
    return this.#settings.get('scrub') !== null
  }

  /** After every commit, at opening and closing: cuts the log if that is asked for. False when it must be tried again. */
  scrub(): boolean {
    try {
      const request = this.#settings.get('scrub')
      if (request === null) return true
      if (!this.#database.truncateLog(this.#touched.size > 0 ? patience : 0)) return false
      this.#database.transaction(() => this.#settings.clearOwn('scrub', request))
      return true
    } catch (error) {
      // The deletion itself is committed: a full or busy disk only puts the rest off, and `pending` says so.
      if (error instanceof WaybillError) return false
      throw error
    }
  }
}
