import { durationWords, formatDuration } from '../lib/duration.ts'
import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import type { PhoneNumber } from '../lib/phone.ts'
import type { SavedContact } from './contacts.ts'
import type { Policy } from './policy.ts'
import type { Channel, NumberTrust } from './words.ts'

/** What the ledger knows of a number when a transfer is asked for. */
export interface NumberCase {
  /** The contact that the recipient's name means, if there is one. */
  readonly contact: Pick<SavedContact, 'phone' | 'phoneSince' | 'phoneReplaced' | 'verified'> | null
  /** The number to be used: the contact's, or one that was typed. Null: none. */
  readonly phone: PhoneNumber | null
  readonly channel: Channel
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What somebody verified is the contact's own number, and no other one. A number that was changed rests first. */
export function trustOf(coolingOff: number, { contact, phone, now }: Omit<NumberCase, 'channel'>): NumberTrust {
  if (phone === null) return 'none'
  if (contact === null || contact.phone !== phone) return 'unverified'
  if (contact.phoneReplaced && now - (contact.phoneSince ?? now) < coolingOff) return 'changed'
  return contact.verified === null ? 'unverified' : 'verified'
}

/**
 * `numbers.unverified` and `numbers.coolingOff` for the channels that use the number. WB-POLICY-NUMBER where the policy
 * refuses it. In person no number is used; it is judged when the password is to go another way (`judgeIntended`).
 */
export function judgeNumber(
  rules: Policy['numbers'],
  asked: NumberCase,
): { readonly trust: NumberTrust; readonly findings: readonly Finding[] } {
  const trust = trustOf(rules.coolingOff, asked)
  const isFine = asked.channel === 'in-person' || trust === 'verified' || trust === 'none'
  if (isFine || rules.unverified === 'allow') return { trust, findings: [] }
  const { code, fact, advice, remedy = advice } = explain(rules.coolingOff, trust, asked)
  if (rules.unverified === 'refuse')
    throw new WaybillError('WB-POLICY-NUMBER', `${fact}, and the policy refuses it.`, `${upperFirst(remedy)}.`)
  return { trust, findings: [{ level: 'warning', code, message: `${fact}: ${advice}.` }] }
}

/**
 * Before a password leaves by a channel that uses the number: what was known of the number when the files were sealed,
 * against the policy of now. WB-POLICY-NUMBER where that refuses it. `number` is null where the transfer was intended by a
 * version that did not judge numbers.
 */
export function judgeIntended(
  { unverified }: Policy['numbers'],
  { number }: { readonly number: NumberTrust | null },
  channel: Channel,
): readonly Finding[] {
  const isFine = channel === 'in-person' || (number !== 'unverified' && number !== 'changed')
  if (isFine || unverified === 'allow') return []
  const fact =
    number === 'changed'
      ? 'The number of this transfer had changed shortly before it was sent'
      : 'The number of this transfer was not verified'
  if (unverified === 'refuse') {
    const hint = 'Hand the password over in person, or verify the number and send anew.'
    throw new WaybillError('WB-POLICY-NUMBER', `${fact}, and the policy refuses it.`, hint)
  }
  const advice = 'call the recipient on a number that you know from elsewhere'
  return [{ level: 'warning', code: `number.${number}`, message: `${fact}: ${advice}.` }]
}

interface Explanation {
  readonly code: 'number.changed' | 'number.unverified'
  readonly fact: string
  /** What to do before the number is used. */
  readonly advice: string
  /** What to do where it is not used; like `advice` where that is absent. */
  readonly remedy?: string
}

function explain(coolingOff: number, trust: NumberTrust, { contact, phone }: NumberCase): Explanation {
  if (trust === 'changed') {
    const ago = durationWords(formatDuration(coolingOff))
    return {
      code: 'number.changed',
      fact: `The phone number of this contact changed less than ${ago} ago`,
      advice: 'call the recipient on a number that you know from elsewhere',
      remedy: 'wait that long, or hand the password over with --via in-person',
    }
  }
  if (contact === null) {
    return {
      code: 'number.unverified',
      fact: 'Nobody verified this phone number',
      advice: '`waybill contacts add` records who did, and how',
    }
  }
  if (contact.phone === phone || contact.phone === null) {
    return {
      code: 'number.unverified',
      fact: 'Nobody verified the phone number of this contact',
      advice: '`waybill contacts edit` records who did, and how',
    }
  }
  return {
    code: 'number.unverified',
    fact: 'This phone number is not the one on record for this contact',
    advice: 'leave --phone out, or verify the new one and record it with `waybill contacts edit`',
  }
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
