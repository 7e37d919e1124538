import type { Twilio } from 'twilio'
import { WaybillError } from '../../error.ts'
import type { Finding } from '../../finding.ts'
import type { PhoneNumber } from '../../phone.ts'
import { landlineFindings } from '../landline.ts'

/** Kinds of lines that a password is not sent to. (Twilio Lookup v2, `line_type_intelligence.type`) */
const unfit: ReadonlyMap<string, string> = new Map([
  ['landline', 'a landline, where a text message may not arrive'],
  ['fixedVoip', 'an internet line, which others may read along'],
  ['nonFixedVoip', 'an internet line that anybody can set up, which others may read along'],
  ['personal', 'a number that leads on to another one'],
  ['tollFree', 'a toll-free number, which belongs to no person'],
  ['premium', 'a premium-rate number'],
  ['sharedCost', 'a shared-cost number, which belongs to no person'],
  ['uan', 'a number of a whole organisation'],
  ['voicemail', 'a mailbox'],
  ['pager', 'a pager'],
])

/** What Lookup says of the line. This is a paid request. Throws what the request client throws. */
export async function lookUp(sdk: Twilio, to: PhoneNumber): Promise<Finding[]> {
  const answer = await sdk.lookups.v2.phoneNumbers(to).fetch({ fields: 'line_type_intelligence' })
  // Untrusted, whatever the SDK's types say.
  const { valid, lineTypeIntelligence: line }: { valid: unknown; lineTypeIntelligence: unknown } = answer
  if (valid === false) {
    return [{ level: 'error', code: 'number.invalid', message: 'Twilio says that the number does not exist.' }]
  }
  const type = typeof line === 'object' && line !== null && 'type' in line ? line.type : null
  const words = typeof type === 'string' ? unfit.get(type) : undefined
  if (words !== undefined) return [{ level: 'error', code: 'number.line-type', message: `The number is ${words}.` }]
  if (type === 'mobile') return []
  return [{ level: 'warning', code: 'number.line-type-unknown', message: 'Twilio does not know the kind of line.' }]
}

/** Where Lookup gave no answer, that is no reason to hold the message back: the numbering plan is asked instead. */
export async function withoutLookup(to: PhoneNumber, error: unknown): Promise<Finding[]> {
  if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
  const message = `Twilio Lookup did not tell the kind of line. ${error.message}`
  return [{ level: 'warning', code: 'number.lookup-failed', message }, ...(await landlineFindings(to))]
}
