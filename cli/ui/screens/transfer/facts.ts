import { WaybillError } from '../../../../lib/error.ts'
import { openedOf } from '../../../../src/confirming.ts'
import { acceptedReceipt } from '../../../../src/conveying.ts'
import { isDeletionDue } from '../../../../src/deletions-due.ts'
import { isCutOff } from '../../../../src/open-transfers.ts'
import { numberToUse } from '../../../../src/password-text.ts'
import { canLook, firstLook, mayBeSentAgain } from '../../../../src/reconciling.ts'
import { channelOf, int, intendedOf, lastOf, type TransferRecord } from '../../../../src/record.ts'
import type { State } from '../../../../src/states.ts'
import { archiveLeft } from '../../../../src/what-left.ts'
import type { Channel, Hold } from '../../../../src/words.ts'
import type { World } from '../../../../src/world.ts'

/** What decides on the steps that a transfer can take now. */
export interface Facts {
  readonly state: State
  /** A crash stopped it in the middle of a step, or another command is at it just now. */
  readonly cutOff: boolean
  readonly channel: Channel
  readonly hold: Hold
  readonly archive: boolean
  readonly handedOver: boolean
  /** The recipient was asked to delete the files, the day is over, and no answer is on record. */
  readonly deletionDue: boolean
  /** When a held or locked one expires; milliseconds since 1970. */
  readonly heldUntil: number | null
  /** The password is still there. */
  readonly password: boolean
  /** The number of the signed intent is known, and still the recipient's. */
  readonly number: boolean
  /** A courier for text messages is set up. */
  readonly courier: boolean
  /** Somebody can be asked where the password is, or a request without an outcome has to go on record. */
  readonly canAsk: boolean
  /** An unknown one: it can be looked for at the provider. */
  readonly canLook: boolean
  /** An unknown one: when it was first looked for in vain; milliseconds since 1970. */
  readonly firstLook: number | null
  /** An unknown one: looked for in vain twice, so that it may be sent again. */
  readonly again: boolean
  /** Nobody has quoted the confirmation code yet, and it is still known which one is right. */
  readonly unproved: boolean
}

export function factsOf(world: World, record: TransferRecord): Facts {
  const { state, life } = record
  const held = state === 'held' || state === 'locked' ? lastOf(record, 'transfer.held') : undefined
  const isUnknown = state === 'unknown'
  const looks = isUnknown && canLook(world, record)
  return {
    state,
    cutOff: isCutOff(record),
    channel: channelOf(record),
    hold: intendedOf(record).hold,
    archive: lastOf(record, 'transfer.checked') !== undefined,
    handedOver: archiveLeft(record) === 'handed-over',
    deletionDue: isDeletionDue(record, world.clock.now()),
    heldUntil: held === undefined ? null : int(held.d, 'until'),
    password: world.ledger.vault.has(record.id),
    number: hasNumber(world, record),
    courier: world.courier !== null,
    canAsk: isUnknown ? looks || life.requested : state === 'accepted' && knowsDelivery(world, record),
    canLook: looks,
    firstLook: isUnknown ? firstLook(record) : null,
    again: isUnknown && mayBeSentAgain(record),
    unproved: openedOf(record)?.proof !== 'code' && !record.shredded.includes('contact'),
  }
}

function hasNumber(world: World, record: TransferRecord): boolean {
  try {
    numberToUse(world, record)
    return true
  } catch (error) {
    if (error instanceof WaybillError) return false
    throw error
  }
}

function knowsDelivery({ ledger, courier }: World, record: TransferRecord): boolean {
  return courier?.status !== undefined && acceptedReceipt({ ledger }, record)?.courier === courier.id
}
