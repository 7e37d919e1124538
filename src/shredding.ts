import type { PersonalClass } from '../lib/ledger/owners.ts'
import type { Shreds } from '../lib/ledger/shreds.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { defaultBackups } from './policy-defaults.ts'
import type { ShredReason } from './words.ts'
import type { World } from './world.ts'

export interface Shred {
  readonly owner: string
  readonly class: PersonalClass
  /** The transfer, where it is the owner. */
  readonly xfer: string | null
  readonly reason: ShredReason
}

type ShreddingWorld = Pick<World, 'policy' | 'clock'>

/** Destroys what one owner has in one class, and says so, in the transaction of the caller. */
export function shredOwner(tx: Transaction, world: ShreddingWorld, shred: Shred): void {
  const { owner, class: personalClass, xfer, reason } = shred
  const digests = tx.shred(owner, personalClass)
  const backupsUntil = backupsMayHoldUntil(world)
  const d = { owner, class: personalClass, digests, how: 'key-and-rows', reason, backupsUntil }
  tx.append({ type: 'personal.shredded', xfer, d })
}

/** Until when a backup that was made before may still hold what is shredded now: milliseconds since 1970. */
export function backupsMayHoldUntil({ policy, clock }: ShreddingWorld): number {
  return clock.now() + (policy.keep.backups ?? defaultBackups)
}

/**
 * After a restore: what a backup has brought back of those on the list of shreds is destroyed once more. Returns how many
 * owners and classes it was.
 */
export function shredAgain(tx: Transaction, world: ShreddingWorld, shreds: Shreds): number {
  const again = tx.holdings().filter(({ owner, class: name }) => shreds[name].includes(owner))
  for (const { owner, class: name } of again) {
    const xfer = tx.eventsOf(owner).length > 0 ? owner : null
    shredOwner(tx, world, { owner, class: name, xfer, reason: 'restored' })
  }
  return again.length
}
