import { fold, lastOf, type TransferRecord, word } from './record.ts'
import { shownState } from './states.ts'
import type { PasswordLeft } from './words.ts'

/** What had left, as far as the ledger knows. */
export function archiveLeft(record: TransferRecord): 'none' | 'made' | 'handed-over' {
  if (lastOf(record, 'archive.handed-over') !== undefined) return 'handed-over'
  return lastOf(record, 'transfer.checked') === undefined ? 'none' : 'made'
}

/** The same for the password; of a transfer that has ended, what was true when it did. */
export function passwordLeft(record: TransferRecord): PasswordLeft {
  return isLost(record) ? leftThen(onRecord(record)) : onRecord(record)
}

/** A restore lost what happened to this transfer after the backup: it was open in it. */
export function isLost({ events }: TransferRecord): boolean {
  return events.some(({ type, d }) => type === 'password.destroyed' && d.reason === 'restored')
}

/** What can still be said once events are lost: among them may be one that let the password go. */
export function leftThen(left: PasswordLeft): PasswordLeft {
  return left === 'kept' || left === 'released' || left === 'failed' ? 'unknown' : left
}

function onRecord(record: TransferRecord): PasswordLeft {
  if (lastOf(record, 'transfer.released') === undefined) return 'kept'
  const cancelled = lastOf(record, 'transfer.cancelled')
  if (cancelled !== undefined) return word<PasswordLeft>(cancelled.d, 'password')
  const state = shownState(fold(record.events.filter(event => event.type !== 'transfer.closed')))
  switch (state) {
    case 'released':
    case 'failed':
      // A text whose outcome nobody knew came before: that this attempt did not arrive says nothing about that one.
      return wasSentAgain(record) ? 'unknown' : state
    case 'unknown':
    case 'accepted':
      return state
    default:
      return 'delivered'
  }
}

/** A second text was sent after one whose outcome nobody knew. */
export function wasSentAgain({ events }: TransferRecord): boolean {
  return events.some(({ type, d }) => type === 'transfer.released' && d.by === 'again')
}
