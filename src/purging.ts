import { WaybillError } from '../lib/error.ts'
import type { PersonalClass } from '../lib/ledger/owners.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { isPhoneNumber } from '../lib/phone.ts'
import { deleteArchive } from './archive-deletion.ts'
import { removeContact } from './contact-changes.ts'
import { requireContact } from './contacts.ts'
import { unknownAt } from './open-transfers.ts'
import { fold, readTransfer } from './record.ts'
import { believed, type Item, leftArchive } from './retention.ts'
import { shredOwner } from './shredding.ts'
import { endStates } from './states.ts'
import type { Quiet } from './timeline.ts'
import type { ArchiveOutcome } from './words.ts'
import type { Watch, World } from './world.ts'

/** What a person may ask to be shredded of one transfer. */
const askedClasses = ['contact', 'identity', 'files'] as const satisfies readonly PersonalClass[]
export type AskedClass = (typeof askedClasses)[number]

/** What became of one item; `left`: nothing was done, another command was faster or `error` stood in the way. */
export interface Purged {
  readonly item: Item
  readonly outcome: ArchiveOutcome | 'shredded' | 'left'
  readonly error: WaybillError | null
}

/**
 * What a person asks for of one transfer, whatever the policy says. Its archive goes before its files do: afterwards
 * nobody knows where it lies. WB-STATE while this transfer, or another one to the same number, still needs it.
 */
export function askedItems({ ledger }: Pick<World, 'ledger'>, id: string, classes: readonly AskedClass[]): Item[] {
  const record = readTransfer(ledger, id)
  if (!endStates.has(record.state)) {
    throw new WaybillError(
      'WB-STATE',
      `${record.short} is ${record.state}: it still needs what is to be shredded.`,
      'Cancel it first, or wait until it is closed.',
    )
  }
  const { phone } = record.contact
  if (
    classes.includes('contact') &&
    phone !== null &&
    isPhoneNumber(phone) &&
    unknownAt({ ledger }, phone).some(other => other.id !== id)
  ) {
    throw new WaybillError(
      'WB-STATE',
      `Another text to the number of ${record.short} is unknown: without this one they cannot be told apart.`,
      'Run `waybill status`, or cancel the other one; then purge again.',
    )
  }
  const held = ledger.holdings(id).map(holding => holding.class)
  const asked = { of: 'transfer', owner: id, reason: 'asked', since: null, due: null, waits: null } as const
  const items = askedClasses.filter(name => classes.includes(name) && held.includes(name))
  const archive = items.includes('files') && leftArchive(record) ? (['archive'] as const) : []
  return [...archive, ...items].map(what => ({ ...asked, what }))
}

/** A contact that a person asks to be shredded, with its past. WB-CONTACT-UNKNOWN. */
export function contactItem({ ledger }: Pick<World, 'ledger'>, name: string, client: string | undefined): Item {
  const { id } = requireContact(ledger, name, client)
  return { what: 'contact', of: 'contact', owner: id, reason: 'asked', since: null, due: null, waits: null }
}

/** It is no contact any more, and nothing is left of it but that some contact had this name. */
export function purgeContact(world: World, item: Item, name: string, client: string | undefined): Purged {
  removeContact(world, name, client, 'asked')
  return { item, outcome: 'shredded', error: null }
}

/**
 * What is due may only be destroyed where the date is right: what is gone does not come back. After a time in which nothing
 * was recorded a person must say which day it is (`YYYY-MM-DD`, UTC). WB-CLOCK.
 */
export function requireDate(
  { ledger, clock }: Pick<World, 'ledger' | 'clock'>,
  quiet: Quiet | null,
  today?: string,
): void {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const now = day(clock.now())
  if (today !== undefined && today !== now) {
    throw new WaybillError('WB-CLOCK', `The clock of this device says ${now}, not ${today}.`, 'Set the clock right.')
  }
  if (quiet === null) return
  if (today === undefined) {
    throw new WaybillError(
      'WB-CLOCK',
      `Nothing was recorded from ${day(quiet.from)} to ${day(quiet.to)}: perhaps a clock was set wrong.`,
      `Check the date; if today is ${now}, run it again with --today ${now}.`,
    )
  }
  ledger.commit(tx => tx.meta.set(believed, String(ledger.checkpoint().size)))
}

/**
 * Destroys these items but those that wait: archives first, one by one, then all personal data in one transaction, which
 * looks once more whether each may go. What stands in the way of one archive does not stop the others, and the files of
 * that transfer stay.
 */
export async function purge(world: World, items: readonly Item[], { signal }: Watch = {}): Promise<Purged[]> {
  const ready = items.filter(item => item.waits === null)
  const isLast = (owner: string) => ready.some(item => item.owner === owner && item.what === 'files')
  const archives: Purged[] = []
  for (const item of ready.filter(({ what }) => what === 'archive')) {
    const how = { reason: item.reason === 'asked' ? 'asked' : 'due', last: isLast(item.owner) } as const
    archives.push(await attempt(item, () => deleteArchive(world, item.owner, { ...how, ...(signal && { signal }) })))
  }
  const personal = ready.filter(({ what }) => what !== 'archive')
  if (personal.length === 0) return archives
  const { value: done } = world.ledger.commit(tx => personal.filter(item => shredItem(tx, world, item)))
  const shredded = personal.map(
    item => ({ item, outcome: done.includes(item) ? 'shredded' : 'left', error: null }) as const,
  )
  return [...archives, ...shredded]
}

async function attempt(item: Item, work: () => Promise<ArchiveOutcome | null>): Promise<Purged> {
  try {
    return { item, outcome: (await work()) ?? 'left', error: null }
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
    return { item, outcome: 'left', error }
  }
}

/** False when it may not go, or is gone: another command was faster. */
function shredItem(tx: Transaction, world: World, { what, of, owner, reason }: Item): boolean {
  if (what === 'archive' || !tx.holdings(owner).some(holding => holding.class === what)) return false
  const xfer = of === 'transfer' ? owner : null
  if (of === 'transfer') {
    const events = tx.eventsOf(owner)
    if (!endStates.has(fold(events).state) || (what === 'files' && leftArchive({ events }))) return false
  }
  shredOwner(tx, world, { owner, class: what, xfer, reason })
  return true
}
