import { eachBounded } from '../lib/bounded.ts'
import { stopIfAborted } from '../lib/courier/courier.ts'
import type { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import { isMoved, learn, runsOf } from './batch-claims.ts'
import { RowWork } from './batch-row.ts'
import type { RowView } from './batch-view.ts'
import { settle } from './deadlines.ts'
import type { SendRequest } from './intent.ts'
import type { Transfers } from './transfer.ts'
import type { Phase, World } from './world.ts'

/** One row of a manifest: one recipient. */
export interface BatchRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number
  readonly to: string
  /** `to` names a contact, and nobody else will do. */
  readonly mustBeContact: boolean
  /** Hex SHA-256 of what tells this row from every other: a row that is changed is another row. */
  readonly key: string
  /** Or why the row makes no sense. */
  readonly request: SendRequest | WaybillError
}

export interface BatchOptions {
  /** The place first, then the content; see `ScopeRun`. */
  readonly scopes: readonly string[]
  /** Begin a new run: every row is sent, also where the last run has sent it. */
  readonly again?: boolean
  /** How many rows at once, at least 1. */
  readonly jobs: number
  /** Check all rows, do nothing. */
  readonly dryRun?: boolean
  /** Send nothing when a row is refused. */
  readonly strict?: boolean
}

export type Stage = 'checking' | 'sending' | 'asking'

export interface BatchWatch {
  readonly signal?: AbortSignal
  /** Something about the manifest that a person should know, before anything is sent. */
  readonly onFinding?: (finding: Finding) => void
  /** All rows go through this now. */
  readonly onStage?: (stage: Stage) => void
  readonly onBegin?: (row: BatchRow) => void
  readonly onPhase?: (row: BatchRow, phase: Phase) => void
  /** Where a row stands, each time that is known anew. */
  readonly onEnd?: (view: RowView) => void
}

export interface BatchResult {
  /** The highest of its scopes: 1, and one more with each `again`. */
  readonly run: number
  /** One for each row, in the order of the manifest. */
  readonly rows: readonly RowView[]
  /** False where nothing was to be done: a dry run, every row refused, or one with `strict`. */
  readonly begun: boolean
}

const moved: Finding = {
  level: 'warning',
  code: 'batch.moved',
  message:
    'A manifest with this content was sent from another place, but none of its rows is known here: relative paths name other files now, so every row counts as new.',
}

/**
 * Sends every row as a transfer of its own. All rows are checked first; what stands in the way of one stops no other. The
 * ledger knows which row has a transfer already: that one is gone on with, and none is made a second time. An abort lets
 * the rows under way come to a safe end and begins no other; while rows are still checked it is WB-INTERRUPTED, and
 * nothing was done.
 */
export async function sendBatch(
  world: World,
  transfers: Transfers,
  rows: readonly BatchRow[],
  options: BatchOptions,
  watch: BatchWatch = {},
): Promise<BatchResult> {
  const { scopes, again = false, jobs, dryRun = false, strict = false } = options
  if (!dryRun) settle(world)
  const batch = runsOf(world.ledger, scopes, again)
  const work = rows.map(row => new RowWork(row, { world, transfers, batch, dryRun, watch }))

  await stage('checking', one => one.check())
  if (watch.signal !== undefined) stopIfAborted(watch.signal)
  const refused = work.filter(one => one.isRefused).length
  const begun = !dryRun && refused < rows.length && !(strict && refused > 0)
  const known = work.flatMap(({ row: { key }, id }) => (id === null ? [] : [{ key, id }]))
  if (!again && known.length === 0 && isMoved(world.ledger, scopes)) watch.onFinding?.(moved)
  // Also where nothing is sent, since the rows are told as known.
  if (begun || (!dryRun && known.length > 0)) learn(world, batch, known)
  if (begun) {
    for (const one of work) one.wait()
    await stage('sending', one => one.go())
    // Last of all, so that the provider has had time.
    await stage('asking', one => one.ask())
  }
  return { run: Math.max(...batch.map(({ run }) => run)), rows: work.map(({ view }) => view), begun }

  async function stage(name: Stage, step: (one: RowWork) => Promise<void>): Promise<void> {
    watch.onStage?.(name)
    await eachBounded(work, jobs, watch.signal, step)
  }
}
