import { WaybillError } from '../lib/error.ts'
import { isList, isObject, type Json, type JsonObject } from '../lib/ledger/canonical.ts'
import { normalised } from '../lib/ledger/tags.ts'
import type { View } from '../lib/ledger/view.ts'
import { isPhoneNumber, type PhoneNumber } from '../lib/phone.ts'
import { oneLine } from './one-line.ts'
import { type Language, languages, type System, systems, type Verifying, verifyings } from './words.ts'

/** Who found out, how, and when (milliseconds since 1970), that the number is this person's. */
export interface Verification {
  readonly by: string
  readonly how: Verifying
  readonly at: number
}

/** A person on record. A contact belongs to one client (or to none) and is not found under another. */
export interface SavedContact {
  /** ULID. */
  readonly id: string
  readonly recipient: string
  readonly organisation: string | null
  readonly client: string | null
  readonly phone: PhoneNumber | null
  /** Since when `phone` is on record, milliseconds since 1970; null where nobody wrote that down. */
  readonly phoneSince: number | null
  /** Another number was on record under this name before, or could have been (docs/decisions/0025). */
  readonly phoneReplaced: boolean
  /** Of `phone`; null: nobody verified it. */
  readonly verified: Verification | null
  /** In which they are written to, and on which system they open archives; null: nobody said. */
  readonly language: Language | null
  readonly system: System | null
  /** Sequence numbers of its `contact.changed` events, oldest first. */
  readonly events: readonly number[]
}

/** What can be read of contacts, inside a transaction or outside. */
export type ContactsReader = Pick<View, 'tagged' | 'records'>

/** The contact of that client with that name, or null. */
export function findContact(from: ContactsReader, name: string, client: string | undefined): SavedContact | null {
  const [id] = from.tagged('contact', contactKey(client, name))
  return id === undefined ? null : parseContact(id, from.records.get('contact', id))
}

/** The same; WB-CONTACT-UNKNOWN where there is none. */
export function requireContact(from: ContactsReader, name: string, client: string | undefined): SavedContact {
  const [asked, owner] = [oneLine(name, 'the name'), client === undefined ? client : oneLine(client, '--client')]
  const found = findContact(from, asked, owner)
  if (found !== null) return found
  const whose = owner === undefined ? '' : ` of the client ${owner}`
  const hint = '`waybill contacts list` lists them; for a contact of a client add --client.'
  throw new WaybillError('WB-CONTACT-UNKNOWN', `There is no contact ${asked}${whose}.`, hint)
}

/** Those of one client, or all of them: by client, then by name. */
export function listContacts(from: ContactsReader, client?: string): SavedContact[] {
  const key = client === undefined ? null : normalised(oneLine(client, '--client'))
  return from.records
    .list('contact')
    .map(({ id, value }) => parseContact(id, value))
    .filter(contact => contact !== null)
    .filter(contact => key === null || normalised(contact.client ?? '') === key)
    .sort(
      (one, other) =>
        (one.client ?? '').localeCompare(other.client ?? '', 'en') ||
        one.recipient.localeCompare(other.recipient, 'en'),
    )
}

/** Under which key a contact, or earlier transfers to a recipient, are found; the ledger's tags forgive case and spaces. */
export function contactKey(client: string | null | undefined, recipient: string): string {
  return JSON.stringify([client?.trim() ?? '', recipient.trim()])
}

/** How a contact is kept, and what its events disclose of it. */
export function contactJson({ id: _, language, system, ...contact }: SavedContact): JsonObject {
  const { verified } = contact
  return {
    ...contact,
    verified: verified === null ? null : { ...verified },
    ...(language !== null && { language }),
    ...(system !== null && { system }),
  }
}

/** An older version kept name, organisation, number and client alone: such a number is on record, and not verified. */
function parseContact(id: string, value: Json | null): SavedContact | null {
  if (value === null || !isObject(value) || typeof value.recipient !== 'string') return null
  const { recipient, organisation, client, phone, phoneSince, phoneReplaced, events = [] } = value
  return {
    id,
    recipient,
    organisation: typeof organisation === 'string' ? organisation : null,
    client: typeof client === 'string' ? client : null,
    phone: typeof phone === 'string' && isPhoneNumber(phone) ? phone : null,
    phoneSince: typeof phoneSince === 'number' ? phoneSince : null,
    phoneReplaced: phoneReplaced === true,
    verified: parseVerification(value.verified),
    language: languages.find(word => word === value.language) ?? null,
    system: systems.find(word => word === value.system) ?? null,
    events: isList(events) ? events.filter(seq => typeof seq === 'number') : [],
  }
}

/** Null for anything else. */
export function parseVerification(value: Json | undefined): Verification | null {
  if (!isObject(value)) return null
  const { by, at } = value
  const how = verifyings.find(word => word === value.how)
  return typeof by === 'string' && typeof at === 'number' && how !== undefined ? { by, how, at } : null
}
