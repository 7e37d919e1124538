import { isOver } from '../lib/day.ts'
import { toBeDeleted } from './deletion.ts'
import { readTransfer, type TransferRecord } from './record.ts'
import { passwordLeft } from './transfer.ts'
import type { World } from './world.ts'

/** Those whose day is over without an answer, oldest first, as far as the recipient may have been able to read the files. */
export function deletionsDue({ ledger, clock }: Pick<World, 'ledger' | 'clock'>): TransferRecord[] {
  return ledger.records
    .list(toBeDeleted)
    .filter(({ value }) => typeof value === 'number' && isOver(value, clock.now()))
    .map(({ id }) => readTransfer(ledger, id))
    .filter(record => passwordLeft(record) !== 'kept')
}
