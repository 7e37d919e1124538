import { isOver } from '../lib/day.ts'
import { toBeDeleted } from './deletion.ts'
import { intendedOf, lastOf, readTransfer, type TransferRecord } from './record.ts'
import { passwordLeft } from './what-left.ts'
import type { World } from './world.ts'

/** Those whose day is over without an answer, oldest first, as far as the recipient may have been able to read the files. */
export function deletionsDue({ ledger, clock }: Pick<World, 'ledger' | 'clock'>): TransferRecord[] {
  const now = clock.now()
  return ledger.records
    .list(toBeDeleted)
    .filter(({ value }) => typeof value === 'number' && isOver(value, now))
    .map(({ id }) => readTransfer(ledger, id))
    .filter(record => isDeletionDue(record, now))
}

/** Whether a transfer is one of those. */
export function isDeletionDue(record: TransferRecord, now: number): boolean {
  const { deleteBy } = intendedOf(record)
  const isAsked = deleteBy !== null && isOver(deleteBy, now) && lastOf(record, 'deletion.answered') === undefined
  return isAsked && passwordLeft(record) !== 'kept'
}
