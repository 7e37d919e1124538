import type { Random } from '../ports.ts'
import type { Json } from './canonical.ts'
import type { Database } from './database.ts'
import { digestOf, encodeDisclosure, newDisclosure, parseDisclosure } from './disclosure.ts'
import type { Owners, PersonalClass } from './owners.ts'
import { blob, damaged, text } from './row.ts'
import { purposes } from './seal.ts'

/** A personal field of an event, read back. */
export interface Disclosed {
  readonly class: PersonalClass
  readonly owner: string
  readonly name: string
  readonly value: Json
}

/** D made, not yet stored: an event names `digest`. */
export interface Prepared {
  readonly digest: string
  readonly owner: string
  readonly class: PersonalClass
  readonly text: string
}

/** The personal fields beside the events. */
export class Disclosures {
  readonly #database: Database
  readonly #owners: Owners
  readonly #random: Random

  constructor(database: Database, owners: Owners, random: Random) {
    this.#database = database
    this.#owners = owners
    this.#random = random
  }

  /** Writes nothing. */
  prepare(field: Disclosed): Prepared {
    const encoded = encodeDisclosure(newDisclosure(field.name, field.value, this.#random))
    return { digest: digestOf(encoded), owner: field.owner, class: field.class, text: encoded }
  }

  write(seq: number, { digest, owner, class: personalClass, text: encoded }: Prepared): void {
    const plain = Buffer.from(encoded)
    const sealed = this.#owners.seal(owner, personalClass, purposes.disclosure(digest), plain)
    plain.fill(0)
    this.#database.run(
      'INSERT INTO disclosures(digest, owner, class, seq, sealed) VALUES (?, ?, ?, ?, ?)',
      digest,
      owner,
      personalClass,
      seq,
      sealed,
    )
  }

  /** `'shredded'` when nothing is stored under the digest: whether an event says so is for `verify` to judge. */
  read(digest: string): Disclosed | 'shredded' {
    const found = this.#open(digest)
    if (found === null) return 'shredded'
    const { name, value } = parseDisclosure(found.encoded)
    return { class: found.class, owner: found.owner, name, value }
  }

  /** D itself, or null where `read` says `'shredded'`. */
  encoded(digest: string): string | null {
    return this.#open(digest)?.encoded ?? null
  }

  has(digest: string): boolean {
    return this.#database.get('SELECT 1 FROM disclosures WHERE digest = ?', digest) !== undefined
  }

  #open(digest: string): { encoded: string; class: PersonalClass; owner: string } | null {
    const row = this.#database.get('SELECT owner, class, sealed FROM disclosures WHERE digest = ?', digest)
    if (row === undefined) return null
    const owner = text(row, 'owner')
    const personalClass = asClass(text(row, 'class'))
    const plain = this.#owners.open(owner, personalClass, purposes.disclosure(digest), blob(row, 'sealed'))
    if (plain === null) return null
    const encoded = Buffer.from(plain).toString('latin1')
    plain.fill(0)
    if (digestOf(encoded) !== digest) throw damaged()
    return { encoded, class: personalClass, owner }
  }

  /** What one owner has in any class and is not shredded, in no order. */
  readOwned(owner: string): Disclosed[] {
    const rows = this.#database.all('SELECT digest FROM disclosures WHERE owner = ?', owner)
    return rows.map(row => this.read(text(row, 'digest'))).filter(field => field !== 'shredded')
  }

  /** Deletes every field of one owner and class; answers their digests, sorted. */
  remove(owner: string, personalClass: PersonalClass): string[] {
    const which = 'FROM disclosures WHERE owner = ? AND class = ?'
    const rows = this.#database.all(`SELECT digest ${which} ORDER BY digest`, owner, personalClass)
    this.#database.run(`DELETE ${which}`, owner, personalClass)
    return rows.map(row => text(row, 'digest'))
  }
}

export function asClass(name: string): PersonalClass {
  if (name !== 'contact' && name !== 'identity' && name !== 'files') throw damaged()
  return name
}
