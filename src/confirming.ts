import { WaybillError } from '../lib/error.ts'
import { crockfordSymbols } from './ids.ts'
import type { TransferRecord } from './record.ts'
import { notNow } from './releasing.ts'
import { commitStep } from './step.ts'
import type { World } from './world.ts'

/** accepted or delivered → confirmed, by the code of WAYBILL.txt or on the sender's word. WB-CONFIRMATION when wrong. */
export function confirm(world: Pick<World, 'ledger'>, record: TransferRecord, code: string | undefined): void {
  if (record.state !== 'accepted' && record.state !== 'delivered') {
    throw notNow(
      record,
      `is ${record.state}`,
      'Only a transfer whose password was accepted or delivered can be confirmed.',
    )
  }
  const symbols = code === undefined ? null : (crockfordSymbols(code) ?? '')
  if (symbols !== null && !world.ledger.tagged('confirmation', symbols).includes(record.id)) {
    throw new WaybillError(
      'WB-CONFIRMATION',
      `That is not the confirmation code of ${record.short}.`,
      'Ask for the code in WAYBILL.txt and try again.',
    )
  }
  commitStep(world, record.id, [{ type: 'transfer.confirmed', d: { proof: symbols === null ? 'word' : 'code' } }])
}
