import { WaybillError } from '../lib/error.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { type PhoneNumber, parsePhone } from '../lib/phone.ts'
import { ulid } from '../lib/ulid.ts'
import { contactJson, contactKey, findContact, requireContact, type SavedContact } from './contacts.ts'
import { oneLine, plainName } from './one-line.ts'
import { shredOwner } from './shredding.ts'
import type { ContactChange, Language, System, Verifying } from './words.ts'
import type { World } from './world.ts'

/** What somebody says of a contact, as typed; undefined: nothing. */
export interface ContactDetails {
  readonly recipient: string
  readonly organisation?: string | undefined
  readonly phone?: string | undefined
  readonly client?: string | undefined
  readonly language?: Language | undefined
  readonly system?: System | undefined
  /** That the number is this person's, and how somebody found out; `by` is the operator unless it is another person. */
  readonly verified?: { readonly how: Verifying; readonly by?: string | undefined } | undefined
}

/** What changes on a contact; `recipient` is a new name. Undefined: it stays. */
export interface ContactEdits extends Omit<ContactDetails, 'recipient' | 'client'> {
  readonly recipient?: string | undefined
}

/** The same, checked. */
export type CheckedEdits = Partial<Pick<SavedContact, 'recipient' | 'organisation'>> & {
  readonly phone?: PhoneNumber
  readonly language?: Language
  readonly system?: System
  readonly verified?: { readonly how: Verifying; readonly by: string }
}

export type ContactsWorld = Pick<World, 'ledger' | 'clock' | 'random' | 'operator' | 'policy'>

/** How an error names a field: its flag, or its column in a file. */
export type FieldNames = Readonly<Record<'recipient' | 'organisation' | 'client' | 'by', string>>
const flags: FieldNames = { recipient: '--name', organisation: '--org', client: '--client', by: '--verified-by' }

/** Saves a new contact. WB-EXISTS when the client has one of that name; WB-USAGE, WB-PHONE-NUMBER for what cannot be. */
export async function addContact(world: ContactsWorld, details: ContactDetails): Promise<SavedContact> {
  const client = checkedClient(details.client, flags)
  const recipient = plainName(details.recipient, flags.recipient)
  const edits = await checkEdits(world, { ...details, recipient }, flags)
  return world.ledger.commit(tx => {
    requireFree(tx, client, recipient, null)
    return insert(tx, world, recipient, client, edits)
  }).value
}

/**
 * Changes a contact. Another number drops the verification unless a new one comes with it. Null when everything is as
 * asked already, and nothing was recorded. WB-CONTACT-UNKNOWN; WB-EXISTS where the new name is taken.
 */
export async function editContact(
  world: ContactsWorld,
  name: string,
  client: string | undefined,
  edits: ContactEdits,
): Promise<SavedContact | null> {
  const checked = await checkEdits(world, edits, { ...flags, recipient: '--rename' })
  return world.ledger.commit(tx => update(tx, world, requireContact(tx, name, client), checked)).value
}

/**
 * Shreds all that is on record of it, and its whole past, in one transaction. What stays is that some contact had these
 * names, as keyed hashes under a new id (docs/decisions/0025), for as long as `keep.contact`. WB-CONTACT-UNKNOWN.
 */
export function removeContact(
  world: ContactsWorld,
  name: string,
  client: string | undefined,
  reason: 'removed' | 'asked' = 'removed',
): SavedContact {
  const memory = ulid(world.clock, world.random)
  return world.ledger.commit(tx => {
    const contact = requireContact(tx, name, client)
    const d = { change: 'removed', phone: false, verified: false }
    const { seq } = tx.append({ type: 'contact.changed', xfer: null, d })
    leaveName(tx, contact)
    tx.records.put('contact-before', memory, memory, 'contact', { event: seq })
    tx.retag('contact-before', contact.id, memory)
    shredOwner(tx, world, { owner: contact.id, class: 'contact', xfer: null, reason })
    return contact
  }).value
}

/** A new contact, in a transaction that has seen that its name is free. */
export function insert(
  tx: Transaction,
  world: ContactsWorld,
  recipient: string,
  client: string | null,
  edits: CheckedEdits,
): SavedContact {
  const id = ulid(world.clock, world.random)
  const unknown = { organisation: null, phone: null, verified: null, language: null, system: null }
  const nobody = { ...unknown, phoneSince: null, phoneReplaced: false, events: [] }
  tx.tag('contact', contactKey(client, recipient), id)
  return save(tx, 'added', merge(tx, world, { id, recipient, client, ...nobody }, edits), edits.phone !== undefined)
}

