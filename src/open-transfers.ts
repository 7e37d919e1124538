import type { PhoneNumber } from '../lib/phone.ts'
import { channelOf, readTransfer, type TransferRecord } from './record.ts'
import { endStates } from './states.ts'
import type { World } from './world.ts'

/**
 * The transfers whose password still exists, oldest first. The vault holds exactly those that have not ended, so however
 * long the ledger is, only these are read.
 */
export function openTransfers(world: Pick<World, 'ledger'>): TransferRecord[] {
  const records = world.ledger.vault.ids().map(id => readTransfer(world.ledger, id))
  return records.filter(record => !endStates.has(record.state))
}

/** Those that a crash has cut off in the middle of a step. */
export function cutOff(world: Pick<World, 'ledger'>): TransferRecord[] {
  return openTransfers(world).filter(isCutOff)
}

/** Those that `resume` goes on with: cut off, or with an outcome that nobody knew, which is looked for. */
export function toResume(world: Pick<World, 'ledger'>): TransferRecord[] {
  return openTransfers(world).filter(record => isCutOff(record) || record.state === 'unknown')
}

/** A released password that no machine carries waits for a person: it is not cut off. */
export function isCutOff(record: TransferRecord): boolean {
  const { state, requested } = record.life
  if (state === 'released') return requested || channelOf(record) === 'sms'
  return ['intended', 'sealed', 'checked'].includes(state)
}

/** The transfers that wait to be found among the messages to this number. */
export function unknownAt({ ledger }: Pick<World, 'ledger'>, to: PhoneNumber): TransferRecord[] {
  return ledger
    .tagged('number', to)
    .filter(id => ledger.vault.has(id))
    .map(id => readTransfer(ledger, id))
    .filter(({ state }) => state === 'unknown')
}
