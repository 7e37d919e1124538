import type { Json } from '../lib/ledger/canonical.ts'
import type { View } from '../lib/ledger/view.ts'
import { isPhoneNumber, maskPhone } from '../lib/phone.ts'
import { parseVerification, type SavedContact, type Verification } from './contacts.ts'
import { trustOf } from './number-trust.ts'
import { word } from './record.ts'
import type { ContactChange } from './words.ts'
import type { World } from './world.ts'

/** One contact as people and programs see it. Every field name is a promise (docs/json.md). */
export type ContactView = ReturnType<typeof contactView>

export function contactView({ policy, clock }: Pick<World, 'policy' | 'clock'>, contact: SavedContact) {
  const { recipient: name, organisation, client, phone, phoneSince, language, system } = contact
  return {
    name,
    organisation,
    client,
    phone: masked(phone),
    phoneSince: phoneSince === null ? null : new Date(phoneSince).toISOString(),
    numberTrust: trustOf(policy.numbers.coolingOff, { contact, phone, now: clock.now() }),
    verified: verificationView(contact.verified),
    language,
    system,
  }
}

/** One event of a contact's life; fields are null where they were shredded. */
export type ContactPast = ReturnType<typeof contactHistory>[number]

/** When the contact changed, and what was on record then. Oldest first. */
export function contactHistory(ledger: Pick<View, 'event' | 'disclosed'>, contact: SavedContact) {
  return contact.events.flatMap(seq => {
    const event = ledger.event(seq)
    if (event === null) return []
    const disclosed = ledger.disclosed(event).filter(field => field !== 'shredded')
    const fields = new Map<string, Json>(disclosed.map(({ name, value }) => [name, value]))
    return {
      at: event.ts,
      change: word<ContactChange>(event.d, 'change'),
      /** Whether the number is another one since then. */
      otherPhone: event.d.phone === true,
      phone: masked(fields.get('phone')),
      verified: verificationView(parseVerification(fields.get('verified'))),
    }
  })
}

function masked(phone: Json | undefined): string | null {
  return typeof phone === 'string' && isPhoneNumber(phone) ? maskPhone(phone) : null
}

function verificationView(verified: Verification | null) {
  return verified === null ? null : { ...verified, at: new Date(verified.at).toISOString() }
}
