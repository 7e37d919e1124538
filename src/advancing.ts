import { stopIfAborted } from '../lib/courier/courier.ts'
import { accompany, lacksCompanions } from './companions.ts'
import { convey } from './conveying.ts'
import { channelOf, intendedOf, readTransfer, type TransferRecord } from './record.ts'
import { letGo } from './releasing.ts'
import { checkArchive, sealArchive } from './sealing.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** The steps that need no decision, one after the other, until one does. */
export async function advance(world: World, id: string, watch: Watch): Promise<TransferRecord> {
  for (;;) {
    const record = readTransfer(world.ledger, id)
    if (record.life.state === 'intended') await sealArchive(world, record, watch)
    else if (record.life.state === 'sealed') await checkArchive(world, record, watch)
    else if (lacksCompanions(record)) await accompany(world, record)
    else if (record.life.state === 'checked') holdOrRelease(world, record, watch)
    else if (record.state === 'released' && channelOf(record) === 'sms') {
      watch.onProgress?.('conveying', { done: 0, total: 1, name: record.short })
      await convey(world, record, watch)
    } else return record
  }
}

/** checked → held or released, as the intent says. */
function holdOrRelease(world: World, record: TransferRecord, { signal }: Watch): void {
  if (signal !== undefined) stopIfAborted(signal)
  const { hold, channel } = intendedOf(record)
  if (hold === 'none') {
    letGo(world, record, 'no-hold', channel)
  } else {
    const until = world.clock.now() + world.policy.release.holdFor
    commitStep(world, record.id, [{ type: 'transfer.held', d: { until, receipt: hold === 'receipt' } }])
  }
}
