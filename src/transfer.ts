import { stopIfAborted } from '../lib/courier/courier.ts'
import { WaybillError } from '../lib/error.ts'
import { ulid } from '../lib/ulid.ts'
import { accompany, lacksCompanions, removeHalfCompanions } from './companions.ts'
import { confirm } from './confirming.ts'
import { askDelivery, convey, withdraw } from './conveying.ts'
import { settle } from './deadlines.ts'
import { answerDeletion } from './deletion.ts'
import { type Dictation, dictate, type ReadOut } from './dictating.ts'
import { type AlsoIntended, type Intent, intend, plan, type SendRequest } from './intent.ts'
import { reconcile } from './reconciling.ts'
import { channelOf, fold, intendedOf, lastOf, readTransfer, type TransferRecord, word } from './record.ts'
import { redact, textsToForget } from './redacting.ts'
import { letGo, notNow, type ReleaseRequest, release } from './releasing.ts'
import { checkArchive, isPublished, recoverArchive, sealArchive } from './sealing.ts'
import { endStates, shownState } from './states.ts'
import { commitEnd, commitStep } from './step.ts'
import type { DeletionAnswer, HandOver, PasswordLeft } from './words.ts'
import type { Watch, World } from './world.ts'

/** Milliseconds between two looks at the provider (couriers.md, "Status"). */
const pauses = [2_000, 3_000, 5_000, 8_000, 15_000, 30_000, 30_000, 30_000]
const untilRedaction = 60_000

/**
 * A transfer's life, verb by verb (docs/lifecycle.md). Every step is intent (durable) → effect → outcome (durable);
 * `resume` runs the same code as `send`. Whatever changes a transfer holds its lock.
 */
