import { WaybillError } from '../lib/error.ts'
import { openTransfers } from './open-transfers.ts'
import { int, lastOf, type TransferRecord } from './record.ts'
import { commitEnd } from './step.ts'
import type { World } from './world.ts'

/**
 * Ends what is due: a hold past its deadline expires, a conveyed password past `closeAfter` is closed; both destroy the
 * password. Nothing runs in the background, so every command that writes calls this first. Returns the transfers that ended.
 */
export function settle(world: World): TransferRecord[] {
  return openTransfers(world).filter(record => unlessOvertaken(() => expire(world, record) || close(world, record)))
}

/** Another command may have gone on with a transfer since it was read: then it is not due any more. */
function unlessOvertaken(end: () => boolean): boolean {
  try {
    return end()
  } catch (error) {
    if (error instanceof WaybillError && error.code === 'WB-STATE') return false
    throw error
  }
}

function expire(world: World, record: TransferRecord): boolean {
  const held = lastOf(record, 'transfer.held')
  if (held === undefined || (record.state !== 'held' && record.state !== 'locked')) return false
  const until = int(held.d, 'until')
  if (world.clock.now() < until) return false
  commitEnd(world, record.id, { type: 'transfer.expired', d: { until } }, 'expired')
  return true
}

function close(world: World, record: TransferRecord): boolean {
  if (!['accepted', 'delivered', 'confirmed'].includes(record.state)) return false
  const conveyed = lastOf(record, 'password.accepted', 'password.dictated')
  const since = conveyed === undefined ? Number.POSITIVE_INFINITY : Date.parse(conveyed.ts)
  if (world.clock.now() < since + world.policy.closeAfter) return false
  commitEnd(world, record.id, { type: 'transfer.closed', d: { since } }, 'closed')
  return true
}
