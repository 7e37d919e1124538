import { WaybillError } from '../lib/error.ts'
import type { Event } from '../lib/ledger/event.ts'
import { ask } from './asking.ts'
import { failedEvent, recordAccepted } from './conveying.ts'
import { numberOf } from './password-text.ts'
import { requireEvent, type TransferRecord } from './record.ts'
import { keepText } from './redacting.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** An absence at the provider counts only when it was seen twice, this many milliseconds apart. */
export const betweenLooks = 10 * 60_000

/**
 * unknown → what the provider knows. Never sends: found is adopted, not found is one more look. Where nobody can look,
 * what a crash cut off is unknown from now on, and that does not count as a look.
 */
export async function reconcile(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const { courier } = world
  const requested = requireEvent(record, 'password.requested')
  const asked = String(requested.d.courier)
  if (courier === null || !canLook(world, record)) {
    if (record.life.requested) commitStep(world, record.id, [unknown(asked, false)])
    return
  }
  await requireSameAccount(world, requested)
  const sought = {
    reference: record.short,
    to: numberOf(record),
    since: new Date(requested.ts),
    isAdopted: (id: string) => world.ledger.tagged('provider', id).length > 0,
  }
  const answer = await ask(world, record.id, 'reconcile', async call => courier.reconcile?.(sought, call), watch)
  const { value: found, requests } = answer
  if (found?.outcome === 'accepted') recordAccepted(world, record, found, requests, true)
  else if (found?.outcome === 'rejected') {
    const { id, refusal } = found
    const failed = failedEvent(record, courier.id, refusal, true)
    const receipt = { outcome: 'accepted' as const, courier: courier.id, id }
    commitStep(world, record.id, [...requests, failed], tx => keepText(tx, world, record, receipt))
  } else commitStep(world, record.id, [...requests, unknown(asked, true)])
}

/** Whether the courier that was asked is the one that is set up, and can find what it was asked for. */
export function canLook({ courier }: Pick<World, 'courier'>, record: TransferRecord): boolean {
  const { d } = requireEvent(record, 'password.requested')
  return courier !== null && courier.id === d.courier && courier.reconcile !== undefined && d.findable !== false
}

/** A look into another account would see nothing, and must not count. WB-PROVIDER. */
async function requireSameAccount({ courier }: World, { d }: Event): Promise<void> {
  const account = (await courier?.account?.()) ?? null
  if (typeof d.account !== 'string' || account === null || account === d.account) return
  throw new WaybillError(
    'WB-PROVIDER',
    'The text was asked for in another account at the provider than the one that is set up.',
    'Set up the key of that account, then ask again.',
  )
}

/** Whether two looks, far enough apart, saw nothing since the last request: only then may the operator send again. */
export function mayBeSentAgain(record: TransferRecord): boolean {
  const looks = looksInVain(record)
  const [first, last] = [looks.at(0), looks.at(-1)]
  return first !== undefined && last !== undefined && passed(first, last) >= betweenLooks
}

/** When the first of them was, in milliseconds since 1970; null: nobody looked yet. */
export function firstLook(record: TransferRecord): number | null {
  const [first] = looksInVain(record)
  return first === undefined ? null : Date.parse(first.ts)
}

function looksInVain(record: TransferRecord): readonly Event[] {
  const requested = requireEvent(record, 'password.requested').seq
  return record.events.filter(
    event => event.seq > requested && event.type === 'password.unknown' && event.d.looked === true,
  )
}

/** Milliseconds from one event to a later one: within one boot by the clock that nobody can set. */
function passed(first: Event, last: Event): number {
  return first.boot === last.boot ? last.up - first.up : Date.parse(last.ts) - Date.parse(first.ts)
}

/** `looked`: the provider was asked again and had nothing. */
function unknown(courier: string, looked: boolean) {
  return { type: 'password.unknown', d: { courier, looked } }
}
