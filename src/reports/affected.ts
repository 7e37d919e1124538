import { openedOf } from '../confirming.ts'
import { int, intendedOf, lastOf, type TransferRecord, word } from '../record.ts'
import { archiveLeft, isLost, passwordLeft } from '../what-left.ts'
import type { Hiding, PasswordLeft } from '../words.ts'

/**
 * How far anybody could get at the content, as far as the ledger knows (docs/mis-sent.md): `nothing`, no archive came into
 * being; `unintelligible`, the password was never released, or is said not to have arrived; `unknown`, it was let go and
 * nobody says where it is, or a restore lost the events that would say; `readable`, the provider took it or it was delivered; `opened`, somebody opened the archive.
 */
export const reaches = ['nothing', 'unintelligible', 'unknown', 'readable', 'opened'] as const
export type Reach = (typeof reaches)[number]

/** One transfer of a breach: what the ledger says, and whose word it is. */
export type Affected = ReturnType<typeof affected>

export function affected(record: TransferRecord) {
  const { recipient, organisation, client, purpose, reference } = record.contact
  const intended = intendedOf(record)
  const sealed = lastOf(record, 'transfer.sealed')?.d
  const [password, archive] = [passwordLeft(record), archiveLeftAtEnd(record)]
  return {
    transfer: record.short,
    id: record.id,
    began: record.events[0]?.ts ?? '',
    state: record.state,
    /** What follows, down to the reference, was shredded and is null. */
    shredded: recipient === null,
    recipient,
    organisation,
    client,
    purpose,
    reference,
    basis: intended.basis,
    categories: intended.categories,
    special: intended.special,
    subjects: intended.subjects,
    records: intended.records,
    archive,
    handedOver: handedOverOf(record),
    sha256: sealed === undefined ? null : word<string>(sealed, 'sha256'),
    bytes: sealed === undefined ? null : int(sealed, 'bytes'),
    cipher: 'AES-256' as const,
    bits: intended.bits,
    /** `no`: readable without the password. An older version hid nothing. */
    names: intended.names ?? ('no' satisfies Hiding),
    password,
    outcome: outcomeOf(record),
    opened: openedOf(record),
    reach: reachOf(record, archive, password),
    /** A restore lost what happened to it after the backup. */
    lost: isLost(record),
    /** The password is destroyed on this device. */
    destroyed: lastOf(record, 'password.destroyed') !== undefined,
    cancelled: cancelledOf(record),
  }
}

/** Of a cancelled transfer what the cancelling found: a crash may have cut off the record of the publication. */
function archiveLeftAtEnd(record: TransferRecord): 'none' | 'made' | 'handed-over' {
  const cancelled = lastOf(record, 'transfer.cancelled')
  return cancelled === undefined ? archiveLeft(record) : word<'none' | 'made' | 'handed-over'>(cancelled.d, 'archive')
}

/** The operator's word on how the archive left; null: nobody said that it did. */
function handedOverOf(record: TransferRecord) {
  const event = lastOf(record, 'archive.handed-over')
  return event === undefined ? null : { by: word<string>(event.d, 'by'), at: event.ts }
}

const outcomes = {
  'password.accepted': 'accepted',
  'password.delivered': 'delivered',
  'password.dictated': 'delivered',
  'password.failed': 'failed',
  'password.unknown': 'unknown',
} as const
type OutcomeEvent = keyof typeof outcomes

/** What is said of the last attempt to convey the password, and who says it; null: nobody says anything. */
function outcomeOf(record: TransferRecord) {
  const since = lastOf(record, 'transfer.released')?.seq ?? Number.POSITIVE_INFINITY
  const event = record.events.findLast(({ seq, type }) => seq > since && type in outcomes)
  if (event === undefined) return null
  const says = event.type === 'password.dictated' ? 'operator' : word<string>(event.d, 'courier')
  return { what: outcomes[event.type as OutcomeEvent], says, at: event.ts }
}

function reachOf(record: TransferRecord, archive: string, password: PasswordLeft): Reach {
  if (openedOf(record) !== null) return 'opened'
  if (!isLost(record)) {
    if (archive === 'none') return 'nothing'
    if (password === 'kept' || password === 'failed' || wasWithdrawn(record)) return 'unintelligible'
  }
  return password === 'accepted' || password === 'delivered' ? 'readable' : 'unknown'
}

function wasWithdrawn(record: TransferRecord): boolean {
  return lastOf(record, 'transfer.cancelled')?.d.withdrawn === true
}

/** What had left when it was cancelled; null: it was not. */
function cancelledOf(record: TransferRecord) {
  const event = lastOf(record, 'transfer.cancelled')
  return event === undefined
    ? null
    : { reason: word<string>(event.d, 'reason'), withdrawn: event.d.withdrawn === true, at: event.ts }
}
