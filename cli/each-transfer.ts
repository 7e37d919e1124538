import { WaybillError } from '../lib/error.ts'
import type { TransferRecord } from '../src/record.ts'
import type { Context } from './context.ts'
import { exitStatus } from './exit.ts'

/**
 * One after the other; what stands in the way of one does not stop the others. It is told on stderr, the answer is then
 * that transfer as the ledger has it, and the exit status is that of the first error. Ctrl-C stops all.
 */
export async function eachTransfer(
  { terminal }: Context,
  records: readonly TransferRecord[],
  work: (id: string) => Promise<TransferRecord>,
): Promise<{ records: TransferRecord[]; status: number }> {
  const after: TransferRecord[] = []
  let status = 0
  for (const record of records) {
    try {
      after.push(await work(record.id))
    } catch (error) {
      if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
      after.push(record)
      if (error.code === 'WB-BUSY') {
        terminal.say(`${record.short}: another command is at work on it.`)
      } else {
        terminal.warn(`${record.short}: ${error.code}: ${error.message} ${error.hint}`)
        status ||= exitStatus(error)
      }
    }
  }
  return { records: after, status }
}
