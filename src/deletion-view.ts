import { dayOf } from '../lib/day.ts'
import { isDeletionDue } from './deletions-due.ts'
import { intendedOf, lastOf, type TransferRecord, word } from './record.ts'
import type { DeletionAnswer } from './words.ts'
import type { World } from './world.ts'

/** What the recipient was asked and answered, and whether it is time to ask again; null where they were not and did not. */
export function deletionView({ ledger, clock }: Pick<World, 'ledger' | 'clock'>, record: TransferRecord) {
  const { deleteBy } = intendedOf(record)
  const event = lastOf(record, 'deletion.answered')
  if (deleteBy === null && event === undefined) return null
  const field = event && ledger.disclosed(event).find(one => one !== 'shredded' && one.name === 'answeredBy')
  const by = field === undefined || field === 'shredded' ? null : field.value
  return {
    askedBy: deleteBy === null ? null : dayOf(deleteBy),
    answer: event === undefined ? null : word<DeletionAnswer>(event.d, 'answer'),
    by: typeof by === 'string' ? by : null,
    at: event?.ts ?? null,
    due: isDeletionDue(record, clock.now()),
  }
}
