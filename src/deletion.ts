import { dayOf, isDay, isOver, startOf } from '../lib/day.ts'
import { WaybillError } from '../lib/error.ts'
import { oneLine } from './one-line.ts'
import { intendedOf, lastOf, type TransferRecord, word } from './record.ts'
import { notNow } from './releasing.ts'
import { commitStep } from './step.ts'
import type { DeletionAnswer } from './words.ts'
import type { World } from './world.ts'

/** Kind of the records of transfers whose recipient was asked to delete the files and has not answered: the day. */
export const toBeDeleted = 'to-be-deleted'

/** When that day begins: milliseconds since 1970. WB-USAGE where it is no day, or over. */
export function dayToCome(day: string, now: number): number {
  if (isDay(day) && !isOver(startOf(day), now)) return startOf(day)
  const problem = isDay(day) ? 'is over (in UTC)' : 'is not a day'
  const hint = `Give a day to come, like ${dayOf(now + 90 * 86_400_000)}.`
  throw new WaybillError('WB-USAGE', `The day of --ask-deletion ${problem}.`, hint)
}

/** The recipient's answer, on the operator's word; a later one counts. `by`: who gave it. */
export function answerDeletion(
  world: Pick<World, 'ledger'>,
  record: TransferRecord,
  answer: DeletionAnswer,
  by?: string,
): void {
  if (lastOf(record, 'transfer.checked') === undefined)
    throw notNow(record, 'has no archive', 'Only what a recipient got can be deleted by them.')
  const { id, short, shredded } = record
  if (by !== undefined && shredded.includes('contact')) {
    const message = `Nothing about the recipient of ${short} can be kept any more: it was shredded.`
    throw new WaybillError('WB-SHREDDED', message, 'Leave --by out: the answer is recorded without the name.')
  }
  const disclose =
    by === undefined ? [] : [{ class: 'contact' as const, owner: id, fields: { answeredBy: oneLine(by, '--by') } }]
  commitStep(world, id, [{ type: 'deletion.answered', d: { answer }, disclose }], tx =>
    tx.records.remove(toBeDeleted, id),
  )
}

/** What the recipient was asked and answered; null where neither is. */
export function deletionView({ ledger }: Pick<World, 'ledger'>, record: TransferRecord) {
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
  }
}
