import { isHost } from '../lib/courier/net/host.ts'
import { policyCodes } from '../lib/error.ts'
import { bundleScopes } from '../lib/ledger/bundle.ts'
import type { JsonObject } from '../lib/ledger/canonical.ts'
import { isUlid } from '../lib/ulid.ts'
import {
  archiveOutcomes,
  bases,
  categories,
  channels,
  contactChanges,
  deletionAnswers,
  handOvers,
  hidings,
  holds,
  numberTrusts,
  recipes,
  revocationReasons,
  shredReasons,
} from './words.ts'

/**
 * The closed schema of `d` for every event type that this version writes: enums, integers, hashes, booleans, host names
 * of couriers, and lists of enums. Free text, names, numbers, addresses and paths never stand here; they are disclosures.
 */
type Field =
  | 'int'
  | 'int?'
  | 'bool'
  | 'hex64'
  | 'hex64?'
  | 'host?'
  | 'ulid'
  | readonly string[]
  | { readonly each: readonly string[] | 'hex64' }
type Schema = Record<string, Field>

const couriers = ['sandbox', 'manual', 'twilio', 'http', 'command'] as const
const archiveLeft = ['none', 'made', 'handed-over'] as const
const passwordLeft = ['kept', 'released', 'unknown', 'accepted', 'delivered', 'failed'] as const
const reasons = ['operator', 'interrupted', 'failed', 'sources-changed', 'mis-sent', 'restored'] as const

const schemas = {
  'ledger.created': { kind: ['production', 'sandbox'], fingerprint: 'hex64' },
  'operator.named': { quarter: 'int', passphrase: 'bool' },
  'ledger.restored': { fromSize: 'int?', fromRoot: 'hex64?', toSize: 'int', toRoot: 'hex64' },
  'key.rotated': { from: 'hex64', to: 'hex64', size: 'int' },
  'key.accepted': { fingerprint: 'hex64' },
  'key.revoked': { fingerprint: 'hex64', reason: revocationReasons },
  'key.passphrase': { change: ['set', 'changed', 'removed'] },
  'home.locked': { wrong: 'int', at: 'int' },
  'home.unlocked': {},
  'clock.jump': { direction: ['forward', 'back'], ms: 'int' },
  'backup.made': { size: 'int', sha256: 'hex64', bytes: 'int' },
  'policy.changed': { from: 'hex64', to: 'hex64', keys: 'int' },
  'transfer.intended': {
    channel: channels,
    hold: holds,
    recipe: recipes,
    bits: 'int',
    length: 'int',
    categories: { each: categories },
    special: 'bool',
    subjects: 'int?',
    records: 'int?',
    basis: ['none', ...bases],
    sources: 'int',
    bytes: 'int',
    level: 'int',
    force: 'bool',
    first: 'bool',
    keep: 'int',
    names: hidings,
    number: numberTrusts,
    card: 'bool',
    opener: 'bool',
    deleteBy: 'int?',
  },
  'transfer.refused': { rule: policyCodes },
  'transfer.sealed': { sha256: 'hex64', bytes: 'int', entries: 'int', checkpoint: 'int' },
  'transfer.checked': { otherEntries: 'int', otherBytes: 'int', ownEntries: 'int', ownBytes: 'int', again: 'bool' },
  'transfer.rejected': { findings: 'int' },
  'transfer.held': { until: 'int', receipt: 'bool' },
  'transfer.released': {
    by: ['no-hold', 'receipt', 'override', 'person', 'other-channel', 'again'],
    channel: channels,
  },
  'transfer.locked': { wrong: 'int' },
  'transfer.expired': { until: 'int' },
  'transfer.cancelled': { reason: reasons, archive: archiveLeft, password: passwordLeft, withdrawn: 'bool' },
  'transfer.confirmed': { proof: ['code', 'word'] },
  'confirmation.quoted': {},
  'transfer.closed': { since: 'int' },
  'receipt.wrong': { wrong: 'int' },
  'provider.request': {
    courier: couriers,
    call: ['check', 'deliver', 'status', 'reconcile', 'cancel', 'redact', 'probe', 'list'],
    host: 'host?',
    outcome: ['ok', 'refused', 'none'],
    ms: 'int',
  },
  'password.requested': { courier: couriers, findable: 'bool', account: 'hex64?' },
  'password.accepted': { courier: couriers, adopted: 'bool' },
  'password.failed': { courier: couriers, adopted: 'bool', retry: 'bool' },
  'password.unknown': { courier: couriers, looked: 'bool' },
  'password.delivered': { courier: couriers },
  'password.redacted': { courier: couriers },
  'password.shown': { channel: channels, alphabet: ['nato', 'din5009'] },
  'password.dictated': { channel: channels, alphabet: ['nato', 'din5009'] },
  'password.destroyed': { reason: ['rejected', 'cancelled', 'expired', 'closed', 'restored'] },
  'archive.accompanied': { card: 'bool', opener: 'hex64?' },
  'archive.handed-over': { by: handOvers },
  'deletion.answered': { answer: deletionAnswers },
  'contact.changed': { change: contactChanges, phone: 'bool', verified: 'bool' },
  'report.made': {
    name: ['recipients', 'breach', 'activity', 'controls'],
    format: ['text', 'json', 'md', 'html', 'csv'],
    from: 'int?',
    until: 'int?',
  },
  'archive.deleting': { sha256: 'hex64', reason: ['due', 'asked'] },
  'archive.deleted': { sha256: 'hex64', outcome: archiveOutcomes },
  'personal.shredded': {
    owner: 'ulid',
    class: ['contact', 'identity', 'files'],
    digests: { each: 'hex64' },
    how: ['key-and-rows'],
    reason: shredReasons,
    backupsUntil: 'int',
  },
  'evidence.exported': {
    scope: bundleScopes,
    from: 'int',
    to: 'int',
    size: 'int',
    contact: 'bool',
    identity: 'bool',
    files: 'bool',
    transfers: 'int',
    disclosed: 'int',
    withheld: 'int',
    shredded: 'int',
    sums: 'hex64',
  },
  'archive.opened': { sha256: 'hex64', entries: 'int', bytes: 'int', manifest: 'bool' },
} as const satisfies Record<string, Schema>

