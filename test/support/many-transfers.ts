import type { Json } from '../../lib/ledger/canonical.ts'
import type { Transaction } from '../../lib/ledger/transaction.ts'
import type { Clock, Random } from '../../lib/ports.ts'
import { ulid } from '../../lib/ulid.ts'
import { type Category, type Channel, channels, personalTerms } from '../../src/words.ts'

/** What a made-up transfer is about; every number that it is made from gives another mixture. */
export interface MadeUp {
  readonly id: string
  readonly to: string
  readonly organisation: string | null
  readonly client: string | null
  readonly reference: string
}

/** Every state but those that need a courier's answer to come late: the types of its events, in order. */
const sealed = ['intended', 'sealed', 'checked'].map(name => `transfer.${name}`)
const released = [...sealed, 'transfer.released', 'password.requested']
const lives: readonly (readonly string[])[] = [
  [...released, 'password.accepted', 'password.delivered', 'transfer.confirmed'],
  [...released, 'password.accepted', 'provider.request', 'password.delivered'],
  [...sealed, 'transfer.held'],
  [...released, 'password.failed', 'transfer.released', 'password.dictated'],
  [...released, 'password.accepted', 'transfer.closed', 'password.destroyed'],
  [...released, 'password.unknown'],
  [...sealed, 'transfer.held', 'transfer.cancelled', 'password.destroyed'],
  [...sealed, 'transfer.held', 'transfer.released', 'password.requested', 'password.accepted'],
]

const categories: readonly Category[] = ['contact', 'health', 'salary', 'financial', 'customer']

/**
 * Appends a whole life, with the personal fields and search tags that `send` gives a transfer, in the caller's
 * transaction: a hundred thousand events in the time that a hundred real transfers take. `tagged`: false as an older version
 * did.
 */
export function makeUp(tx: Transaction, n: number, ports: { clock: Clock; random: Random }, tagged = true): MadeUp {
  const id = ulid(ports.clock, ports.random)
  const made: MadeUp = {
    id,
    to: `Person ${n % 211}`,
    organisation: n % 3 === 0 ? null : `House ${n % 17} Ltd`,
    client: n % 4 === 0 ? null : `Client ${n % 5}`,
    reference: `customer ${n}`,
  }
  const channel = channels[n % channels.length] ?? 'sms'
  const types = lives[(n * 5 + Math.floor(n / 8)) % lives.length] ?? sealed
  for (const type of types) {
    const disclose = disclosures(type, made, n).map(({ class: name, fields }) => ({ class: name, owner: id, fields }))
    tx.append({ type, xfer: id, d: details(type, n, channel), disclose })
  }
  for (const kind of personalTerms) {
    const value = made[kind]
    if (value !== null && (tagged || kind === 'reference')) tx.tag(kind, value, id, 'contact')
  }
  return made
}

function disclosures(type: string, { to, organisation, client, reference }: MadeUp, n: number) {
  if (type === 'transfer.sealed') {
    const file = { name: `table-${n}.csv`, bytes: n, sha256: 'ab'.repeat(32), directory: false }
    return [{ class: 'files' as const, fields: { sealed: [file] } }]
  }
  if (type !== 'transfer.intended') return []
  const texts = {
    recipient: to,
    organisation,
    client,
    reference,
    purpose: `Purpose ${n % 13}`,
    phone: '+4915112345678',
  }
  const fields = Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => pair[1] !== null))
  const plan = { paths: [`/data/table-${n}.csv`], sources: [], temporary: '/t', final: `/out/${n}.zip`, why: [] }
  return [
    { class: 'contact' as const, fields },
    { class: 'files' as const, fields: { plan } },
  ]
}

function details(type: string, n: number, channel: Channel): Record<string, Json> {
  const sha256 = 'ab'.repeat(32)
  const all: Record<string, Record<string, Json>> = {
    'transfer.intended': intended(n, channel),
    'transfer.sealed': { sha256, bytes: n, entries: 2, checkpoint: n },
    'transfer.checked': { otherEntries: 2, otherBytes: n, ownEntries: 0, ownBytes: 0, again: false },
    'transfer.held': { until: n, receipt: true },
    'transfer.released': { by: 'no-hold', channel: n % 7 === 0 ? 'phone' : channel },
    'transfer.cancelled': { reason: 'operator', archive: 'made', password: 'kept', withdrawn: false },
    'transfer.confirmed': { proof: 'code' },
    'transfer.closed': { since: n },
    'provider.request': { courier: 'http', call: 'status', host: 'gateway.example.com', outcome: 'ok', ms: n % 900 },
    'password.requested': { courier: 'http', findable: false, account: null },
    'password.accepted': { courier: 'http', adopted: false },
    'password.delivered': { courier: 'http' },
    'password.failed': { courier: 'http', adopted: false, retry: true },
    'password.unknown': { courier: 'http', looked: false },
    'password.dictated': { channel: 'phone', alphabet: 'nato' },
    'password.destroyed': { reason: 'closed' },
  }
  return all[type] ?? {}
}

function intended(n: number, channel: Channel): Record<string, Json> {
  const special = n % 5 === 1
  return {
    channel,
    hold: 'receipt',
    recipe: 'groups',
    bits: 99,
    length: 24,
    categories: [categories[n % 5] ?? 'other'],
    special,
    subjects: n % 2 === 0 ? n : null,
    records: null,
    basis: 'contract',
    sources: 1,
    bytes: n,
    level: 5,
    force: false,
    first: n < 211,
    keep: 86_400_000,
    names: 'no',
    number: 'verified',
    card: false,
    opener: false,
    deleteBy: null,
  }
}
