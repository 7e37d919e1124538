import type { TransferRecord } from '../src/record.ts'
import type { Context } from './context.ts'
import { type Session, withHome } from './session.ts'

/** Opens the home, ends what is due, finds the transfer that `id` means, does the work and answers with the transfer. */
export async function withTransfer(
  context: Context,
  id: string,
  work: (session: Session, id: string) => Promise<TransferRecord>,
): Promise<number> {
  return withHome(context, async session => {
    const [{ resolveTransfer }, { settle }, { answerTransfer }] = await Promise.all([
      import('../src/ids.ts'),
      import('../src/deadlines.ts'),
      import('./answer-transfer.ts'),
    ])
    settle(session.world)
    return answerTransfer(context, session, await work(session, resolveTransfer(session.home.ledger, id)))
  })
}
