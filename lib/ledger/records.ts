import { canonical, type Json, parseCanonical } from './canonical.ts'
import type { Database } from './database.ts'
import { asClass } from './disclosures.ts'
import type { Erasure } from './erasure.ts'
import type { Owners, PersonalClass } from './owners.ts'
import { blob, damaged, type Row, text } from './row.ts'
import { purposes } from './seal.ts'

export interface StoredRecord {
  readonly id: string
  readonly value: Json
}

/** What can be done without a transaction. */
export type RecordsReader = Pick<Records, 'get' | 'list'>

/** Small rows of the application, such as contacts, sealed under the key of an owner and shredded with it. */
export class Records {
  readonly #database: Database
  readonly #owners: Owners
  readonly #erasure: Erasure

  constructor(database: Database, owners: Owners, erasure: Erasure) {
    this.#database = database
    this.#owners = owners
    this.#erasure = erasure
  }

  /** Replaces the record of that kind and id, if there is one. `value`: see `canonical`. */
  put(kind: string, id: string, owner: string, personalClass: PersonalClass, value: Json): void {
    const plain = Buffer.from(canonical(value))
    const sealed = this.#owners.seal(owner, personalClass, purposes.record(kind, id), plain)
    plain.fill(0)
    this.remove(kind, id)
    this.#database.run(
      'INSERT INTO records(kind, id, owner, class, sealed) VALUES (?, ?, ?, ?, ?)',
      kind,
      id,
      owner,
      personalClass,
      sealed,
    )
  }

  /** Null when there is none (any more). */
  get(kind: string, id: string): Json | null {
    const row = this.#database.get('SELECT id, owner, class, sealed FROM records WHERE kind = ? AND id = ?', kind, id)
    return row === undefined ? null : this.#open(kind, row).value
  }

  /** Sorted by id. */
  list(kind: string): StoredRecord[] {
    const rows = this.#database.all('SELECT id, owner, class, sealed FROM records WHERE kind = ? ORDER BY id', kind)
    return rows.map(row => this.#open(kind, row))
  }

  #open(kind: string, row: Row): StoredRecord {
    const id = text(row, 'id')
    const personalClass = asClass(text(row, 'class'))
    const plain = this.#owners.open(text(row, 'owner'), personalClass, purposes.record(kind, id), blob(row, 'sealed'))
    // A record leaves together with its owner's key, so a key that is missing was taken away by other means.
    if (plain === null) throw damaged()
    const value = parseCanonical(Buffer.from(plain).toString('utf8'))
    plain.fill(0)
    return { id, value }
  }

  /** False when there was none. */
  remove(kind: string, id: string): boolean {
    const removed = this.#database.run('DELETE FROM records WHERE kind = ? AND id = ?', kind, id) > 0
    if (removed) this.#erasure.note('records')
    return removed
  }

  /** Every record of one owner and class. */
  removeOwned(owner: string, personalClass: PersonalClass): void {
    const removed = this.#database.run('DELETE FROM records WHERE owner = ? AND class = ?', owner, personalClass)
    if (removed > 0) this.#erasure.note('records')
  }
}
