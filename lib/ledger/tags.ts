import { createHmac } from 'node:crypto'
import type { Database } from './database.ts'
import type { PersonalClass } from './owners.ts'
import { text } from './row.ts'

/**
 * A search term that cannot be read back without the index key: HMAC-SHA256(index key, kind ‖ 0x00 ‖ normalised value).
 * 32 bytes.
 */
export function tagOf(indexKey: Uint8Array, kind: string, value: string): Uint8Array {
  return createHmac('sha256', indexKey)
    .update(`${kind}\0${normalised(value)}`)
    .digest()
}

/** So that spelling does not matter: compatibility forms, case, and white space at the ends or repeated are dropped. */
export function normalised(value: string): string {
  return value.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ')
}

/** Which transfers a value belongs to, for search by reference, client or recipient. */
export class Tags {
  readonly #database: Database
  readonly #indexKey: Uint8Array

  constructor(database: Database, indexKey: Uint8Array) {
    this.#database = database
    this.#indexKey = indexKey
  }

  /** Tagging twice is fine; the first class stays. */
  add(kind: string, value: string, xfer: string, personalClass: PersonalClass | null): void {
    this.#database.run(
      'INSERT INTO tags(kind, tag, xfer, class) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      kind,
      tagOf(this.#indexKey, kind, value),
      xfer,
      personalClass,
    )
  }

  /** ULIDs of transfers, oldest first. */
  find(kind: string, value: string): string[] {
    const tag = tagOf(this.#indexKey, kind, value)
    return this.#database
      .all('SELECT xfer FROM tags WHERE kind = ? AND tag = ? ORDER BY xfer', kind, tag)
      .map(row => text(row, 'xfer'))
  }

  /** False when there was none. */
  removeOne(kind: string, value: string, xfer: string): boolean {
    const tag = tagOf(this.#indexKey, kind, value)
    return this.#database.run('DELETE FROM tags WHERE kind = ? AND tag = ? AND xfer = ?', kind, tag, xfer) > 0
  }

  /** Tags of one kind lead to `to` instead. False when there was none. */
  move(kind: string, from: string, to: string): boolean {
    return this.#database.run('UPDATE tags SET xfer = ? WHERE kind = ? AND xfer = ?', to, kind, from) > 0
  }

  /** The tags of a transfer that are of this class or of none. */
  remove(xfer: string, personalClass: PersonalClass): void {
    this.#database.run('DELETE FROM tags WHERE xfer = ? AND (class IS NULL OR class = ?)', xfer, personalClass)
  }
}
