import { WaybillError } from '../lib/error.ts'
import { ask } from './asking.ts'
import { acceptedReceipt } from './conveying.ts'
import { numberOf } from './password-text.ts'
import { othersAreUnknown } from './reconciling.ts'
import { lastOf, type TransferRecord } from './record.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** Whether the provider still has the text of a password whose fate is final. */
export function redactionIsDue(world: Pick<World, 'courier'>, record: TransferRecord): boolean {
  const accepted = lastOf(record, 'password.accepted')
  if (accepted === undefined || world.courier?.redact === undefined || accepted.d.courier !== world.courier.id)
    return false
  const redacted = lastOf(record, 'password.redacted')
  const isFinal = ['delivered', 'failed', 'confirmed', 'cancelled'].includes(record.state)
  return isFinal && (redacted === undefined || redacted.seq < accepted.seq)
}

/**
 * Has the provider forget the text, and records it. Not while another transfer is unknown that may have to be found among
 * the texts to this number. A provider that does not do it now is asked again by the next `status`.
 */
export async function redact(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const { courier } = world
  const receipt = acceptedReceipt(world, record)
  if (!redactionIsDue(world, record) || receipt === null || courier === null) return
  if (othersAreUnknown(world, numberOf(record), record.id)) return
  try {
    const asked = await ask(world, record.id, 'redact', async call => courier.redact?.(receipt, call), watch)
    const done = asked.value ? [{ type: 'password.redacted', d: { courier: courier.id } }] : []
    commitStep(world, record.id, [...asked.requests, ...done])
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
  }
}
