import type { Ledger } from '../lib/ledger/store.ts'
import type { PhoneNumber } from '../lib/phone.ts'
import { channelOf, readTransfer, type TransferRecord } from './record.ts'
import { endStates } from './states.ts'
import type { World } from './world.ts'

/** Kind of the records of transfers that a restore left open: their passwords were not in the backup. Without a value. */
export const withoutPassword = 'without-password'

/**
 * The transfers that have not ended, oldest first: those with a password in the vault, and those that a restore left open
 * without one. However long the ledger is, only these are read.
 */
export function openTransfers({ ledger }: Pick<World, 'ledger'>): TransferRecord[] {
  const ids = new Set([...ledger.vault.ids(), ...ledger.records.list(withoutPassword).map(({ id }) => id)])
  const records = [...ids].sort().map(id => readTransfer(ledger, id))
  return records.filter(record => !endStates.has(record.state))
}

function isOpen({ vault, records }: Ledger, id: string): boolean {
  return vault.has(id) || records.get(withoutPassword, id) !== null
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
    .filter(id => isOpen(ledger, id))
    .map(id => readTransfer(ledger, id))
    .filter(({ state }) => state === 'unknown')
}
