import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import { describePhone, type PhoneNumber } from '../phone.ts'

/** Which sender the telephone shows: a number in E.164, or up to 11 letters and digits. Keys are country codes. */
export interface Senders {
  readonly id?: string | undefined
  readonly countries?: Readonly<Record<string, string>> | undefined
}

/** The sender for the recipient's country, else the general one, else null: then the provider chooses. */
export async function senderFor({ id, countries = {} }: Senders, to: PhoneNumber): Promise<string | null> {
  const { country } = await describePhone(to)
  const own = country !== null && Object.hasOwn(countries, country) ? countries[country] : undefined
  return own ?? id ?? null
}

/** Where `{sender}` is to be filled in and there is none. */
export function senderMissing(): WaybillError {
  return new WaybillError(
    'WB-NO-COURIER',
    'The courier wants a sender, and the policy names none for this country.',
    'Set sender.id in the policy, or a sender for this country in sender.countries.',
  )
}

export const senderFinding: Finding = {
  level: 'error',
  code: 'courier.sender',
  message: 'The courier wants a sender, and the policy names none for this country.',
}
