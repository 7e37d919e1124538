import type { Finding } from '../finding.ts'
import { describePhone, type PhoneNumber } from '../phone.ts'

/** A warning where the numbering plan says that the number is a landline. */
export async function landlineFindings(to: PhoneNumber): Promise<Finding[]> {
  const { line } = await describePhone(to)
  if (line !== 'landline') return []
  const message = 'The number is a landline, where a text message may not arrive.'
  return [{ level: 'warning', code: 'number.landline', message }]
}