export class Transfers {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Checks a request against the disk and the policy; does nothing. */
  plan(request: SendRequest, watch: Watch = {}): Promise<Intent> {
    return plan(this.#world, request, watch)
  }

  /** The same, for what is to be sent: that the policy refuses it is on record. */
  async planOrRefuse(request: SendRequest, watch: Watch): Promise<Intent> {
    try {
      return await plan(this.#world, request, watch)
    } catch (error) {
      if (error instanceof WaybillError && error.kind === 'policy') {
        this.#world.ledger.commit(tx => tx.append({ type: 'transfer.refused', xfer: null, d: { rule: error.code } }))
      }
      throw error
    }
  }

  /** Seals, checks, records, and conveys or holds. What fails or is interrupted before publication is cancelled. */
  async send(request: SendRequest, watch: Watch = {}): Promise<TransferRecord> {
    settle(this.#world)
    const intent = await this.planOrRefuse(request, watch)
    for (const finding of intent.findings) watch.onFinding?.(finding)
    return this.sendPlanned(intent, watch)
  }

  /** `send` without its beginning. `also` belongs to the transaction of the intent; when it throws, nothing was done. */
  async sendPlanned(intent: Intent, watch: Watch = {}, also?: AlsoIntended): Promise<TransferRecord> {
    for (;;) {
      // Locked before it is on record, so that no other command takes it for one that was cut off.
      const id = ulid(this.#world.clock, this.#world.random)
      const record = await this.#exclusively(id, async () =>
        intend(this.#world, intent, id, also) ? this.#advanceOrAbandon(id, watch) : null,
      )
      if (record !== null) return record
    }
  }

  async #advanceOrAbandon(id: string, watch: Watch): Promise<TransferRecord> {
    try {
      return await this.#advance(id, watch)
    } catch (error) {
      // When even that fails (a full disk), the transfer stays as it is and `resume` or `cancel` deals with it.
      await this.#abandon(id, error).catch(() => undefined)
      throw error
    }
  }

  /** Goes on after a crash or an unknown outcome. Never sends a second time by itself. */
  resume(id: string, watch: Watch = {}): Promise<TransferRecord> {
    return this.#exclusively(id, async () => {
      const record = this.read(id)
      try {
        if (record.life.state === 'intended' || record.life.state === 'sealed')
          await recoverArchive(this.#world, record, watch)
        else if (record.state === 'unknown') await reconcile(this.#world, record, watch)
        return await this.#advance(id, watch)
      } catch (error) {
        await this.#removeTemporary(this.read(id)).catch(() => undefined)
        throw error
      }
    })
  }

  /**
   * Asks the provider where the password is, as far as that is open, and has it forget a text whose fate is final. WB-BUSY
   * when another command is asking.
   */
  async status(id: string, watch: Watch = {}): Promise<TransferRecord> {
    const before = this.read(id)
    const isOpen = before.state === 'accepted' || before.state === 'unknown'
    if (!isOpen && textsToForget(this.#world, before).length === 0) return before
    return this.#exclusively(id, async () => {
      const record = this.read(id)
      if (record.state === 'accepted') await askDelivery(this.#world, record, watch)
      if (record.state === 'unknown') await reconcile(this.#world, record, watch)
      await redact(this.#world, this.read(id), watch)
      return this.read(id)
    })
  }

  /**
   * Asks the provider again and again, up to `wait` milliseconds, until it says more than that it took the password. What
   * was sent is sent: a provider that does not answer, or another command that asks already, ends only the waiting. A
   * text that the provider cannot forget yet is asked about once more a minute later (Twilio's error 20009), where `wait`
   * has room for it.
   */
  async follow(id: string, wait: number, watch: Watch = {}): Promise<TransferRecord> {
    const { clock, disk } = this.#world
    const until = clock.monotonic() + wait
    try {
      let record = await this.status(id, watch)
      for (const next of pauses) {
        const isOver = record.state !== 'accepted'
        if (isOver && (record.state === 'unknown' || textsToForget(this.#world, record).length === 0)) break
        const pause = isOver ? untilRedaction : next
        if (clock.monotonic() + pause > until) break
        await disk.pause(pause, watch.signal)
        record = await this.status(id, watch)
      }
    } catch (error) {
      if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
    }
    return this.read(id)
  }

  /** held, locked, failed or unknown → released, and conveyed where a machine can. WB-RECEIPT when the code is wrong. */
  release(id: string, request: ReleaseRequest, watch: Watch = {}): Promise<TransferRecord> {
    return this.#exclusively(id, () => {
      release(this.#world, this.read(id), request, watch)
      return this.#advance(id, watch)
    })
  }

  /**
   * A person conveys the password: `read` gets it, shows it, and answers whether it was read out to the recipient.
   * Only then is it recorded as delivered, on that person's word.
   */
  dictate(id: string, request: ReleaseRequest & Dictation, read: ReadOut, watch: Watch = {}): Promise<TransferRecord> {
    return this.#exclusively(id, async () => {
      const before = this.read(id)
      const channel = request.channel ?? (channelOf(before) === 'sms' ? 'phone' : channelOf(before))
      if (channel === 'sms') {
        throw new WaybillError('WB-USAGE', 'A person does not send text messages.', 'Use --via phone or in-person.')
      }
      if (before.state !== 'released' || channelOf(before) !== channel) {
        release(this.#world, before, { ...request, channel }, watch)
      }
      await dictate(this.#world, this.read(id), request, read, watch)
      return this.read(id)
    })
  }

  /** Records how the archive left. */
  handedOver(id: string, by: HandOver): Promise<TransferRecord> {
    return this.#record(id, record => {
      if (lastOf(record, 'transfer.checked') === undefined)
        throw notNow(record, 'has no archive', 'Only an archive that was made can be handed over.')
      commitStep(this.#world, id, [{ type: 'archive.handed-over', d: { by } }])
    })
  }

  /** Records what the recipient answered who was asked to delete the files; `by` is who said so. */
  answerDeletion(id: string, answer: DeletionAnswer, by?: string): Promise<TransferRecord> {
    return this.#record(id, record => answerDeletion(this.#world, record, answer, by))
  }

  /** Records that somebody opened the archive, by the code of WAYBILL.txt or on the sender's word: see `confirming.ts`. */
  confirm(id: string, code?: string): Promise<TransferRecord> {
    return this.#record(id, record => confirm(this.#world, record, code))
  }

  /**
   * Stops. The event says what had already left; the archive stays where it is, and without its password it is closed.
   * `misSent`: it went to the wrong person or number (docs/mis-sent.md).
   */
  cancel(
    id: string,
    { misSent = false, ...watch }: Watch & { readonly misSent?: boolean } = {},
  ): Promise<TransferRecord> {
    return this.#exclusively(id, async () => {
      const before = this.read(id)
      if (endStates.has(before.state)) throw notNow(before, `is ${before.state}`, 'There is nothing to stop.')
      const withdrawn = await this.#withdraw(before, watch)
      await this.#removeTemporary(before)
      await this.#cancel(this.read(id), misSent ? 'mis-sent' : 'operator', withdrawn)
      await redact(this.#world, this.read(id), watch)
      return this.read(id)
    })
  }

  /** A text that still waits at the provider is stopped there. A provider that does not answer does not stop the cancelling. */
  async #withdraw(record: TransferRecord, watch: Watch): Promise<boolean> {
    try {
      if (record.state === 'unknown') await reconcile(this.#world, record, watch)
      const now = this.read(record.id)
      return now.state === 'accepted' && (await withdraw(this.#world, now, watch))
    } catch (error) {
      // A key that was revoked, a number that was shredded: one must be able to stop just then.
      if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
      const message = `The courier could not be asked to stop the text. ${error.message}`
      watch.onFinding?.({ level: 'warning', code: 'courier.not-asked', message })
      return false
    }
  }

  read(id: string): TransferRecord {
    return readTransfer(this.#world.ledger, id)
  }

  /** The steps that need no decision, one after the other, until one does. */
  async #advance(id: string, watch: Watch): Promise<TransferRecord> {
    for (;;) {
      const record = this.read(id)
      if (record.life.state === 'intended') await sealArchive(this.#world, record, watch)
      else if (record.life.state === 'sealed') await checkArchive(this.#world, record, watch)
      else if (lacksCompanions(record)) await accompany(this.#world, record)
      else if (record.life.state === 'checked') this.#holdOrRelease(record, watch)
      else if (record.state === 'released' && channelOf(record) === 'sms') {
        watch.onProgress?.('conveying', { done: 0, total: 1, name: record.short })
        await convey(this.#world, record, watch)
      } else return record
    }
  }

  #holdOrRelease(record: TransferRecord, { signal }: Watch): void {
    if (signal !== undefined) stopIfAborted(signal)
    const { hold, channel } = intendedOf(record)
    if (hold === 'none') {
      letGo(this.#world, record, 'no-hold', channel)
    } else {
      const until = this.#world.clock.now() + this.#world.policy.release.holdFor
      commitStep(this.#world, record.id, [{ type: 'transfer.held', d: { until, receipt: hold === 'receipt' } }])
    }
  }

  async #cancel(record: TransferRecord, reason: string, withdrawn: boolean): Promise<void> {
    // A crash may have cut off the record of a publication: the disk knows.
    const archive = (await this.#isPublished(record)) ? 'made' : archiveLeft(record)
    // That the last text was withdrawn says nothing of one before whose outcome nobody knew.
    const before = withdrawn && wasSentAgain(record)
    const d = { reason, archive, password: before ? 'unknown' : passwordLeft(record), withdrawn }
    commitEnd(this.#world, record.id, { type: 'transfer.cancelled', d }, 'cancelled')
  }

  async #isPublished(record: TransferRecord): Promise<boolean> {
    const { life, plan } = record
    return life.state === 'sealed' && plan !== null && (await isPublished(this.#world, record, plan))
  }

  /** What a step that did not end may have left beside the target. */
  async #removeTemporary(record: TransferRecord): Promise<void> {
    const { life, plan } = record
    await removeHalfCompanions(this.#world, record)
    if (plan !== null && (life.state === 'intended' || life.state === 'sealed'))
      await this.#world.disk.remove(plan.temporary)
  }

  /**
   * The way out of a failed or interrupted `send`: nothing half-written, no orphaned password. An archive that has its
   * name keeps its password: `resume` checks it again and records it.
   */
  async #abandon(id: string, error: unknown): Promise<void> {
    const record = this.read(id)
    if (record.life.state !== 'intended' && record.life.state !== 'sealed') return
    if (await this.#isPublished(record)) return
    await this.#removeTemporary(record)
    const interrupted = error instanceof WaybillError && error.code === 'WB-INTERRUPTED'
    await this.#cancel(record, interrupted ? 'interrupted' : 'failed', false)
  }

  #record(id: string, work: (record: TransferRecord) => void): Promise<TransferRecord> {
    return this.#exclusively(id, async () => {
      work(this.read(id))
      return this.read(id)
    })
  }

  #exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#world.disk.exclusively(id, work)
  }
}

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

function wasSentAgain({ events }: TransferRecord): boolean {
  return events.some(({ type, d }) => type === 'transfer.released' && d.by === 'again')
}
