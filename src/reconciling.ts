import type { Event } from '../lib/ledger/event.ts'
import type { PhoneNumber } from '../lib/phone.ts'
import { ask } from './asking.ts'
import { failedEvent, recordAccepted } from './conveying.ts'
import { numberOf } from './password-text.ts'
import { readTransfer, requireEvent, type TransferRecord } from './record.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** An absence at the provider counts only when it was seen twice, this many milliseconds apart. */
const betweenLooks = 10 * 60_000

/**
 * unknown → what the provider knows. Never sends: found is adopted, not found is one more look. Where nobody can look,
 * what a crash cut off is unknown from now on, and that does not count as a look.
 */
export async function reconcile(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const { courier } = world
  const requested = requireEvent(record, 'password.requested')
  const asked = String(requested.d.courier)
  if (courier?.id !== asked || courier.reconcile === undefined) {
    if (record.life.requested) commitStep(world, record.id, [unknown(asked, false)])
    return
  }
  const to = numberOf(record)
  const sought = {
    reference: record.short,
    to,
    since: new Date(requested.ts),
    isAdopted: (id: string) => world.ledger.tagged('provider', id).length > 0,
    alone: !othersAreUnknown(world, to, record.id),
  }
  const answer = await ask(world, record.id, 'reconcile', async call => courier.reconcile?.(sought, call), watch)
  const { value: found, requests } = answer
  if (found?.outcome === 'accepted') recordAccepted(world, record, found, requests, true)
  else if (found?.outcome === 'rejected') {
    commitStep(world, record.id, [...requests, failedEvent(record, courier.id, found.refusal, true)])
  } else commitStep(world, record.id, [...requests, unknown(asked, true)])
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

/** Whether any other transfer waits to be found among the messages to this number. */
export function othersAreUnknown(world: Pick<World, 'ledger'>, to: PhoneNumber, id: string): boolean {
  const { ledger } = world
  return ledger
    .tagged('number', to)
    .some(other => other !== id && ledger.vault.has(other) && readTransfer(ledger, other).state === 'unknown')
}

/** Milliseconds from one event to a later one: within one boot by the clock that nobody can set. */
function passed(first: Event, last: Event): number {
  return first.boot === last.boot ? last.up - first.up : Date.parse(last.ts) - Date.parse(first.ts)
}

/** `looked`: the provider was asked again and had nothing. */
function unknown(courier: string, looked: boolean) {
  return { type: 'password.unknown', d: { courier, looked } }
}
