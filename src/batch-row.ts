import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import type { BatchRow, BatchWatch } from './batch.ts'
import { type BatchRun, beingSent, claim, claimed, learn } from './batch-claims.ts'
import { type Outcome, type RowView, rowView } from './batch-view.ts'
import { findContact } from './contacts.ts'
import type { Intent, SendRequest } from './intent.ts'
import { isCutOff } from './open-transfers.ts'
import type { TransferRecord } from './record.ts'
import type { Transfers } from './transfer.ts'
import type { Phase, Watch, World } from './world.ts'

/** What all rows of one batch share. */
export interface Around {
  readonly world: World
  readonly transfers: Transfers
  readonly batch: BatchRun
  readonly dryRun: boolean
  readonly watch: BatchWatch
}

/** One row on its way: checked, sent or gone on with, asked about. An error that Waybill can explain is in its view. */
export class RowWork {
  readonly row: BatchRow
  readonly #around: Around
  /** Its transfer, once it has one. */
  #id: string | null = null
  /** From its check until it is sent. */
  #intent: Intent | null = null
  #before = false
  #findings: readonly Finding[] = []
  #view: RowView

  constructor(row: BatchRow, around: Around) {
    this.row = row
    this.#around = around
    this.#view = rowView(around.world, row, 'left', null, { before: false, findings: [] })
  }

  get view(): RowView {
    return this.#view
  }

  get id(): string | null {
    return this.#id
  }

  get isRefused(): boolean {
    return this.#view.state === 'refused'
  }

  /** Everything that can be checked without an effect. Throws only when it is interrupted. */
  async check(): Promise<void> {
    const { world, transfers, batch, dryRun, watch } = this.#around
    const { row } = this
    this.#id = claimed(world.ledger, batch, row.key)
    if (this.#id !== null) {
      this.#before = true
      return this.#end(transfers.read(this.#id), null)
    }
    try {
      const request = requestOf(world, row)
      const plan = dryRun ? transfers.plan(request, signalOf(watch)) : transfers.planOrRefuse(request, signalOf(watch))
      this.#intent = await plan
      this.#findings = this.#intent.findings
      this.#end(this.#intent, null)
    } catch (error) {
      if (!(error instanceof WaybillError) || watch.signal?.aborted) throw error
      this.#end('refused', inWordsOfRows(error))
    }
  }

  /** From here on, a row whose turn does not come is left. */
  wait(): void {
    if (this.#intent !== null) this.#end('left', null)
  }

  /** Sends what was checked, under a claim of the row; or goes on with the transfer that it has. */
  async go(): Promise<void> {
    const { world, watch } = this.#around
    if (this.isRefused) return
    watch.onBegin?.(this.row)
    try {
      this.#end(await this.#sendOrGoOn(), null)
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error
      const record = this.#recorded()
      const isUndone = record === null || claimed(world.ledger, this.#around.batch, this.row.key) === null
      if (watch.signal?.aborted && isUndone) this.#end('left', null)
      else this.#end(record ?? 'refused', error)
    } finally {
      this.#intent = null
    }
  }

  #sendOrGoOn(): Promise<TransferRecord> {
    const { transfers, watch } = this.#around
    const onProgress = (phase: Phase) => watch.onPhase?.(this.row, phase)
    const rowWatch = { ...signalOf(watch), onProgress }
    if (this.#intent !== null) return this.#sendOrTakeOver(this.#intent, rowWatch)
    const record = transfers.read(this.#id ?? '')
    if (isCutOff(record) || record.state === 'unknown') return transfers.resume(record.id, rowWatch)
    return Promise.resolve(record)
  }

  /** Where another command was faster, its transfer is that of the row. */
  async #sendOrTakeOver(intent: Intent, rowWatch: Watch): Promise<TransferRecord> {
    const { world, transfers, batch } = this.#around
    const { key } = this.row
    const claiming = claim(batch, key)
    try {
      return await transfers.sendPlanned(intent, rowWatch, (tx, id) => {
        claiming(tx, id)
        this.#id = id
      })
    } catch (error) {
      const winner = this.#recorded() === null ? claimed(world.ledger, batch, key) : null
      if (winner === null) throw error
      this.#id = winner
      this.#before = true
      learn(world, batch, [{ key, id: winner }])
      const record = transfers.read(winner)
      if (isCutOff(record)) throw beingSent()
      return record
    }
  }

  /** Its transfer, if the transaction that was to put it on record came through. */
  #recorded(): TransferRecord | null {
    const { world, transfers } = this.#around
    if (this.#id === null || world.ledger.eventsOf(this.#id).length === 0) return null
    return transfers.read(this.#id)
  }

  /** Asks the provider. What was sent is sent: that it does not answer is told, and no failure of the row. */
  async ask(): Promise<void> {
    const { transfers, watch } = this.#around
    const { id, ok, code } = this.#view
    if (id === null || (!ok && code !== 'WB-BUSY')) return
    try {
      const record = transfers.read(id)
      // Another command had it, and may be done by now.
      if (isCutOff(record)) return
      this.#end(await transfers.status(id, signalOf(watch)), null)
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error
      const isBusy = error.code === 'WB-BUSY'
      // Without an id, so that it is told once for all rows.
      const why = isBusy ? 'Another command is asking already.' : error.message
      const message = `The provider could not be asked: ${why}`
      this.#findings = [...this.#findings, { level: 'warning', code: 'batch.not-asked', message }]
      this.#end(transfers.read(id), null)
    }
  }

  #end(outcome: Outcome, error: WaybillError | null): void {
    const more = { before: this.#before, findings: this.#findings }
    this.#view = rowView(this.#around.world, this.row, outcome, error, more)
    this.#around.watch.onEnd?.(this.#view)
  }
}

function requestOf({ ledger }: Pick<World, 'ledger'>, { request, mustBeContact }: BatchRow): SendRequest {
  if (request instanceof WaybillError) throw request
  if (mustBeContact && findContact(ledger, request.to, request.client) === null) {
    throw new WaybillError(
      'WB-CONTACT-UNKNOWN',
      `No contact ${request.to} is saved in this home.`,
      'Save it, or name the recipient in the columns to and phone.',
    )
  }
  return request
}

/** Where an error of one transfer names a flag that a manifest has a column for instead. */
function inWordsOfRows(error: WaybillError): WaybillError {
  const message = error.message.replace(/^The value of --(\w+)/, 'The value of the column $1')
  const hint =
    error.code === 'WB-MISSING-VALUE' && error.hint.includes('--phone')
      ? 'Fill in the column phone, for example +4915112345678.'
      : error.hint
          .replace('another --out', 'another value of the column out')
          .replace(': --out ', ', in the column out: ')
  return new WaybillError(error.code, message, hint, { cause: error })
}

function signalOf({ signal }: BatchWatch): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
