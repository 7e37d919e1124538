import type { Accepted } from '../lib/courier/courier.ts'
import { WaybillError } from '../lib/error.ts'
import { isObject } from '../lib/ledger/canonical.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { ask } from './asking.ts'
import { unknownAt } from './open-transfers.ts'
import { numberOf } from './password-text.ts'
import { readTransfer, type TransferRecord } from './record.ts'
import { commitStep } from './step.ts'
import type { Watch, World } from './world.ts'

/** A text that a provider took and can be told to forget: a record of its own, until the provider has forgotten it. */
interface KeptText {
  readonly key: string
  readonly receipt: Accepted
}

const kind = 'text'

/** In the transaction that records a message at the provider, whatever became of it. */
export function keepText(
  tx: Transaction,
  world: Pick<World, 'courier'>,
  record: TransferRecord,
  receipt: Accepted,
): void {
  tx.tag('provider', receipt.id, record.id, 'contact')
  if (world.courier?.redact === undefined) return
  const { courier, id } = receipt
  tx.records.put(kind, `${record.id}-${messagesOf(record)}`, record.id, 'contact', { courier, id })
}

/** The texts of a transfer whose fate is final: all but the last where that is still on its way. Oldest first. */
export function textsToForget(world: Pick<World, 'ledger'>, record: TransferRecord): KeptText[] {
  const last = messagesOf(record) - 1
  return [...Array(last + 1).keys()].flatMap(index => {
    if (record.state === 'accepted' && index === last) return []
    const key = `${record.id}-${index}`
    const value = world.ledger.records.get(kind, key)
    if (value === null || !isObject(value)) return []
    const receipt = { outcome: 'accepted' as const, courier: String(value.courier), id: String(value.id) }
    return [{ key, receipt }]
  })
}

/** Every transfer, ended ones too, with a text that its provider has still to forget. */
export function transfersToForget(world: Pick<World, 'ledger'>): TransferRecord[] {
  const ids = new Set(world.ledger.records.list(kind).map(({ id }) => id.slice(0, 26)))
  return [...ids].map(id => readTransfer(world.ledger, id)).filter(record => textsToForget(world, record).length > 0)
}

/**
 * Has the provider forget the texts whose fate is final, and records it. Not while a transfer is unknown that may have to
 * be found among the texts to this number. A provider that does not do it now is asked again by the next `status`.
 */
export async function redact(world: World, record: TransferRecord, watch: Watch): Promise<void> {
  const { courier } = world
  const texts = textsToForget(world, record).filter(({ receipt }) => receipt.courier === courier?.id)
  if (courier?.redact === undefined || texts.length === 0 || unknownAt(world, numberOf(record)).length > 0) return
  try {
    for (const { key, receipt } of texts) {
      const asked = await ask(world, record.id, 'redact', async call => courier.redact?.(receipt, call), watch)
      const done = asked.value ? [{ type: 'password.redacted', d: { courier: courier.id } }] : []
      commitStep(world, record.id, [...asked.requests, ...done], tx => asked.value && tx.records.remove(kind, key))
    }
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
  }
}

/** How many messages of the transfer are at a provider, as far as they are known there by an id. */
function messagesOf({ events }: TransferRecord): number {
  return events.filter(
    ({ type, d }) => type === 'password.accepted' || (type === 'password.failed' && d.adopted === true),
  ).length
}
