import type { Shreds } from '../lib/ledger/shreds.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { withoutPassword } from './open-transfers.ts'
import { int, lastOf, readTransfer, type TransferRecord } from './record.ts'
import { endStates, type Life, step } from './states.ts'
import { commitStep } from './step.ts'
import { archiveLeft, leftThen, passwordLeft } from './what-left.ts'

/**
 * After a restore: the passwords of the transfers that had not ended are gone, since a backup leaves the vault out. What
 * was held is expired; what had not left is cancelled, and so is what the lost home has `shredded`, since it had ended
 * there; what had left, or may have, stays open without its password. Returns how many transfers it was.
 */
export function endRestored(ledger: Ledger, shredded: readonly Shreds[]): number {
  const open = openIn(ledger)
  const hadEnded = new Set(shredded.flatMap(({ contact, files, identity }) => [...contact, ...files, ...identity]))
  for (const id of open) end(ledger, readTransfer(ledger, id), hadEnded.has(id))
  return open.length
}

/** From the events alone: the vault, which otherwise tells, is empty. */
function openIn(ledger: Ledger): string[] {
  const lives = new Map<string, Life>()
  for (const { xfer, type } of ledger.events()) {
    const life = xfer === null ? 'of no transfer' : step(lives.get(xfer) ?? null, type)
    if (xfer !== null && typeof life !== 'string') lives.set(xfer, life)
  }
  return [...lives].filter(([, { state }]) => !endStates.has(state)).map(([id]) => id)
}

function end(ledger: Ledger, record: TransferRecord, hadEnded: boolean): void {
  const { id } = record
  const destroyed = { type: 'password.destroyed', d: { reason: 'restored' } }
  const last = endOf(record, hadEnded)
  commitStep({ ledger }, id, last === null ? [destroyed] : [last, destroyed], tx => {
    if (last === null) tx.records.put(withoutPassword, id, id, 'contact', {})
    else tx.records.remove(withoutPassword, id)
  })
}

function endOf(
  record: TransferRecord,
  hadEnded: boolean,
): { type: string; d: Record<string, string | number | boolean> } | null {
  const { state, requested } = record.life
  if (state === 'held' || state === 'locked') {
    const held = lastOf(record, 'transfer.held')
    return { type: 'transfer.expired', d: { until: held === undefined ? 0 : int(held.d, 'until') } }
  }
  const mayHaveLeft = ['accepted', 'delivered', 'confirmed', 'unknown'].includes(state) || requested
  if (mayHaveLeft && !hadEnded) return null
  const d = {
    reason: 'restored',
    archive: archiveLeft(record),
    password: leftThen(passwordLeft(record)),
    withdrawn: false,
  }
  return { type: 'transfer.cancelled', d }
}