/** Every type of event that this version writes. */
export type EventType = keyof typeof schemas
const schemaOf: Readonly<Record<string, Schema>> = schemas

const hex64 = /^[0-9a-f]{64}$/

/** Throws (a bug in Waybill, never the user's fault) when `d` is not exactly what the schema of `type` says. */
export function validateEvent(type: string, d: JsonObject): void {
  const schema = schemaOf[type]
  if (schema === undefined) throw new TypeError(`no schema for event ${type}`)
  const extra = Object.keys(d).filter(name => !(name in schema))
  if (extra.length > 0) throw new TypeError(`${type} has no field ${extra.join(', ')}`)
  for (const [name, field] of Object.entries(schema)) {
    if (!fits(field, d[name])) throw new TypeError(`${type}.${name} does not fit its schema`)
  }
}

function fits(field: Field, value: unknown): boolean {
  if (field === 'int') return Number.isSafeInteger(value) && Number(value) >= 0
  if (field === 'int?') return value === null || fits('int', value)
  if (field === 'hex64?') return value === null || fits('hex64', value)
  if (field === 'bool') return typeof value === 'boolean'
  if (field === 'host?') return value === null || (typeof value === 'string' && isHost(value))
  if (field === 'ulid') return typeof value === 'string' && isUlid(value)
  if (field === 'hex64') return typeof value === 'string' && hex64.test(value)
  if ('each' in field) return Array.isArray(value) && value.every(item => fits(field.each, item))
  return typeof value === 'string' && field.includes(value)
}
