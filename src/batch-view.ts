import type { ErrorCode, WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import type { BatchRow } from './batch.ts'
import type { Intent } from './intent.ts'
import { intendedOf, type TransferRecord } from './record.ts'
import type { State } from './states.ts'
import { transferView } from './view.ts'
import type { Channel, Hold } from './words.ts'
import type { World } from './world.ts'

/** A state of its transfer; or the row was refused and nothing was done, it could be sent, or it was not begun. */
export type RowState = State | 'refused' | 'ready' | 'left'

/** What became of one row of a manifest. Every field name is a promise (docs/json.md). No number, no password. */
export interface RowView {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number
  readonly to: string
  readonly transfer: string | null
  readonly id: string | null
  readonly state: RowState
  /** Sent, held or under way; in a dry run: could be sent. */
  readonly ok: boolean
  /** It had its transfer before this command. */
  readonly before: boolean
  readonly channel: Channel | null
  /** Why the password waits, or would. */
  readonly hold: Hold | null
  readonly archive: string | null
  readonly sha256: string | null
  readonly receiptCode: string | null
  /** Why it is not `ok`: an error of Waybill's own, or the code of the courier. */
  readonly code: ErrorCode | string | null
  readonly message: string | null
  readonly hint: string | null
  readonly findings: readonly Finding[]
}

/** What a row came to: its transfer, an intent that could be sent, or nothing. */
export type Outcome = TransferRecord | Intent | 'refused' | 'left'

export function rowView(
  world: Pick<World, 'ledger' | 'kind' | 'clock'>,
  { row, to }: Pick<BatchRow, 'row' | 'to'>,
  outcome: Outcome,
  error: WaybillError | null,
  more: { readonly before: boolean; readonly findings: readonly Finding[] },
): RowView {
  const { state, intended, record } = readOutcome(outcome)
  const view = record === null ? null : transferView(world, record)
  const reason = error ?? view?.failure ?? reasons[state] ?? null
  return {
    row,
    to,
    transfer: view?.transfer ?? null,
    id: view?.id ?? null,
    state,
    ok: reason === null,
    before: more.before,
    channel: view?.channel ?? intended?.channel ?? null,
    hold: intended?.hold ?? null,
    archive: view?.archive ?? null,
    sha256: view?.sha256 ?? null,
    receiptCode: view?.receiptCode ?? null,
    code: reason?.code ?? null,
    message: reason?.message ?? null,
    hint: reason?.hint ?? null,
    findings: more.findings,
  }
}

function readOutcome(outcome: Outcome) {
  if (typeof outcome === 'string') return { state: outcome, intended: null, record: null }
  if ('events' in outcome) return { state: outcome.state, intended: intendedOf(outcome), record: outcome }
  return { state: 'ready' as const, intended: outcome, record: null }
}

/** Where no error says why, these states still are not what was asked for. */
const reasons: Partial<Record<RowState, { code: null; message: string; hint: string }>> = {
  unknown: why('Nobody knows whether the password arrived.', 'Run the same command again: the provider is asked.'),
  failed: why('The password did not arrive.', 'See `waybill show` with the id of the transfer.'),
  cancelled: why('The transfer was cancelled.', 'Change the row to have it sent anew.'),
  rejected: why('The archive did not pass its check.', 'Run the same command again.'),
  expired: why('The recipient did not quote the receipt code in time.', 'Change the row to have it sent anew.'),
  locked: why('Too many wrong receipt codes.', 'Cancel the transfer, or release it with --override and a reason.'),
  intended: why('The transfer was cut off.', 'Run the same command again.'),
  sealed: why('The transfer was cut off.', 'Run the same command again.'),
  checked: why('The transfer was cut off.', 'Run the same command again.'),
  left: why('The row was not begun.', 'Run the same command again.'),
}

function why(message: string, hint: string): { code: null; message: string; hint: string } {
  return { code: null, message, hint }
}
