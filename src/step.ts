import { WaybillError } from '../lib/error.ts'
import type { Draft } from '../lib/ledger/draft.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { withoutPassword } from './open-transfers.ts'
import { fold } from './record.ts'
import { step } from './states.ts'
import type { World } from './world.ts'

/** What happens to a password when its transfer ends. */
export type End = 'rejected' | 'cancelled' | 'expired' | 'closed'

/**
 * One transaction on one transfer. The state machine judges every event inside it, against what the ledger holds then:
 * of two processes that go for the same step, one is refused with WB-STATE.
 */
export function commitStep(
  world: Pick<World, 'ledger'>,
  id: string,
  drafts: readonly Omit<Draft, 'xfer'>[],
  also?: (tx: Transaction) => void,
): void {
  world.ledger.commit(tx => {
    let life = fold(tx.eventsOf(id))
    for (const draft of drafts) {
      const next = step(life, draft.type)
      if (typeof next === 'string') {
        throw new WaybillError(
          'WB-STATE',
          `Another command was faster: ${next}.`,
          'Look at `waybill status` and try again.',
        )
      }
      life = next
      tx.append({ ...draft, xfer: id })
    }
    also?.(tx)
  })
}

/** The last step: the event, and the password destroyed in the same transaction, where a restore has not done that. */
export function commitEnd(world: Pick<World, 'ledger'>, id: string, draft: Omit<Draft, 'xfer'>, reason: End): void {
  commitStep(world, id, [draft], tx => {
    if (tx.vault.destroy(id)) tx.append({ type: 'password.destroyed', xfer: id, d: { reason } })
    tx.records.remove(withoutPassword, id)
  })
}
