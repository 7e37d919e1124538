import { WaybillError } from '../../error.ts'
import type { Finding } from '../../finding.ts'
import type { PhoneNumber } from '../../phone.ts'
import { senderFor as senderOf } from '../sender.ts'

/** What the policy says of senders: numbers in E.164, or 2 to 11 letters and digits; a messaging service before them. */
export interface Senders {
  readonly general: string | null
  /** By ISO 3166-1 alpha-2 code, such as `DE`. */
  readonly countries: Readonly<Record<string, string>>
  /** `MG` and 32 hex digits. It chooses the sender itself. */
  readonly service: string | null
}

/** Whom a message comes from, as the parameter of Twilio's API. */
export type From = { readonly from: string } | { readonly messagingServiceSid: string }

/** Null when none is set for that number. */
export async function senderFor({ general, countries, service }: Senders, to: PhoneNumber): Promise<From | null> {
  if (service !== null) return { messagingServiceSid: service }
  const from = await senderOf({ id: general ?? undefined, countries }, to)
  return from === null ? null : { from }
}

/** What is missing where no sender is set: for any number without one, for that number with one. */
export async function missingSender(senders: Senders, to: PhoneNumber | null): Promise<Finding[]> {
  const some = senders.service !== null || senders.general !== null || Object.keys(senders.countries).length > 0
  const enough = to === null ? some : (await senderFor(senders, to)) !== null
  return enough ? [] : [{ level: 'error', code: 'courier.sender', message: `${lacking} ${toDo}` }]
}

export function noSender(): WaybillError {
  return new WaybillError('WB-NO-COURIER', lacking, toDo)
}

const lacking = 'No sender is set for text messages to such a number.'
const toDo = 'Set sender.id, sender.countries or courier.twilio.messagingService in the policy.'
