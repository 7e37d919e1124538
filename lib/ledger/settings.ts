import type { Database } from './database.ts'
import { text } from './row.ts'

/** Keys that belong to the ledger itself. */
const reserved: ReadonlySet<string> = new Set(['log', 'kind', 'schema', 'scrub', 'skew', 'unlisted'])

/** What can be done without a transaction. */
export type SettingsReader = Pick<Settings, 'get'>

/** The `meta` table: what the ledger knows about itself, and small settings of the application. Nothing personal. */
export class Settings {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  get(key: string): string | null {
    const row = this.#database.get('SELECT value FROM meta WHERE key = ?', key)
    return row === undefined ? null : text(row, 'value')
  }

  /** Settings of the application; the ledger's own keys are refused. */
  set(key: string, value: string): void {
    if (reserved.has(key)) throw new RangeError(`${key} is a setting of the ledger`)
    this.setOwn(key, value)
  }

  /** For the ledger alone. */
  setOwn(key: string, value: string): void {
    this.#database.run(
      'INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value',
      key,
      value,
    )
  }

  /** Removes the ledger's own `key`, if it still has this value. */
  clearOwn(key: string, value: string): void {
    this.#database.run('DELETE FROM meta WHERE key = ? AND value = ?', key, value)
  }
}
