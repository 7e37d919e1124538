import { WaybillError } from '../lib/error.ts'
import { isSameCode } from './codes.ts'
import { contactKey } from './contacts.ts'
import { judgeIntended } from './number-trust.ts'
import { numberToUse, passwordOf } from './password-text.ts'
import { requirePolicyInForce } from './policy-in-force.ts'
import { canLook, mayBeSentAgain } from './reconciling.ts'
import { channelOf, intendedOf, type TransferRecord } from './record.ts'
import { receiptCodeOf } from './sealing.ts'
import { commitStep } from './step.ts'
import type { Channel } from './words.ts'
import type { Watch, World } from './world.ts'

/** What lets a held password go: the code that came with the archive, or a reason that is recorded. */
export interface ReleaseRequest {
  readonly receipt?: string | undefined
  readonly override?: string | undefined
  readonly channel?: Channel | undefined
}

/** Why a password was let go. */
type Basis = 'no-hold' | 'receipt' | 'override' | 'person' | 'other-channel' | 'again'

/**
 * held, locked, failed, released or unknown → released. A wrong code is recorded before WB-RECEIPT is thrown.
 * WB-NO-PASSWORD where a restore left the transfer open without one.
 */
export function release(world: World, record: TransferRecord, request: ReleaseRequest, watch: Watch = {}): void {
  requirePolicyInForce(world)
  const channel = request.channel ?? channelOf(record)
  if (record.state === 'failed' && channel === channelOf(record) && request.override === undefined) {
    throw notNow(
      record,
      `failed by ${channel}`,
      'Take another channel with --via, or say with --override how the number was confirmed; a wrong number means cancel and send anew.',
    )
  }
  if (channel === 'sms' && world.courier === null) {
    throw new WaybillError(
      'WB-NO-COURIER',
      'No courier for text messages is set up in this home.',
      'Use `waybill dictate`.',
    )
  }
  if (channel !== 'in-person') numberToUse(world, record)
  const findings = judgeIntended(world.policy.numbers, intendedOf(record), channel)
  const basis = basisOf(world, record, request)
  passwordOf(world, record).destroy()
  for (const finding of findings) watch.onFinding?.(finding)
  letGo(world, record, basis, channel, request.override)
}

/** The event, and the recipient known from now on as one that was sent to. */
export function letGo(world: World, record: TransferRecord, by: Basis, channel: Channel, reason?: string): void {
  const { client, phone, recipient, organisation } = record.contact
  const key = contactKey(client ?? undefined, phone ?? `${recipient}/${organisation ?? ''}`)
  const event = { type: 'transfer.released', d: { by, channel } }
  const disclose = [{ class: 'contact' as const, owner: record.id, fields: { overrideReason: reason ?? '' } }]
  const events = [reason === undefined ? event : { ...event, disclose }]
  commitStep(world, record.id, events, tx => tx.tag('recipient', key, record.id, 'contact'))
}

function basisOf(world: World, record: TransferRecord, { receipt, override }: ReleaseRequest): Basis {
  switch (record.state) {
    case 'held':
      return override === undefined ? receiptBasis(world, record, receipt) : 'override'
    case 'failed':
    case 'released':
      return override === undefined ? 'other-channel' : 'override'
    case 'locked':
      if (override !== undefined) return 'override'
      throw notNow(
        record,
        'is locked after too many wrong codes',
        'Cancel it, or release it with --override and a reason.',
      )
    case 'unknown':
      if (override !== undefined && mayBeSentAgain(record)) return 'again'
      throw notNow(
        record,
        'may have left already',
        canLook(world, record)
          ? 'Run `waybill status` now and once more after ten minutes; then release it with --override and a reason.'
          : 'Nobody can look for it at the provider: cancel it, and send the files anew.',
      )
    default:
      throw notNow(record, `is ${record.state}`, 'There is nothing to release.')
  }
}

function receiptBasis(world: World, record: TransferRecord, receipt: string | undefined): Basis {
  if (receipt === undefined) {
    if (intendedOf(record).hold === 'person') return 'person'
    throw new WaybillError(
      'WB-RECEIPT-NEEDED',
      `${record.short} is held until the recipient quotes the receipt code.`,
      'Give it with --receipt, or release it with --override and a reason.',
    )
  }
  if (isSameCode(receipt, receiptCodeOf(world, record.id))) return 'receipt'
  throw wrongCode(world, record)
}

/** Recorded, so that guessing ends: at the policy's limit the transfer is locked. */
function wrongCode(world: World, record: TransferRecord): WaybillError {
  const wrong = record.events.filter(event => event.type === 'receipt.wrong').length + 1
  const left = world.policy.release.wrongCodes - wrong
  const locks = left > 0 ? [] : [{ type: 'transfer.locked', d: { wrong } }]
  commitStep(world, record.id, [{ type: 'receipt.wrong', d: { wrong } }, ...locks])
  const hint =
    left > 0
      ? `Ask for it again; ${left === 1 ? 'one more wrong code locks' : `${left} more wrong codes lock`} the transfer.`
      : 'The transfer is now locked: cancel it, or release it with --override and a reason.'
  return new WaybillError('WB-RECEIPT', `That is not the receipt code of ${record.short}.`, hint)
}

export function notNow(record: TransferRecord, what: string, hint: string): WaybillError {
  return new WaybillError('WB-STATE', `${record.short} ${what}.`, hint)
}
