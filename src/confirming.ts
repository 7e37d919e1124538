import { WaybillError } from '../lib/error.ts'
import { crockfordSymbols } from './ids.ts'
import type { TransferRecord } from './record.ts'
import { notNow } from './releasing.ts'
import { commitStep } from './step.ts'
import type { World } from './world.ts'

/**
 * Records that somebody opened the archive. On the sender's word: accepted or delivered → confirmed, else WB-STATE. By the
 * code of WAYBILL.txt: the same, and in any other state as proof that changes none (decision 0046). WB-CONFIRMATION when it is
 * wrong, WB-SHREDDED when nobody can tell any more.
 */
export function confirm(world: Pick<World, 'ledger'>, record: TransferRecord, code?: string): void {
  const { id, state } = record
  const opens = state === 'accepted' || state === 'delivered'
  if (code === undefined) {
    if (!opens) throw notNow(record, `is ${state}`, onWord)
  } else {
    if (openedOf(record)?.proof === 'code')
      throw notNow(record, 'was proved to be opened already', 'There is nothing to add.')
    requireCode(world, record, code)
  }
  const confirmed = { type: 'transfer.confirmed', d: { proof: code === undefined ? 'word' : 'code' } }
  commitStep(world, id, [opens ? confirmed : { type: 'confirmation.quoted', d: {} }])
}

const onWord =
  'Only where the password was accepted or delivered can that be recorded on your word; with --code it can always.'

/** The code is kept as a search tag alone, which goes with all about the recipient. */
function requireCode({ ledger }: Pick<World, 'ledger'>, { id, short, shredded }: TransferRecord, code: string): void {
  if (shredded.includes('contact')) {
    const message = `The confirmation code of ${short} was shredded with all about its recipient.`
    throw new WaybillError('WB-SHREDDED', message, 'Nobody can tell any more whether a code is the right one.')
  }
  if (ledger.tagged('confirmation', crockfordSymbols(code) ?? '').includes(id)) return
  const message = `That is not the confirmation code of ${short}.`
  throw new WaybillError('WB-CONFIRMATION', message, 'Ask for the code in WAYBILL.txt and try again.')
}

/** Who says since when that somebody opened the archive: who quoted the code, else the sender. Null: nobody says so. */
export function openedOf({ events }: Pick<TransferRecord, 'events'>) {
  const said = events.flatMap(({ type, d, ts: at }) => {
    if (type === 'confirmation.quoted') return [{ proof: 'code' as const, at }]
    return type === 'transfer.confirmed'
      ? [{ proof: d.proof === 'code' ? ('code' as const) : ('word' as const), at }]
      : []
  })
  return said.find(({ proof }) => proof === 'code') ?? said[0] ?? null
}
