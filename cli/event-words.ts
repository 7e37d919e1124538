import type { JsonObject } from '../lib/ledger/canonical.ts'
import type { EventType } from '../src/events.ts'
import { count, duration } from './format.ts'

/** What each type of event says in a language. */
export type Phrases = Readonly<Record<EventType, (d: JsonObject) => string>>

export const phrases: Phrases = {
  'ledger.created': d => `ledger begun (${d.kind})`,
  'operator.named': () => 'operator named for this quarter',
  'policy.changed': d => `policy changed: ${count(Number(d.keys), 'key')}`,
  'contact.changed': d =>
    `contact ${d.change}${d.phone ? ', with another number' : ''}${d.verified ? ', number verified' : ''}`,
  'transfer.refused': d => `refused by the policy: ${d.rule}`,
  'archive.opened': d => `archive opened here: ${count(Number(d.entries), 'entry', 'entries')}`,
  'transfer.intended': d =>
    `intended: ${count(Number(d.sources), 'source')}${names[String(d.names)] ?? ''}, password by ${d.channel}`,
  'transfer.sealed': () => 'sealed into a temporary file',
  'transfer.checked': d => (d.again ? 'checked again after a crash' : 'checked by another reader and published'),
  'transfer.rejected': d => `rejected: the check found ${d.findings} faults`,
  'transfer.held': d => (d.receipt ? 'held until the receipt code is quoted' : 'held until it is read out'),
  'transfer.released': d => `released ${releases[String(d.by)] ?? ''}: it may go by ${d.channel}`,
  'transfer.locked': d => `locked after ${d.wrong} wrong codes`,
  'transfer.expired': () => 'expired: nobody released it in time',
  'transfer.cancelled': d =>
    `cancelled${d.reason === 'mis-sent' ? ' as mis-sent' : ''}: archive ${d.archive}, password ${d.password}${d.withdrawn ? ', text withdrawn' : ''}`,
  'transfer.confirmed': d =>
    d.proof === 'code' ? 'confirmed: the recipient quoted the code from inside' : 'confirmed, says the sender',
  'confirmation.quoted': () => 'the code from inside was quoted: somebody opened the archive',
  'transfer.closed': () => 'closed',
  'receipt.wrong': d => `wrong receipt code (${d.wrong})`,
  'provider.request': d =>
    `asked ${d.host ?? d.courier} (${d.call}): ${d.outcome === 'none' ? 'no answer' : d.outcome}, ${duration(Number(d.ms))}`,
  'password.requested': d => `password handed to ${d.courier}`,
  'password.accepted': d => `accepted, says ${d.courier}${d.adopted ? ' (found there later)' : ''}`,
  'password.failed': d => `failed, says ${d.courier}`,
  'password.unknown': () => 'unknown: nobody says whether it left',
  'password.delivered': d => `delivered, says ${d.courier}`,
  'password.redacted': d => `text forgotten by ${d.courier}`,
  'password.shown': d => `password shown to the operator (${d.channel})`,
  'password.dictated': d => `read out (${d.channel}), says the operator`,
  'password.destroyed': () => 'password destroyed',
  'key.rotated': d => `signing key changed to ${start(d.to)}`,
  'key.accepted': d => `the new key ${start(d.fingerprint)} signs`,
  'key.revoked': d => `key ${start(d.fingerprint)} revoked: ${d.reason}`,
  'key.passphrase': d => `passphrase of the keys ${d.change}`,
  'home.locked': d => `home locked after ${d.wrong} wrong passphrases, at ${new Date(Number(d.at)).toISOString()}`,
  'backup.made': d => `backup made, up to event ${d.size}`,
  'ledger.restored': d =>
    `restored from a backup of ${d.toSize} events${d.fromSize === null ? '' : `; the lost home had ${d.fromSize} or more`}`,
  'clock.jump': d =>
    `the clock was ${d.direction === 'back' ? 'set back' : 'set forward, or slept,'} by ${duration(Number(d.ms))}`,
  'home.unlocked': () => 'home unlocked with the recovery code',
  'report.made': d => `report ${d.name} made (${d.format})`,
  'archive.deleting': d => `archive to be deleted, ${d.reason === 'due' ? 'kept long enough' : 'as asked'}`,
  'archive.deleted': d => archiveOutcomes[String(d.outcome)] ?? '',
  'personal.shredded': d =>
    `shredded for good: ${shredded[String(d.class)] ?? ''}, ${shredReasons[String(d.reason)] ?? ''}`,
  'evidence.exported': d => `evidence exported: events ${d.from} to ${Number(d.to) - 1} of ${d.size}`,
  'archive.accompanied': d =>
    `beside the archive: ${[...(d.card ? ['a card'] : []), ...(d.opener === null ? [] : ['the opener page'])].join(' and ')}`,
  'deletion.answered': d =>
    d.answer === 'kept'
      ? 'the recipient keeps the files, says the operator'
      : 'deleted by the recipient, says the operator',
  'archive.handed-over': d => `archive handed over by ${d.by}, says the operator`,
}

const archiveOutcomes: Record<string, string> = {
  deleted: 'archive deleted',
  missing: 'archive not deleted: it was not there any more',
  changed: 'archive not deleted: another file has its name',
}

const shredded: Record<string, string> = {
  contact: 'all about the recipient',
  identity: 'names of operators',
  files: 'the list of files',
}

const shredReasons: Record<string, string> = {
  due: 'kept long enough',
  asked: 'as asked',
  removed: 'with its contact',
  restored: 'once more after a restore',
}

/** An older version writes no `names`. */
const names: Record<string, string> = { alias: ' under numbers', wrap: ' in an inner archive' }

const releases: Record<string, string> = {
  'no-hold': 'without a hold',
  receipt: 'on the receipt code',
  override: 'on the operator’s own word',
  person: 'to be read out',
  'other-channel': 'to another channel',
  again: 'once more',
}

/** Enough of a fingerprint to tell keys apart. */
function start(fingerprint: unknown): string {
  return `${String(fingerprint).slice(0, 16)}…`
}

/** One event in words, with who says so: accepted, delivered and confirmed are different facts. */
export function eventWords(type: string, d: JsonObject, language: Phrases = phrases): string {
  const known: Readonly<Record<string, (d: JsonObject) => string>> = language
  return known[type]?.(d) ?? type
}