/** Null when there is nothing to change. */
export function update(
  tx: Transaction,
  world: ContactsWorld,
  before: SavedContact,
  edits: CheckedEdits,
): SavedContact | null {
  const { recipient = before.recipient } = edits
  if (!isChange(before, edits)) return null
  if (recipient !== before.recipient) {
    requireFree(tx, before.client, recipient, before.id)
    leaveName(tx, before)
    tx.tag('contact', contactKey(before.client, recipient), before.id)
  }
  const after = merge(tx, world, before, edits)
  return save(tx, 'changed', after, after.phone !== before.phone)
}

/** Whether a contact would be another one afterwards; a verification said again is one, at another time. */
export function isChange(before: SavedContact, edits: CheckedEdits): boolean {
  const { recipient, organisation, phone, language, system, verified } = edits
  const differs = <T>(asked: T | undefined, is: T) => asked !== undefined && asked !== is
  return (
    differs(recipient, before.recipient) ||
    differs(organisation, before.organisation) ||
    differs(phone, before.phone) ||
    differs(language, before.language) ||
    differs(system, before.system) ||
    verified !== undefined
  )
}

/** Everything that is said, checked. `names`: how an error names the field. */
export async function checkEdits(
  { operator }: Pick<ContactsWorld, 'operator'>,
  { recipient, organisation, phone, language, system, verified }: ContactEdits,
  names: FieldNames,
): Promise<CheckedEdits> {
  return {
    ...(recipient !== undefined && { recipient: plainName(recipient, names.recipient) }),
    ...(organisation !== undefined && { organisation: plainName(organisation, names.organisation) }),
    ...(phone !== undefined && { phone: await parsePhone(phone) }),
    ...(language !== undefined && { language }),
    ...(system !== undefined && { system }),
    ...(verified !== undefined && {
      verified: { how: verified.how, by: oneLine(verified.by ?? operator.name, names.by) },
    }),
  }
}

/** Null: of no client. */
export function checkedClient(client: string | undefined, names: FieldNames): string | null {
  return client === undefined ? null : plainName(client, names.client)
}

/** A verification without a number that it is about. */
export function lacksNumber(before: PhoneNumber | null, { phone, verified }: CheckedEdits): boolean {
  return verified !== undefined && phone === undefined && before === null
}

/** The number under a name that others had before counts as replaced: to remove and add is a change too. */
function merge(tx: Transaction, { clock }: ContactsWorld, before: SavedContact, edits: CheckedEdits): SavedContact {
  if (lacksNumber(before.phone, edits)) {
    throw new WaybillError('WB-USAGE', 'There is no number that was verified.', 'Give it with --phone.')
  }
  const { recipient = before.recipient, organisation = before.organisation, phone = before.phone } = edits
  const { language = before.language, system = before.system } = edits
  const now = clock.now()
  const isOther = phone !== before.phone
  const renamed = contactKey(before.client, recipient) !== contactKey(before.client, before.recipient)
  const replaces = (isOther && before.phone !== null) || ((isOther || renamed) && hadOthers(tx, before, recipient))
  const kept = isOther ? null : before.verified
  return {
    ...before,
    recipient,
    organisation,
    phone,
    language,
    system,
    phoneSince: phone === null ? null : isOther || replaces ? now : before.phoneSince,
    phoneReplaced: replaces || (!isOther && before.phoneReplaced),
    verified: edits.verified === undefined ? kept : { ...edits.verified, at: now },
  }
}

function save(tx: Transaction, change: ContactChange, contact: SavedContact, otherPhone: boolean): SavedContact {
  const { events, phoneSince: _, phoneReplaced: __, ...fields } = contactJson(contact)
  const event = tx.append({
    type: 'contact.changed',
    xfer: null,
    d: { change, phone: otherPhone, verified: contact.verified !== null },
    disclose: [{ class: 'contact', owner: contact.id, fields }],
  })
  const saved = { ...contact, events: [...contact.events, event.seq] }
  tx.records.put('contact', contact.id, contact.id, 'contact', contactJson(saved))
  return saved
}

/** The name is free again, and the ledger remembers, without the name, that somebody had it. */
function leaveName(tx: Transaction, { id, client, recipient }: SavedContact): void {
  tx.untag('contact', contactKey(client, recipient), id)
  tx.tag('contact-before', contactKey(client, recipient), id, 'contact')
}

function hadOthers(tx: Transaction, { id, client }: SavedContact, recipient: string): boolean {
  return tx.tagged('contact-before', contactKey(client, recipient)).some(other => other !== id)
}

/** `own`: the contact that may have the name already, spelled in another way. */
function requireFree(tx: Transaction, client: string | null, recipient: string, own: string | null): void {
  const found = findContact(tx, recipient, client ?? undefined)
  if (found === null || found.id === own) return
  throw new WaybillError(
    'WB-EXISTS',
    `There is a contact ${found.recipient} already.`,
    'Choose another name, or change it with `waybill contacts edit`.',
  )
}
