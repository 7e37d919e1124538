import { WaybillError } from '../lib/error.ts'
import { ulid } from '../lib/ulid.ts'
import { advance } from './advancing.ts'
import { abandon, cancel, removeTemporary } from './cancelling.ts'
import { confirm } from './confirming.ts'
import { askDelivery } from './conveying.ts'
import { settle } from './deadlines.ts'
import { answerDeletion } from './deletion.ts'
import { type Dictation, dictate, type ReadOut } from './dictating.ts'
import { follow } from './following.ts'
import { type AlsoIntended, intend } from './intending.ts'
import { type Intent, plan, type SendRequest } from './intent.ts'
import { reconcile } from './reconciling.ts'
import { channelOf, lastOf, readTransfer, type TransferRecord } from './record.ts'
import { redact, textsToForget } from './redacting.ts'
import { notNow, type ReleaseRequest, release } from './releasing.ts'
import { recoverArchive } from './sealing.ts'
import { commitStep } from './step.ts'
import type { DeletionAnswer, HandOver } from './words.ts'
import type { Watch, World } from './world.ts'

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
      return await advance(this.#world, id, watch)
    } catch (error) {
      // When even that fails (a full disk), the transfer stays as it is and `resume` or `cancel` deals with it.
      await abandon(this.#world, id, error).catch(() => undefined)
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
        return await advance(this.#world, id, watch)
      } catch (error) {
        await removeTemporary(this.#world, this.read(id)).catch(() => undefined)
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

  /** `status` again and again, up to `wait` milliseconds, until the provider says more than that it took the password. */
  async follow(id: string, wait: number, watch: Watch = {}): Promise<TransferRecord> {
    await follow(this.#world, () => this.status(id, watch), wait, watch)
    return this.read(id)
  }

  /** held, locked, failed or unknown → released, and conveyed where a machine can. WB-RECEIPT when the code is wrong. */
  release(id: string, request: ReleaseRequest, watch: Watch = {}): Promise<TransferRecord> {
    return this.#exclusively(id, () => {
      release(this.#world, this.read(id), request, watch)
      return advance(this.#world, id, watch)
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
    return this.#record(id, record => cancel(this.#world, record, misSent ? 'mis-sent' : 'operator', watch))
  }

  read(id: string): TransferRecord {
    return readTransfer(this.#world.ledger, id)
  }

  #record(id: string, work: (record: TransferRecord) => void | Promise<void>): Promise<TransferRecord> {
    return this.#exclusively(id, async () => {
      await work(this.read(id))
      return this.read(id)
    })
  }

  #exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#world.disk.exclusively(id, work)
  }
}
