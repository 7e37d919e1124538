import { WaybillError } from '../lib/error.ts'
import { isObject } from '../lib/ledger/canonical.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { ulid } from '../lib/ulid.ts'
import type { AlsoIntended } from './intending.ts'
import { fold, lastOf } from './record.ts'
import type { World } from './world.ts'

/**
 * What the ledger remembers of manifests (docs/decisions/0026): for every row of a run, which transfer belongs to it. The
 * row is claimed in the transaction of the intent, so that of two commands, or of a command and its own past, only one
 * makes a password for it.
 */
export interface ScopeRun {
  /** Under which a manifest is known again: a hash of where it lies or of its content, hex. */
  readonly scope: string
  /** 1 for the first run under this scope, one more with each `again`. */
  readonly run: number
}

/** A manifest has several scopes, each with runs of its own: a row that is known under one of them is known. */
export type BatchRun = readonly ScopeRun[]

type Readable = Pick<Ledger, 'tagged' | 'records' | 'eventsOf'>

/** The run to go on with under each scope, or with `again` the next one. */
export function runsOf(ledger: Omit<Readable, 'eventsOf'>, scopes: readonly string[], again: boolean): BatchRun {
  return scopes.map(scope => ({ scope, run: Math.max(1, lastRun(ledger, scope) + (again ? 1 : 0)) }))
}

/** Whether another scope than the first has runs on record, and the first one has none. */
export function isMoved(ledger: Omit<Readable, 'eventsOf'>, [place = '', ...others]: readonly string[]): boolean {
  return lastRun(ledger, place) === 0 && others.some(scope => lastRun(ledger, scope) > 0)
}

/** The last run on record under a scope; 0 when there was none. */
function lastRun(ledger: Omit<Readable, 'eventsOf'>, scope: string): number {
  return runOf(ledger, ledger.tagged('batch', scope)[0])
}

/** The transfer of a row in this run, or null while it has none, or none that left anything. */
export function claimed(ledger: Readable, batch: BatchRun, key: string): string | null {
  const ids = tagsOf(batch, key).flatMap(tag => ledger.tagged('batch-row', tag))
  return ids.find(id => !leftNothing(ledger, id)) ?? null
}

/**
 * Puts the runs on record, and what is known under one scope under all of them: from now on the manifest is known by each,
 * whichever of them changes next.
 */
export function learn(
  world: Pick<World, 'clock' | 'random' | 'ledger'>,
  batch: BatchRun,
  rows: readonly { readonly key: string; readonly id: string }[],
): void {
  world.ledger.commit(tx => {
    for (const { scope, run } of batch) begin(world, tx, scope, run)
    for (const { key, id } of rows) tagRow(tx, batch, key, id)
  })
}

export function beingSent(): WaybillError {
  return new WaybillError('WB-BUSY', 'Another command is sending this row.', 'Run the same command again later.')
}

/** Claims a row for the transfer that is put on record. WB-BUSY when another command was faster. */
export function claim(batch: BatchRun, key: string): AlsoIntended {
  return (tx, id) => {
    if (claimed(tx, batch, key) !== null) {
      throw beingSent()
    }
    tagRow(tx, batch, key, id)
  }
}

/**
 * Cancelled before there was an archive, or rejected and removed: the password is destroyed and opens nothing, so the row
 * may be tried anew. Whatever else a row's transfer came to stays its only one.
 */
function leftNothing(ledger: Pick<Ledger, 'eventsOf'>, id: string): boolean {
  const events = ledger.eventsOf(id)
  const { state } = fold(events)
  return (
    state === 'rejected' || (state === 'cancelled' && lastOf({ events }, 'transfer.cancelled')?.d.archive === 'none')
  )
}

/** Records of their own, which no shred of a transfer takes away: an old run stays an old run. */
function begin(world: Pick<World, 'clock' | 'random'>, tx: Transaction, scope: string, run: number): void {
  const [known] = tx.tagged('batch', scope)
  if (runOf(tx, known) >= run) return
  const id = known ?? ulid(world.clock, world.random)
  tx.records.put('batch', id, id, 'contact', { run })
  tx.tag('batch', scope, id)
}

function runOf({ records }: Pick<Ledger, 'records'>, id: string | undefined): number {
  const value = id === undefined ? null : records.get('batch', id)
  return isObject(value) && typeof value.run === 'number' ? value.run : 0
}

function tagRow(tx: Transaction, batch: BatchRun, key: string, id: string): void {
  for (const tag of tagsOf(batch, key)) tx.tag('batch-row', tag, id, 'contact')
}

function tagsOf(batch: BatchRun, key: string): string[] {
  return batch.map(({ scope, run }) => `${scope}#${run}#${key}`)
}
