import { digestOf, parseDisclosure } from './disclosure.ts'
import { aboutOwned, openBox, purposes } from './seal.ts'
import type { Place } from './verify-events.ts'
import type { Report } from './verify-report.ts'
import type { Stored, StoredDisclosure } from './verify-stored.ts'

/** What the events say of the rows beside them. */
export interface Named {
  readonly digests: ReadonlyMap<string, Place>
  readonly shredded: ReadonlySet<string>
  readonly transfers: ReadonlySet<string>
}

/**
 * The disclosure rule: every digest that an event names is disclosed by one row, or shredded by an event and gone; no
 * row is there that nobody named. With the `disclosure` key each row is opened and hashed; without it a row is only known
 * to be there.
 */
export function checkPersonal(stored: Stored, named: Named, disclosureKey: Uint8Array | null, report: Report): void {
  const owners = new OwnerKeys(stored, disclosureKey, report)
  const disclosed = checkDisclosures(stored, named, owners, report)
  for (const [digest, { seq }] of named.digests) {
    if (disclosed.has(digest) || named.shredded.has(digest)) continue
    report.error('disclosure.missing', 'A personal field is gone and no event says that it was shredded.', seq)
  }
  const records = checkRecords(stored, owners, report)
  checkPointers(stored, named, records, report)
  owners.destroy()
}

/**
 * The same for the events that were read alone, where older ones were not: each digest lies at its place or was
 * shredded. Nothing is opened, and rows that nobody named are not looked for.
 */
export function checkNewPersonal(stored: Stored, { digests, shredded }: Named, report: Report): void {
  for (const [digest, { seq, class: name }] of digests) {
    const place = stored.placeOf(digest)
    if (place === null) {
      if (!shredded.has(digest)) {
        report.error('disclosure.missing', 'A personal field is gone and no event says that it was shredded.', seq)
      }
    } else if (place.seq !== seq || place.class !== name) {
      report.error('disclosure.misplaced', 'A personal field lies with another event or class.', seq)
    }
  }
  for (const digest of shredded) {
    if (stored.placeOf(digest) !== null) {
      report.error('disclosure.not-erased', 'A personal field was shredded by an event and still lies there.')
    }
  }
}

/** The digests that lie there. */
function checkDisclosures(stored: Stored, named: Named, owners: OwnerKeys, report: Report): Set<string> {
  const found = new Set<string>()
  for (const row of stored.disclosures()) {
    found.add(row.digest)
    const place = named.digests.get(row.digest)
    if (place === undefined) report.error('disclosure.unknown', 'A personal field lies there that no event names.')
    else if (named.shredded.has(row.digest)) {
      report.error(
        'disclosure.not-erased',
        'A personal field was shredded by an event and still lies there.',
        place.seq,
      )
    } else if (row.seq !== place.seq || row.class !== place.class) {
      report.error('disclosure.misplaced', 'A personal field lies with another event or class.', place.seq)
    } else checkContent(row, owners, report)
  }
  return found
}

function checkContent(row: StoredDisclosure, owners: OwnerKeys, report: Report): void {
  const plain = owners.open(row, purposes.disclosure(row.digest), row.sealed)
  if (plain === 'no key') {
    report.error('disclosure.no-key', 'The key of a personal field is gone and no event says so.', row.seq)
  } else if (plain === 'damaged' || (plain !== 'unread' && !isDisclosure(plain, row.digest))) {
    report.error('disclosure.damaged', 'A personal field is not the one that was recorded.', row.seq)
  }
}

function isDisclosure(plain: Uint8Array, digest: string): boolean {
  const encoded = Buffer.from(plain).toString('latin1')
  plain.fill(0)
  try {
    parseDisclosure(encoded)
    return digestOf(encoded) === digest
  } catch {
    return false
  }
}

/** What tags and the vault may lead to beside transfers: ids and owners of records. */
function checkRecords(stored: Stored, owners: OwnerKeys, report: Report): Set<string> {
  const ids = new Set<string>()
  for (const row of stored.records()) {
    ids.add(row.id).add(row.owner)
    const plain = owners.open(row, purposes.record(row.kind, row.id), row.sealed)
    if (plain === 'no key' || plain === 'damaged') {
      report.error('record.damaged', 'A record is not the one that was kept, or its key is gone.', row.id)
    } else if (plain !== 'unread') plain.fill(0)
  }
  return ids
}

/** Rows that lead to nothing. */
function checkPointers(stored: Stored, { transfers }: Named, records: ReadonlySet<string>, report: Report): void {
  for (const id of stored.tagged()) {
    if (transfers.has(id) || records.has(id)) continue
    report.warning('ledger.stray-row', 'A search tag leads to nothing that the ledger knows.', id)
  }
  for (const id of stored.vaultIds()) {
    if (transfers.has(id) || records.has(id)) continue
    report.error('ledger.stray-secret', 'The vault holds a secret of nothing that the ledger knows.', id)
  }
}

/** The keys of owners: unwrapped where the key for that was given, else only known to be there. */
class OwnerKeys {
  readonly #log: string
  readonly #keys = new Map<string, Uint8Array | null>()

  constructor(stored: Stored, disclosureKey: Uint8Array | null, report: Report) {
    this.#log = stored.log
    for (const row of stored.ownerKeys()) {
      let key: Uint8Array | null = null
      try {
        const about = aboutOwned(stored.log, row.owner, row.class, purposes.key)
        if (disclosureKey !== null) key = openBox(disclosureKey, row.wrapped, about)
      } catch {
        report.error('disclosure.key-damaged', 'A key of personal fields is not the one that was made.', row.owner)
      }
      this.#keys.set(nameOf(row), key)
    }
  }

  /** A new array; or why there is none. */
  open(
    of: { readonly owner: string; readonly class: string },
    purpose: string,
    sealed: Uint8Array,
  ): Uint8Array | 'no key' | 'damaged' | 'unread' {
    const key = this.#keys.get(nameOf(of))
    if (key === undefined) return 'no key'
    if (key === null) return 'unread'
    try {
      return openBox(key, sealed, aboutOwned(this.#log, of.owner, of.class, purpose))
    } catch {
      return 'damaged'
    }
  }

  destroy(): void {
    for (const key of this.#keys.values()) key?.fill(0)
  }
}

function nameOf({ owner, class: name }: { readonly owner: string; readonly class: string }): string {
  return `${name}\0${owner}`
}
