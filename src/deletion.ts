import { dayOf, isDay, isOver, startOf } from '../lib/day.ts'
import { parseDuration } from '../lib/duration.ts'
import { WaybillError } from '../lib/error.ts'
import { oneLine } from './one-line.ts'
import { lastOf, type TransferRecord } from './record.ts'
import { notNow } from './releasing.ts'
import { commitStep } from './step.ts'
import type { DeletionAnswer } from './words.ts'
import type { World } from './world.ts'

/** Kind of the records of transfers whose recipient was asked to delete the files and has not answered: the day. */
export const toBeDeleted = 'to-be-deleted'

/** As long as the policy can keep anything (`keep.*`): who was to be reminded is forgotten by then. In milliseconds. */
const farthest = parseDuration('30y')

/** When that day begins: milliseconds since 1970. WB-USAGE where it is no day, over, or more than 30 years off. */
export function dayToCome(day: string, now: number): number {
  const wrong = (problem: string, hint: string) =>
    new WaybillError('WB-USAGE', `The day of --ask-deletion ${problem}.`, hint)
  const example = `Give a day to come, like ${dayOf(now + 90 * 86_400_000)}.`
  if (!isDay(day)) throw wrong('is not a day', example)
  const start = startOf(day)
  if (isOver(start, now)) throw wrong('is over (in UTC)', example)
  if (start <= now + farthest) return start
  const last = dayOf(now + farthest)
  throw wrong('is more than 30 years away', `Check the year: the last day that can be asked for is ${last}.`)
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
