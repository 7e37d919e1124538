import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import type { PhoneNumber } from '../lib/phone.ts'
import { ask, recordRequests } from './asking.ts'
import type { Watch, World } from './world.ts'

/** What the courier says of the number before a password is wasted on it. WB-POLICY-NUMBER when no text can reach it. */
export async function reachable(world: World, phone: PhoneNumber, watch: Watch): Promise<readonly Finding[]> {
  const { courier } = world
  if (courier === null) return []
  const { value: findings, requests } = await ask(world, null, 'check', call => courier.check(phone, call), watch)
  recordRequests(world, null, requests)
  const refusal = findings.find(({ level }) => level === 'error')
  if (refusal === undefined) return findings
  if (refusal.code.startsWith('number.')) {
    const hint = 'Convey the password with --via phone, or ask the recipient for another number.'
    throw new WaybillError('WB-POLICY-NUMBER', refusal.message, hint)
  }
  const hint = 'Run `waybill doctor`, or convey the password with --via phone.'
  throw new WaybillError('WB-NO-COURIER', refusal.message, hint)
}
