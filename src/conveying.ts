import type { Accepted, Call, Courier, Message, Receipt, Refusal } from '../lib/courier/courier.ts'
import { stopIfAborted } from '../lib/courier/courier.ts'
import { WaybillError } from '../lib/error.ts'
import type { Draft } from '../lib/ledger/draft.ts'
import { ask } from './asking.ts'
import { numberToUse, passwordOf, passwordText } from './password-text.ts'
import { lastOf, type TransferRecord, word } from './record.ts'
import { keepText } from './redacting.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/**
 * released → accepted, failed or unknown. The request is on record before the courier is called. WB-INTERRUPTED when the
 * signal came before anything left, whether before the request or, then recorded as failed, after it.
 */
export async function convey(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  if (watch.signal !== undefined) stopIfAborted(watch.signal)
  const courier = requireCourier(world)
  const to = numberToUse(world, record)
  const password = passwordOf(world, record)
  const text = passwordText(world, record.short, password)
  try {
    const account = (await courier.account?.()) ?? null
    const d = { courier: courier.id, findable: courier.can.reconcile, account }
    const requested = { type: 'password.requested', d }
    commitStep(world, record.id, [requested], tx => tx.tag('number', to, record.id, 'contact'))
    const message = { to, text, reference: record.short }
    const { value, requests } = await ask(world, record.id, 'deliver', call => deliver(courier, message, call), watch)
    recordReceipt(world, record, value, requests)
    if (value.outcome === 'rejected' && watch.signal !== undefined) stopIfAborted(watch.signal)
  } finally {
    text.destroy()
    password.destroy()
  }
}

/** accepted → delivered or failed, as far as the provider says so now. */
export async function askDelivery(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const { courier } = world
  const receipt = acceptedReceipt(world, record)
  if (receipt === null || courier?.id !== receipt.courier || courier.status === undefined) return
  const asked = await ask(world, record.id, 'status', async call => courier.status?.(receipt, call), watch)
  const { value: status, requests } = asked
  if (status?.state === 'delivered') {
    commitStep(world, record.id, [...requests, { type: 'password.delivered', d: { courier: courier.id } }])
  } else if (status?.state === 'failed') {
    commitStep(world, record.id, [...requests, failedEvent(record, courier.id, status.refusal, false)])
  } else {
    commitStep(world, record.id, requests)
  }
}

/** Asks the courier to stop a message that still waits; false where it cannot, or where it had left. */
export async function withdraw(world: World, record: TransferRecord, watch: Watch): Promise<boolean> {
  const { courier } = world
  const receipt = acceptedReceipt(world, record)
  if (receipt === null || courier?.id !== receipt.courier || courier.cancel === undefined) return false
  const asked = await ask(world, record.id, 'cancel', async call => courier.cancel?.(receipt, call), watch)
  commitStep(world, record.id, asked.requests)
  return asked.value === true
}

/** A courier throws a WaybillError only while nothing has left: proven not sent. Anything else proves nothing. */
async function deliver(courier: Courier, message: Message, call: Call): Promise<Receipt> {
  try {
    return await courier.deliver(message, call)
  } catch (error) {
    if (!(error instanceof WaybillError)) {
      return { outcome: 'unknown', courier: courier.id, reason: 'The courier failed in an unexpected way.' }
    }
    const refusal: Refusal = { code: error.code, message: error.message, hint: error.hint, retry: true, channel: null }
    return { outcome: 'rejected', courier: courier.id, refusal }
  }
}

function recordReceipt(world: World, record: TransferRecord, receipt: Receipt, requests: Omit<Draft, 'xfer'>[]): void {
  const { courier, outcome } = receipt
  if (outcome === 'accepted') recordAccepted(world, record, receipt, requests, false)
  else if (outcome === 'rejected')
    commitStep(world, record.id, [...requests, failedEvent(record, courier, receipt.refusal, false)])
  else commitStep(world, record.id, [...requests, { type: 'password.unknown', d: { courier, looked: false } }])
}

/** `adopted`: found at the provider later. From now on the message at the provider belongs to this transfer. */
export function recordAccepted(
  world: Pick<World, 'ledger' | 'courier'>,
  record: TransferRecord,
  receipt: Accepted,
  requests: readonly Omit<Draft, 'xfer'>[],
  adopted: boolean,
): void {
  const accepted = {
    type: 'password.accepted',
    d: { courier: receipt.courier, adopted },
    disclose: [{ class: 'contact' as const, owner: record.id, fields: { providerId: receipt.id } }],
  }
  commitStep(world, record.id, [...requests, accepted], tx => keepText(tx, world, record, receipt))
}

export function failedEvent(
  record: TransferRecord,
  courier: string,
  refusal: Refusal,
  adopted: boolean,
): Omit<Draft, 'xfer'> {
  const fields = {
    refusal: { code: refusal.code, message: refusal.message, hint: refusal.hint, channel: refusal.channel },
  }
  return {
    type: 'password.failed',
    d: { courier, adopted, retry: refusal.retry },
    disclose: [{ class: 'contact', owner: record.id, fields }],
  }
}

/** What the courier called the message that it took last; null when it took none, or when that was shredded. */
export function acceptedReceipt(world: Pick<World, 'ledger'>, record: TransferRecord): Accepted | null {
  const event = lastOf(record, 'password.accepted')
  if (event === undefined) return null
  const fields = world.ledger.disclosed(event).filter(field => field !== 'shredded')
  const id = fields.find(field => field.name === 'providerId')?.value
  return typeof id === 'string' ? { outcome: 'accepted', courier: word<string>(event.d, 'courier'), id } : null
}

function requireCourier(world: World): Courier {
  if (world.courier !== null) return world.courier
  throw new WaybillError(
    'WB-NO-COURIER',
    'No courier for text messages is set up in this home.',
    'Release it by phone or in person.',
  )
}
