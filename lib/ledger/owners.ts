import type { Random } from '../ports.ts'
import type { Database } from './database.ts'
import { blob } from './row.ts'
import { aboutOwned, openBox, purposes, sealBox } from './seal.ts'

/** What kind of personal data a field is: each kind is kept for its own time and shredded apart. */
export type PersonalClass = 'contact' | 'identity' | 'files'

const keyLength = 32

/**
 * Keys that can be destroyed: a random one for each owner (a transfer, a contact, an operator, a client) and class,
 * wrapped under the `disclosure` key. Deleting the wrapped key makes everything sealed with it unreadable, wherever a
 * copy of that may lie.
 */
export class Owners {
  readonly #database: Database
  readonly #log: string
  readonly #disclosureKey: Uint8Array
  readonly #random: Random

  constructor(database: Database, log: string, disclosureKey: Uint8Array, random: Random) {
    this.#database = database
    this.#log = log
    this.#disclosureKey = disclosureKey
    this.#random = random
  }

  /** Seals under the owner's key, which is made when there is none. `purpose` is one of `purposes`. */
  seal(owner: string, personalClass: PersonalClass, purpose: string, plain: Uint8Array): Uint8Array {
    const key = this.#find(owner, personalClass) ?? this.#make(owner, personalClass)
    try {
      return sealBox(key, plain, aboutOwned(this.#log, owner, personalClass, purpose), this.#random)
    } finally {
      key.fill(0)
    }
  }

  /** Null when the owner's key is gone. Throws `WB-LEDGER-DAMAGED` when the box is not this owner's for this purpose. */
  open(owner: string, personalClass: PersonalClass, purpose: string, sealed: Uint8Array): Uint8Array | null {
    const key = this.#find(owner, personalClass)
    if (key === null) return null
    try {
      return openBox(key, sealed, aboutOwned(this.#log, owner, personalClass, purpose))
    } finally {
      key.fill(0)
    }
  }

  /** Deletes the wrapped key. The caller deletes what was sealed with it. */
  forget(owner: string, personalClass: PersonalClass): void {
    this.#database.run('DELETE FROM owner_keys WHERE owner = ? AND class = ?', owner, personalClass)
  }

  #find(owner: string, personalClass: PersonalClass): Uint8Array | null {
    const row = this.#database.get('SELECT wrapped FROM owner_keys WHERE owner = ? AND class = ?', owner, personalClass)
    return row === undefined
      ? null
      : openBox(this.#disclosureKey, blob(row, 'wrapped'), this.#about(owner, personalClass))
  }

  #make(owner: string, personalClass: PersonalClass): Uint8Array {
    const key = this.#random.bytes(keyLength)
    const wrapped = sealBox(this.#disclosureKey, key, this.#about(owner, personalClass), this.#random)
    this.#database.run('INSERT INTO owner_keys(owner, class, wrapped) VALUES (?, ?, ?)', owner, personalClass, wrapped)
    return key
  }

  #about(owner: string, personalClass: PersonalClass): Uint8Array {
    return aboutOwned(this.#log, owner, personalClass, purposes.key)
  }
}
