import type { TransferRecord } from '../src/record.ts'
import { transferView } from '../src/view.ts'
import type { Context } from './context.ts'
import type { Session } from './session.ts'
import { stateStatus } from './state-status.ts'
import { transferLines } from './transfer-lines.ts'

/** The answer of every command about one transfer, and the exit status of its state. */
export function answerTransfer({ terminal }: Context, { world }: Session, record: TransferRecord): number {
  const view = transferView(world, record)
  terminal.reply(view, () => transferLines(view))
  return stateStatus(view.state)
}
