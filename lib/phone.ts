import type { CountryCode, PhoneNumberType, ValidatePhoneNumberLengthResult } from 'libphonenumber-js/max'
import { WaybillError } from './error.ts'

/** A telephone number in E.164: `+`, then 7 to 15 digits, the first not 0. Personal data: show and log it masked. */
export type PhoneNumber = string & { readonly [brand]: true }
declare const brand: unique symbol

/**
 * What people type, checked against the numbering plans of the world: the number must lie in a range of its country.
 * Throws WB-PHONE-NUMBER for anything else: no country code, other text around it, an extension, too short, too long, a
 * range that does not exist (emergency and other short numbers among them), and premium-rate numbers, which nobody may
 * be made to call. It cannot tell whether the number is in use, nor whose it is.
 */
export async function parsePhone(text: string): Promise<PhoneNumber> {
  const typed = text.trim()
  if (!typed.startsWith('+')) throw refused('has no country code')
  if (!/^\+[\d \u00A0()./-]{1,40}$/.test(typed)) throw refused('holds something else than digits')
  const { default: parse, validatePhoneNumberLength } = await import('libphonenumber-js/max')
  const number = parse(typed, { extract: false })
  if (!number?.isPossible()) throw refused(lengthReason(validatePhoneNumberLength(typed)))
  if (!number.isValid()) throw refused('lies in no range of its country')
  if (number.getType() === 'PREMIUM_RATE') throw refused('is a premium-rate number')
  if (!isPhoneNumber(number.number)) throw refused('is not an E.164 number')
  return number.number
}

/** The shape alone, for a number that `parsePhone` let through before and that comes back from a store of our own. */
export function isPhoneNumber(text: string): text is PhoneNumber {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

/** Which kind of line answers there. `either`: the country's plan does not tell (North America). */
export type Line = 'mobile' | 'landline' | 'either' | 'other'

export async function describePhone(number: PhoneNumber): Promise<{ country: CountryCode | null; line: Line }> {
  const { default: parse } = await import('libphonenumber-js/max')
  const parsed = parse(number)
  return { country: parsed?.country ?? null, line: lineOf(parsed?.getType()) }
}

function lineOf(type: PhoneNumberType | undefined): Line {
  switch (type) {
    case 'MOBILE':
      return 'mobile'
    case 'FIXED_LINE':
      return 'landline'
    case 'FIXED_LINE_OR_MOBILE':
      return 'either'
    default:
      return 'other'
  }
}

/** `+49 •••• 4567`: the country code and the last four digits, fewer where four are more than half of the number. */
export function maskPhone(number: PhoneNumber): string {
  const code = callingCode(number)
  const national = number.slice(1 + code.length)
  const shown = Math.min(4, Math.floor(national.length / 2))
  return `+${code} •••• ${national.slice(-shown)}`
}

/** The country code at the front: they are prefix-free. (ITU-T E.164 Annex, "List of assigned country codes".) */
function callingCode(number: PhoneNumber): string {
  const [code = ''] = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/.exec(number.slice(1)) ?? []
  return code
}

function lengthReason(length: ValidatePhoneNumberLengthResult | undefined): string {
  switch (length) {
    case 'TOO_SHORT':
      return 'is too short'
    case 'TOO_LONG':
      return 'is too long'
    case 'INVALID_COUNTRY':
      return 'begins with a country code that does not exist'
    default:
      return 'is not a possible number'
  }
}

/** The number itself is not repeated: it is personal, and errors are logged. */
function refused(reason: string): WaybillError {
  return new WaybillError(
    'WB-PHONE-NUMBER',
    `The phone number ${reason}.`,
    'Write it with + and the country code, for example +49 151 12345678.',
  )
}
