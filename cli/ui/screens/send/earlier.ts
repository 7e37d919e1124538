import { isPhoneNumber, maskPhone } from '../../../../lib/phone.ts'
import type { ContactView } from '../../../../src/contact-view.ts'
import { findTransfers } from '../../../../src/log.ts'
import { readTransfer } from '../../../../src/record.ts'
import type { World } from '../../../../src/world.ts'

/** Somebody who can be meant by a name: a contact, or somebody to whom something was sent. */
export type Suggestion = Pick<ContactView, 'name' | 'organisation' | 'client' | 'phone' | 'numberTrust'> & {
  /** Of somebody who is no contact, the whole number: nothing else has it on record. Null: none. */
  readonly number?: string | null
}

/** Older ones are looked for in the log. */
const newest = 50

/** To whom the newest transfers went, the last one first, without those who are contacts. */
export function earlierRecipients({ ledger }: Pick<World, 'ledger'>, contacts: readonly ContactView[]): Suggestion[] {
  const known = new Set(contacts.map(({ name, client }) => keyOf(name, client)))
  return [...findTransfers(ledger, {}).take(newest)].flatMap(id => {
    const { recipient: name, organisation, client, phone } = readTransfer(ledger, id).contact
    if (name === null || known.has(keyOf(name, client))) return []
    known.add(keyOf(name, client))
    const number = phone !== null && isPhoneNumber(phone) ? phone : null
    const masked = number === null ? null : maskPhone(number)
    return [{ name, organisation, client, phone: masked, numberTrust: 'unverified' as const, number }]
  })
}

function keyOf(name: string, client: string | null): string {
  return JSON.stringify([name, client].map(text => text?.normalize('NFC').toLowerCase() ?? null))
}
