import {
  type Accepted,
  type Courier,
  type Message,
  type Receipt,
  type Refusal,
  stopIfAborted,
} from '../lib/courier/courier.ts'
import { composeText, templateFor } from '../lib/courier/text.ts'
import { WaybillError } from '../lib/error.ts'
import type { Draft } from '../lib/ledger/draft.ts'
import type { Event } from '../lib/ledger/event.ts'
import { isPhoneNumber, type PhoneNumber } from '../lib/phone.ts'
import type { Secret } from '../lib/secret.ts'
import { lastOf, requireEvent, type TransferRecord, word } from './record.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** An absence at the provider counts only when it was seen twice, this many milliseconds apart. */
const betweenLooks = 10 * 60_000
const never = new AbortController().signal

/**
 * released → accepted, failed or unknown. The request is on record before the courier is called. WB-INTERRUPTED when the
 * signal came before anything left, whether before the request or, then recorded as failed, after it.
 */
export async function convey(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const signal = watch.signal ?? never
  stopIfAborted(signal)
  const courier = requireCourier(world)
  const to = numberOf(record)
  const password = passwordOf(world, record)
  const text = passwordText(world, record.short, password)
  try {
    commitStep(world, record.id, [{ type: 'password.requested', d: { courier: courier.id } }])
    const started = world.clock.monotonic()
    const receipt = await deliver(courier, { to, text, reference: record.short }, signal)
    recordReceipt(world, record, receipt, world.clock.monotonic() - started)
    if (receipt.outcome === 'rejected') stopIfAborted(signal)
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
  const started = world.clock.monotonic()
  const status = await courier.status(receipt, watch.signal ?? never)
  const request = requestEvent(courier, 'status', 'ok', world.clock.monotonic() - started)
  if (status.state === 'delivered') {
    commitStep(world, record.id, [request, { type: 'password.delivered', d: { courier: courier.id } }])
  } else if (status.state === 'failed') {
    commitStep(world, record.id, [request, failedEvent(record, courier.id, status.refusal, false)])
  } else {
    commitStep(world, record.id, [request])
  }
}

/** unknown → what the provider knows. Never sends: found is adopted, not found is one more look. */
export async function reconcile(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const { courier } = world
  const requested = requireEvent(record, 'password.requested')
  if (courier?.id !== requested.d.courier || courier?.reconcile === undefined) {
    // Nobody can look: what a crash cut off is unknown from now on, and that does not count as a look.
    if (record.life.requested) recordUnknown(world, record, [], false)
    return
  }
  const started = world.clock.monotonic()
  const found = await courier.reconcile(record.short, numberOf(record), new Date(requested.ts), watch.signal ?? never)
  const request = requestEvent(courier, 'reconcile', 'ok', world.clock.monotonic() - started)
  if (found === null) return recordUnknown(world, record, [request], true)
  if (found.outcome === 'accepted') commitStep(world, record.id, [request, acceptedEvent(record, found, true)])
  else commitStep(world, record.id, [request, failedEvent(record, courier.id, found.refusal, true)])
}

/** Whether two looks, far enough apart, saw nothing since the last request: only then may the operator send again. */
export function mayBeSentAgain(record: TransferRecord): boolean {
  const requested = requireEvent(record, 'password.requested').seq
  const looks = record.events.filter(
    event => event.seq > requested && event.type === 'password.unknown' && event.d.looked === true,
  )
  const [first, last] = [looks.at(0), looks.at(-1)]
  return first !== undefined && last !== undefined && passed(first, last) >= betweenLooks
}

/** Milliseconds from one event to a later one: within one boot by the clock that nobody can set. */
function passed(first: Event, last: Event): number {
  return first.boot === last.boot ? last.up - first.up : Date.parse(last.ts) - Date.parse(first.ts)
}

/** Asks the courier to stop a message that still waits; false where it cannot, or where it had left. */
export async function withdraw(world: World, record: TransferRecord, watch: Watch): Promise<boolean> {
  const receipt = acceptedReceipt(world, record)
  if (receipt === null || world.courier?.id !== receipt.courier || world.courier.cancel === undefined) return false
  return world.courier.cancel(receipt, watch.signal ?? never)
}

/** The number of the signed intent, no other. WB-SHREDDED when it is no longer known. */
export function numberOf(record: TransferRecord): PhoneNumber {
  const { phone } = record.contact
  if (phone !== null && isPhoneNumber(phone)) return phone
  throw new WaybillError(
    'WB-SHREDDED',
    `The number for ${record.short} is not known.`,
    'Cancel it and send the files anew.',
  )
}

/** The password, for a caller that shows it to one person and then destroys it. */
export function passwordOf(world: Pick<World, 'ledger'>, record: TransferRecord): Secret {
  const password = world.ledger.vault.get(record.id)
  if (password !== null) return password
  throw new WaybillError('WB-NO-PASSWORD', `The password of ${record.short} is destroyed.`, 'Send the files anew.')
}

/** The text that conveys a password. WB-TEXT-TOO-LONG, WB-TEXT-CHARACTER. */
export function passwordText(world: Pick<World, 'policy' | 'kind'>, transfer: string, password: Secret): Secret {
  const { sender, templates } = world.policy
  const name = world.kind === 'sandbox' ? 'TEST' : (sender.name ?? 'Waybill')
  return composeText(templateFor(sender.language ?? 'en', templates), { sender: name, transfer, password })
}

/** A courier throws a WaybillError only while nothing has left: proven not sent. Anything else proves nothing. */
async function deliver(courier: Courier, message: Message, signal: AbortSignal): Promise<Receipt> {
  try {
    return await courier.deliver(message, signal)
  } catch (error) {
    if (!(error instanceof WaybillError)) {
      return { outcome: 'unknown', courier: courier.id, reason: 'The courier failed in an unexpected way.' }
    }
    const refusal: Refusal = { code: error.code, message: error.message, hint: error.hint, retry: true, channel: null }
    return { outcome: 'rejected', courier: courier.id, refusal }
  }
}

function recordReceipt(world: World, record: TransferRecord, receipt: Receipt, ms: number): void {
  const courier = requireCourier(world)
  const outcome = { accepted: 'ok', rejected: 'refused', unknown: 'none' } as const
  const request = requestEvent(courier, 'deliver', outcome[receipt.outcome], ms)
  if (receipt.outcome === 'accepted') commitStep(world, record.id, [request, acceptedEvent(record, receipt, false)])
  else if (receipt.outcome === 'rejected') {
    commitStep(world, record.id, [request, failedEvent(record, courier.id, receipt.refusal, false)])
  } else recordUnknown(world, record, [request], false)
}

/** `looked`: the provider was asked again and had nothing. */
function recordUnknown(world: World, record: TransferRecord, before: Omit<Draft, 'xfer'>[], looked: boolean): void {
  const requested = lastOf({ events: world.ledger.eventsOf(record.id) }, 'password.requested')
  const courier = requested === undefined ? 'manual' : word<string>(requested.d, 'courier')
  commitStep(world, record.id, [...before, { type: 'password.unknown', d: { courier, looked } }])
}

function acceptedEvent(record: TransferRecord, receipt: Accepted, adopted: boolean): Omit<Draft, 'xfer'> {
  return {
    type: 'password.accepted',
    d: { courier: receipt.courier, adopted },
    disclose: [{ class: 'contact', owner: record.id, fields: { providerId: receipt.id } }],
  }
}

function failedEvent(record: TransferRecord, courier: string, refusal: Refusal, adopted: boolean): Omit<Draft, 'xfer'> {
  const fields = {
    refusal: { code: refusal.code, message: refusal.message, hint: refusal.hint, channel: refusal.channel },
  }
  return {
    type: 'password.failed',
    d: { courier, adopted, retry: refusal.retry },
    disclose: [{ class: 'contact', owner: record.id, fields }],
  }
}

function requestEvent(
  courier: Courier,
  call: string,
  outcome: 'ok' | 'refused' | 'none',
  ms: number,
): Omit<Draft, 'xfer'> {
  return { type: 'provider.request', d: { courier: courier.id, call, outcome, ms: Math.max(0, Math.round(ms)) } }
}

function acceptedReceipt(world: Pick<World, 'ledger'>, record: TransferRecord): Accepted | null {
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
