import { WaybillError } from '../lib/error.ts'
import { isObject } from '../lib/ledger/canonical.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { ulid } from '../lib/ulid.ts'
import type { AlsoIntended } from './intent.ts'
import { fold, lastOf } from './record.ts'
import type { World } from './world.ts'

/**
 * What the ledger remembers of manifests (docs/decisions/0026): for every row of a run, which transfer belongs to it. The
 * row is claimed in the transaction of the intent, so that of two commands, or of a command and its own past, only one
 * makes a password for it.
 */
export interface BatchRun {
  /** Under which a manifest is known again: hashes of where it lies and of its content, hex. */
  readonly scopes: readonly string[]
  /** 1 for the first run of a manifest, one more with each `again`. */
  readonly run: number
}

/** The last run that claimed a row under one of the scopes; 0 when there was none. */
export function lastRun(ledger: Pick<Ledger, 'tagged' | 'records'>, scopes: readonly string[]): number {
  return Math.max(0, ...scopes.map(scope => runOf(ledger, ledger.tagged('batch', scope)[0])))
}

/** The transfer of a row in this run, or null while it has none, or none that left anything. */
export function claimed(ledger: Pick<Ledger, 'tagged' | 'eventsOf'>, batch: BatchRun, key: string): string | null {
  const ids = tagsOf(batch, key).flatMap(tag => ledger.tagged('batch-row', tag))
  return ids.find(id => !leftNothing(ledger, id)) ?? null
}

/** Claims a row for the transfer that is put on record. WB-BUSY when another command was faster. */
export function claim(world: Pick<World, 'clock' | 'random'>, batch: BatchRun, key: string): AlsoIntended {
  return (tx, id) => {
    if (claimed(tx, batch, key) !== null) {
      throw new WaybillError('WB-BUSY', 'Another command is sending this row.', 'Wait until it is done.')
    }
    for (const scope of batch.scopes) begin(world, tx, scope, batch.run)
    for (const tag of tagsOf(batch, key)) tx.tag('batch-row', tag, id, 'contact')
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

function tagsOf({ scopes, run }: BatchRun, key: string): string[] {
  return scopes.map(scope => `${scope}#${run}#${key}`)
}
