import { WaybillError } from '../lib/error.ts'
import { isObject, type Json } from '../lib/ledger/canonical.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { ulid } from '../lib/ulid.ts'
import type { World } from './world.ts'

/** A person that somebody verified. A contact belongs to one client (or to none) and is not found under another. */
export interface SavedContact {
  readonly recipient: string
  readonly organisation?: string
  /** E.164. */
  readonly phone?: string
  readonly client?: string
}

/** Saves a new contact. WB-EXISTS when the client has one of that name. Returns its ULID. */
export function addContact(world: Pick<World, 'ledger' | 'clock' | 'random'>, contact: SavedContact): string {
  const { value } = world.ledger.commit(tx => {
    if (tx.tagged('contact', contactKey(contact.client, contact.recipient)).length > 0) {
      throw new WaybillError('WB-EXISTS', `There is a contact ${contact.recipient} already.`, 'Choose another name.')
    }
    const id = ulid(world.clock, world.random)
    tx.records.put('contact', id, id, 'contact', { ...contact })
    tx.tag('contact', contactKey(contact.client, contact.recipient), id)
    tx.append({
      type: 'contact.changed',
      xfer: null,
      d: { change: 'added' },
      disclose: [{ class: 'contact', owner: id, fields: { ...contact } }],
    })
    return id
  })
  return value
}

/** The contact of that client with that name, or null. */
export function findContact(ledger: Ledger, name: string, client: string | undefined): SavedContact | null {
  const [id] = ledger.tagged('contact', contactKey(client, name))
  return id === undefined ? null : parseContact(ledger.records.get('contact', id))
}

/** Under which key a contact, or earlier transfers to a recipient, are found; the ledger's tags forgive case and spaces. */
export function contactKey(client: string | undefined, recipient: string): string {
  return JSON.stringify([client?.trim() ?? '', recipient.trim()])
}

function parseContact(value: Json | null): SavedContact | null {
  if (value === null || !isObject(value) || typeof value.recipient !== 'string') return null
  const { recipient, organisation, phone, client } = value
  return {
    recipient,
    ...(typeof organisation === 'string' && { organisation }),
    ...(typeof phone === 'string' && { phone }),
    ...(typeof client === 'string' && { client }),
  }
}
