import { dirname } from 'node:path'
import { WaybillError } from '../lib/error.ts'
import type { Comparison } from '../lib/same-file.ts'
import { companionsOf } from './companions.ts'
import { lastOf, readTransfer, requireEvent, word } from './record.ts'
import { leftArchive } from './retention.ts'
import { requirePlan } from './sealing.ts'
import { commitStep } from './step.ts'
import type { ArchiveOutcome } from './words.ts'
import type { Watch, World } from './world.ts'

/**
 * Deletes the archive of a transfer where it was made, if it is still exactly the file that was sealed. Intent (on record) →
 * effect → outcome (on record): after a crash in between, the next call goes on, and a file that was there at the intent
 * and is gone now counts as deleted. Null when another command was faster. WB-BUSY; WB-NOT-FOUND where its whole folder
 * is missing, unless this is the `last` chance: a disk that is not connected is no reason to forget the archive. What
 * Waybill laid beside it goes with it.
 */
export function deleteArchive(
  world: Pick<World, 'kind' | 'ledger' | 'disk'>,
  id: string,
  { reason, last, signal }: Pick<Watch, 'signal'> & { readonly reason: 'due' | 'asked'; readonly last: boolean },
): Promise<ArchiveOutcome | null> {
  const { ledger, disk } = world
  return disk.exclusively(id, async () => {
    const record = readTransfer(ledger, id)
    if (!leftArchive(record)) return null
    const { final } = requirePlan(record)
    const sha256 = word<string>(requireEvent(record, 'transfer.sealed').d, 'sha256')
    const begun = lastOf(record, 'archive.deleting') !== undefined
    let found = await disk.compare(final, sha256, signal)
    if (found === 'missing' && !begun && !last && (await disk.identity(dirname(final))) === null) {
      throw new WaybillError(
        'WB-NOT-FOUND',
        `The folder of the archive of ${record.short} does not exist.`,
        'Connect its disk and run `waybill purge` again.',
      )
    }
    if (found === 'same') {
      if (!begun) commitStep(world, id, [{ type: 'archive.deleting', d: { sha256, reason } }])
      found = await disk.removeSame(final, sha256)
      if (found === 'missing') found = 'same'
    }
    for (const { path, sha256 } of companionsOf(world, record))
      if (path !== null && sha256 !== null) await disk.removeSame(path, sha256)
    const outcome = begun && found === 'missing' ? 'deleted' : outcomes[found]
    commitStep(world, id, [{ type: 'archive.deleted', d: { sha256, outcome } }])
    return outcome
  })
}

const outcomes: Readonly<Record<Comparison, ArchiveOutcome>> = {
  same: 'deleted',
  missing: 'missing',
  changed: 'changed',
}
