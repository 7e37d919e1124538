import { WaybillError } from '../lib/error.ts'
import { removeHalfCompanions } from './companions.ts'
import { withdraw } from './conveying.ts'
import { reconcile } from './reconciling.ts'
import { readTransfer, type TransferRecord } from './record.ts'
import { redact } from './redacting.ts'
import { notNow } from './releasing.ts'
import { isPublished } from './sealing.ts'
import { endStates } from './states.ts'
import { commitEnd } from './step.ts'
import { archiveLeft, passwordLeft, wasSentAgain } from './what-left.ts'
import type { Watch, World } from './world.ts'

/** Any state that has not ended → cancelled. Nobody who wants to stop is held up by a provider that does not answer. */
export async function cancel(
  world: World,
  record: TransferRecord,
  reason: 'operator' | 'mis-sent',
  watch: Watch,
): Promise<void> {
  if (endStates.has(record.state)) throw notNow(record, `is ${record.state}`, 'There is nothing to stop.')
  const withdrawn = await withdrawWaiting(world, record, watch)
  await removeTemporary(world, record)
  await recordCancelled(world, readTransfer(world.ledger, record.id), reason, withdrawn)
  await redact(world, readTransfer(world.ledger, record.id), watch)
}

/**
 * The way out of a failed or interrupted `send`: nothing half-written, no orphaned password. An archive that has its
 * name keeps its password: `resume` checks it again and records it.
 */
export async function abandon(world: World, id: string, error: unknown): Promise<void> {
  const record = readTransfer(world.ledger, id)
  if (record.life.state !== 'intended' && record.life.state !== 'sealed') return
  if (await hasItsName(world, record)) return
  await removeTemporary(world, record)
  const interrupted = error instanceof WaybillError && error.code === 'WB-INTERRUPTED'
  await recordCancelled(world, record, interrupted ? 'interrupted' : 'failed', false)
}

/** What a step that did not end may have left beside the target. */
export async function removeTemporary(world: World, record: TransferRecord): Promise<void> {
  const { life, plan } = record
  await removeHalfCompanions(world, record)
  if (plan !== null && (life.state === 'intended' || life.state === 'sealed')) await world.disk.remove(plan.temporary)
}

/** A text that still waits at the provider is stopped there. A provider that does not answer does not stop the cancelling. */
async function withdrawWaiting(world: World, record: TransferRecord, watch: Watch): Promise<boolean> {
  try {
    if (record.state === 'unknown') await reconcile(world, record, watch)
    const now = readTransfer(world.ledger, record.id)
    return now.state === 'accepted' && (await withdraw(world, now, watch))
  } catch (error) {
    // A key that was revoked, a number that was shredded: one must be able to stop just then.
    if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
    const message = `The courier could not be asked to stop the text. ${error.message}`
    watch.onFinding?.({ level: 'warning', code: 'courier.not-asked', message })
    return false
  }
}

async function recordCancelled(
  world: World,
  record: TransferRecord,
  reason: string,
  withdrawn: boolean,
): Promise<void> {
  // A crash may have cut off the record of a publication: the disk knows.
  const archive = (await hasItsName(world, record)) ? 'made' : archiveLeft(record)
  // That the last text was withdrawn says nothing of one before whose outcome nobody knew.
  const before = withdrawn && wasSentAgain(record)
  const d = { reason, archive, password: before ? 'unknown' : passwordLeft(record), withdrawn }
  commitEnd(world, record.id, { type: 'transfer.cancelled', d }, 'cancelled')
}

/** Published, and not on record as checked yet. */
async function hasItsName(world: World, record: TransferRecord): Promise<boolean> {
  const { life, plan } = record
  return life.state === 'sealed' && plan !== null && (await isPublished(world, record, plan))
}
