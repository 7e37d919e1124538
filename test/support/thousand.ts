import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Keys, unlockKeys } from '../../lib/ledger/keys.ts'
import type { Draft } from '../../lib/ledger/store.ts'
import { ulid } from '../../lib/ulid.ts'
import { createHome } from '../../src/index.ts'
import { handClock, seededRandom } from './world.ts'

/** A closed sandbox home of exactly 1 000 events, and what lies outside of it. */
export interface Thousand {
  readonly home: string
  readonly keys: Keys
  /** Signed notes that recipients hold: each is that of a `transfer.intended`. Oldest first. */
  readonly copies: readonly string[]
}

const transfers = 83

/**
 * Made through the ledger as `src` uses it: its schemas, its policy and pseudonyms, a signed and durable commit for each
 * event, the life of 83 transfers, seven disclosures each. Two changes of contacts end it, after the last archive left.
 * The caller removes `home`.
 */
export async function thousandEvents(): Promise<Thousand> {
  const directory = join(mkdtempSync(join(tmpdir(), 'waybill-test-')), 'home')
  const [clock, random] = [handClock(), seededRandom('a thousand')]
  const operator = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }
  const ports = { clock, random, bootId: 'boot 1', tool: '0.0.0' }
  const { home } = await createHome(directory, { kind: 'sandbox', operator, passphrase: null }, ports)
  const commit = (draft: Draft) => {
    clock.advance(1_000)
    return home.ledger.commit(tx => tx.append(draft))
  }
  const copies: string[] = []
  for (let n = 0; n < transfers; n++) {
    const xfer = ulid(clock, random)
    for (const draft of lifeOf(xfer, n)) {
      const { note } = commit(draft)
      if (draft.type === 'transfer.intended') copies.push(note)
    }
  }
  for (const change of ['added', 'changed']) {
    commit({ type: 'contact.changed', xfer: null, d: { change, phone: false, verified: false } })
  }
  home.ledger.close()
  return { home: directory, keys: await unlockKeys(directory, null), copies }
}

/** Twelve events. */
function lifeOf(xfer: string, n: number): Draft[] {
  const courier = 'sandbox'
  const phone = `+4915112345${String(100 + n)}`
  const contact = { recipient: `Ada ${n}`, organisation: 'Example Ltd', phone, purpose: 'A test', reference: `A-${n}` }
  const files = { plan: [{ name: 'people.csv', size: n }], sealed: [{ name: 'people.csv', size: n }] }
  const intended: Draft = {
    type: 'transfer.intended',
    xfer,
    d: { ...intent, bytes: n, first: n === 0 },
    disclose: [
      { class: 'contact', owner: xfer, fields: contact },
      { class: 'files', owner: xfer, fields: files },
    ],
  }
  const next = (type: string, d: Draft['d']): Draft => ({ type, xfer, d })
  return [
    intended,
    next('transfer.sealed', { sha256: hash(n), bytes: 100 + n, entries: 2, checkpoint: 3 + 12 * n }),
    next('transfer.checked', { otherEntries: 2, otherBytes: n, ownEntries: 2, ownBytes: n, again: false }),
    next('transfer.held', { until: 1_800_000_000_000, receipt: true }),
    next('transfer.released', { by: 'receipt', channel: 'sms' }),
    next('password.requested', { courier, findable: true, account: null }),
    next('provider.request', { courier, call: 'deliver', host: null, outcome: 'ok', ms: n }),
    next('password.accepted', { courier, adopted: false }),
    next('password.delivered', { courier }),
    next('password.redacted', { courier }),
    next('archive.handed-over', { by: 'mail' }),
    next('transfer.confirmed', { proof: 'code' }),
  ]
}

const intent = {
  channel: 'sms',
  hold: 'receipt',
  recipe: 'groups',
  bits: 99,
  length: 20,
  categories: [],
  special: false,
  subjects: null,
  records: null,
  basis: 'none',
  sources: 1,
  level: 6,
  force: false,
  keep: 90,
  names: 'alias',
  number: 'verified',
  card: false,
  opener: false,
  deleteBy: null,
}

function hash(n: number): string {
  return n.toString(16).padStart(64, '0')
}
