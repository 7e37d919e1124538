import type { Twilio } from 'twilio'
import type { PhoneNumber } from '../../phone.ts'
import type { Secret } from '../../secret.ts'
import { type Receipt, stopIfAborted, type Unknown } from '../courier.ts'
import { NoAnswer } from '../net/exchange.ts'
import { noConnection, Refused, Unusable } from './answer.ts'
import { refusalOf } from './refusals.ts'
import type { From } from './senders.ts'

/** One message and all that Twilio is told of it. */
export interface Parcel {
  readonly to: PhoneNumber
  readonly from: From
  readonly text: Secret
  /** Milliseconds. */
  readonly validity: number
  readonly discardContent: boolean
  readonly obfuscateNumber: boolean
}

/**
 * The POST that makes a message. Throws WB-NO-CONNECTION or WB-INTERRUPTED while it is proven that nothing left; refused
 * with a code is proven not sent; whatever else happens, the message may be on its way.
 */
export async function deliver(sdk: Twilio, parcel: Parcel, courier: string, signal: AbortSignal): Promise<Receipt> {
  const unknown = (reason: string): Unknown => ({ outcome: 'unknown', courier, reason })
  try {
    const { sid } = await create(sdk, parcel)
    return { outcome: 'accepted', courier, id: sid }
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'rejected', courier, refusal: refusalOf(error.code) }
    if (!(error instanceof NoAnswer)) return unknown(new Unusable().message)
    if (error.sent) return unknown(error.message)
    stopIfAborted(signal)
    throw noConnection(error)
  }
}

/** `smartEncoded` would change characters of the password; the text is in the GSM 7 bit alphabet as it is. */
function create(sdk: Twilio, { to, from, text, validity, discardContent, obfuscateNumber }: Parcel) {
  return text.use(body =>
    sdk.messages.create({
      to,
      ...from,
      body,
      validityPeriod: Math.round(validity / 1_000),
      smartEncoded: false,
      ...(discardContent && { contentRetention: 'discard' }),
      ...(obfuscateNumber && { addressRetention: 'obfuscate' }),
    }),
  )
}
