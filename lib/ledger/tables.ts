import type { Random } from '../ports.ts'
import { Vault, type VaultBox, type VaultRows } from '../vault.ts'
import type { Database } from './database.ts'
import { Disclosures } from './disclosures.ts'
import { Erasure } from './erasure.ts'
import type { Keys } from './keys.ts'
import { Owners, type PersonalClass } from './owners.ts'
import { Records } from './records.ts'
import { blob, text } from './row.ts'
import { aboutVault, openBox, sealBox } from './seal.ts'
import { Settings } from './settings.ts'
import { Tags } from './tags.ts'

/** The keys of everything that stands beside the events. */
export type StorageKeys = Pick<Keys, 'vault' | 'disclosure' | 'index'>

/** Everything that stands beside the events, over one connection. Writes work inside a transaction alone. */
export class Tables {
  readonly settings: Settings
  readonly erasure: Erasure
  readonly disclosures: Disclosures
  readonly records: Records
  readonly tags: Tags
  readonly vault: Vault
  readonly #owners: Owners

  constructor(database: Database, log: string, keys: StorageKeys, random: Random) {
    this.settings = new Settings(database)
    this.erasure = new Erasure(database, this.settings, random)
    this.#owners = new Owners(database, log, keys.disclosure, random)
    this.disclosures = new Disclosures(database, this.#owners, random)
    this.records = new Records(database, this.#owners, this.erasure)
    this.tags = new Tags(database, keys.index)
    this.vault = new Vault(vaultRows(database, this.erasure), vaultBox(log, keys.vault, random))
  }

  /** Deletes all that one owner and class has: key, disclosures, records, tags. The digests of the disclosures, sorted. */
  shred(owner: string, personalClass: PersonalClass): string[] {
    this.#owners.forget(owner, personalClass)
    this.records.removeOwned(owner, personalClass)
    this.tags.remove(owner, personalClass)
    this.settings.setOwn('unlisted', '1')
    this.erasure.note('owner_keys')
    this.erasure.note('tags')
    return this.disclosures.remove(owner, personalClass)
  }
}

function vaultRows(database: Database, erasure: Erasure): VaultRows {
  return {
    insert(id, sealed) {
      database.run('INSERT INTO vault(id, sealed) VALUES (?, ?)', id, sealed)
    },
    find(id) {
      const row = database.get('SELECT sealed FROM vault WHERE id = ?', id)
      return row === undefined ? null : blob(row, 'sealed')
    },
    remove(id) {
      const removed = database.run('DELETE FROM vault WHERE id = ?', id) > 0
      if (removed) erasure.note('vault')
      return removed
    },
    ids() {
      return database.all('SELECT id FROM vault ORDER BY id').map(row => text(row, 'id'))
    },
  }
}

function vaultBox(log: string, key: Uint8Array, random: Random): VaultBox {
  return {
    seal: (id, plain) => sealBox(key, plain, aboutVault(log, id), random),
    open: (id, sealed) => openBox(key, sealed, aboutVault(log, id)),
  }
}
