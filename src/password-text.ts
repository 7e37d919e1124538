import { composeText, templateFor } from '../lib/courier/text.ts'
import { WaybillError } from '../lib/error.ts'
import { generate } from '../lib/password/generate.ts'
import type { SealingPassword } from '../lib/password/sealing-password.ts'
import { isPhoneNumber, type PhoneNumber } from '../lib/phone.ts'
import type { Secret } from '../lib/secret.ts'
import { shortId } from '../lib/ulid.ts'
import { findContact } from './contacts.ts'
import type { SendRequest } from './intent.ts'
import { requireEvent, type TransferRecord } from './record.ts'
import type { Channel } from './words.ts'
import type { World } from './world.ts'

/**
 * The number of the signed intent, no other, for a password that is to go there. WB-STATE when the contact got another
 * number since then: nobody knows any more whose this one is. WB-SHREDDED when it is no longer known.
 */
export function numberToUse(world: Pick<World, 'ledger'>, record: TransferRecord): PhoneNumber {
  const number = numberOf(record)
  const { recipient, client } = record.contact
  const contact = recipient === null ? null : findContact(world.ledger, recipient, client ?? undefined)
  const intended = Date.parse(requireEvent(record, 'transfer.intended').ts)
  if (contact === null || contact.phone === number || (contact.phoneSince ?? 0) <= intended) return number
  throw new WaybillError(
    'WB-STATE',
    `The number of ${contact.recipient} changed since ${record.short} was sealed.`,
    'Cancel it and send the files anew: a password goes to the number of its own transfer alone.',
  )
}

/** The same number, to ask about what went there. */
export function numberOf(record: TransferRecord): PhoneNumber {
  const { phone } = record.contact
  if (phone !== null && isPhoneNumber(phone)) return phone
  throw new WaybillError(
    'WB-SHREDDED',
    `The number for ${record.short} is not known.`,
    'Cancel it and send the files anew.',
  )
}

/** Above the policy's floor, and short enough for the text that is to carry it. WB-PASSWORD-FLOOR, WB-TEXT-TOO-LONG. */
export function newPassword(world: World, { recipe }: SendRequest, channel: Channel, id: string): SealingPassword {
  const { minLength, minBits, recipe: usual } = world.policy.password
  const password = generate(recipe ?? usual, { minLength, minBits }, world.random)
  if (channel === 'sms') passwordText(world, shortId(id), password.secret).destroy()
  return password
}

/** The password, for a caller that shows it to one person and then destroys it. */
export function passwordOf(world: Pick<World, 'ledger'>, record: TransferRecord): Secret {
  const password = world.ledger.vault.get(record.id)
  if (password !== null) return password
  throw new WaybillError('WB-NO-PASSWORD', `The password of ${record.short} is destroyed.`, 'Send the files anew.')
}

/** The text that conveys a password. WB-TEXT-TOO-LONG, WB-TEXT-CHARACTER. */
export function passwordText(world: Pick<World, 'policy' | 'kind'>, transfer: string, password: Secret): Secret {
  const { sender, templates } = world.policy
  const name = world.kind === 'sandbox' ? 'TEST' : (sender.name ?? 'Waybill')
  return composeText(templateFor(sender.language ?? 'en', templates), { sender: name, transfer, password })
}
