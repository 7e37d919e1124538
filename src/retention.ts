import { isObject } from '../lib/ledger/canonical.ts'
import type { PersonalClass } from '../lib/ledger/owners.ts'
import type { Holding } from '../lib/ledger/view.ts'
import { isPhoneNumber } from '../lib/phone.ts'
import { othersAreUnknown } from './reconciling.ts'
import { fold, int, lastOf, readTransfer, requireEvent, type TransferRecord } from './record.ts'
import { redactionIsDue } from './redacting.ts'
import { endStates, type State } from './states.ts'
import { type Milestones, type Quiet, readTimeline, type Timeline } from './timeline.ts'
import type { ShredReason } from './words.ts'
import type { World } from './world.ts'

/** One thing to destroy: an archive, or what one owner has in one class. */
export interface Item {
  readonly what: 'archive' | PersonalClass
  readonly of: 'transfer' | 'contact' | 'operator'
  /** ULID of the transfer or contact; pseudonym of the operator. */
  readonly owner: string
  readonly reason: Exclude<ShredReason, 'restored'>
  /** When its time began to run, and when it became due: milliseconds since 1970; null where nobody asks for the time. */
  readonly since: number | null
  readonly due: number | null
  readonly waits: Waiting | null
}

/**
 * Why something that is due stays: the transfer still needs it; its archive has not been deleted, and only the plan knows
 * where it lies; the provider still has the text; another transfer must be told apart from this one there.
 */
export type Waiting = 'open' | 'archive' | 'text' | 'others'

export interface Retention {
  /** Everything whose time has passed. */
  readonly items: readonly Item[]
  /** Why the clock may be wrong. */
  readonly quiet: Quiet | null
}

export type RetentionWorld = Pick<World, 'ledger' | 'policy' | 'clock' | 'courier'>

/** What the policy no longer allows to be kept. Changes nothing. */
export function retention(world: RetentionWorld): Retention {
  const { ledger, clock } = world
  const timeline = readTimeline(ledger, clock.now(), Number(ledger.meta.get(believed) ?? 0))
  const byOwner = Map.groupBy(ledger.holdings(), holding => holding.owner)
  const items = [...byOwner].flatMap(([owner, holdings]) => {
    const milestones = timeline.transfers.get(owner)
    return milestones === undefined
      ? contactItems(world, owner, holdings, timeline)
      : transferItems(world, owner, holdings, milestones)
  })
  return { items: [...items, ...operatorItems(world, byOwner, timeline)], quiet: timeline.quiet }
}

/** Setting: the number of events after which a person last said that the date is right. */
export const believed = 'clock.believed'

function transferItems(world: RetentionWorld, id: string, holdings: readonly Holding[], times: Milestones): Item[] {
  const { policy, clock } = world
  const now = clock.now()
  const archive = archiveItem(world, id, holdings, times)
  const passed = holdings.flatMap(holding => {
    const since = times.ended ?? times.begun ?? now
    const due = since + policy.keep[holding.class]
    return due > now
      ? []
      : [{ what: holding.class, of: 'transfer' as const, owner: id, reason: 'due' as const, since, due }]
  })
  if (passed.length === 0) return archive === null || (archive.due ?? 0) > now ? [] : [archive]
  const record = readTransfer(world.ledger, id)
  const items = passed.map(item => ({ ...item, waits: waitingOf(world, record, item.what, archive) }))
  return archive === null || (archive.due ?? 0) > now ? items : [archive, ...items]
}

/** What the transfer still needs of it. */
function waitingOf(
  world: RetentionWorld,
  record: TransferRecord,
  what: PersonalClass,
  archive: Item | null,
): Waiting | null {
  if (!endStates.has(record.state)) return 'open'
  if (what === 'files' && archive !== null && ((archive.due ?? 0) > world.clock.now() || archive.waits !== null))
    return 'archive'
  if (what !== 'contact') return null
  const { phone } = record.contact
  if (redactionIsDue(world, record)) return 'text'
  return phone !== null && isPhoneNumber(phone) && othersAreUnknown(world, phone, record.id) ? 'others' : null
}

/** In these nobody needs the archive any more: its password has arrived, or is destroyed. */
const archiveIsFree: ReadonlySet<State> = new Set<State>(['accepted', 'delivered', 'confirmed', ...endStates])

/** The archive that may still lie where it was made; null where there is none, or where nobody knows the place. */
function archiveItem(
  { ledger, clock }: RetentionWorld,
  id: string,
  holdings: readonly Holding[],
  { made, sealed, ended, dealt }: Milestones,
): Item | null {
  const since = made ?? ended
  if (sealed === undefined || since === undefined || dealt !== undefined) return null
  if (!holdings.some(holding => holding.class === 'files')) return null
  const events = ledger.eventsOf(id)
  if (!leftArchive({ events })) return null
  const due = since + int(requireEvent({ events }, 'transfer.intended').d, 'keep')
  const waits = due <= clock.now() && !archiveIsFree.has(fold(events).state) ? 'open' : null
  return { what: 'archive', of: 'transfer', owner: id, reason: 'due', since, due, waits }
}

/** Whether an archive got its name and nothing says that it is gone. */
export function leftArchive(record: Pick<TransferRecord, 'events'>): boolean {
  if (lastOf(record, 'archive.deleted', 'transfer.rejected') !== undefined) return false
  if (lastOf(record, 'transfer.checked') !== undefined) return true
  const cancelled = lastOf(record, 'transfer.cancelled')
  return cancelled !== undefined && cancelled.d.archive !== 'none'
}

/** What is left of a contact that was removed: a memory of its name, or what older versions kept. */
function contactItems(
  { ledger, policy, clock }: RetentionWorld,
  owner: string,
  holdings: readonly Holding[],
  { changed }: Timeline,
): Item[] {
  const before = ledger.records.get('contact-before', owner)
  const holding = holdings.find(one => one.class === 'contact')
  if (before === null || holding === undefined) return []
  const item = { what: 'contact', of: 'contact', owner, waits: null } as const
  if (isObject(before) && typeof before.event === 'number') {
    const since = changed.get(before.event) ?? clock.now()
    const due = since + policy.keep.contact
    return due > clock.now() ? [] : [{ ...item, reason: 'due', since, due }]
  }
  const since = holding.last === null ? null : (changed.get(holding.last) ?? null)
  return [{ ...item, reason: 'removed', since, due: since }]
}

/** A pseudonym was used until the next one; the last one is in use. */
function operatorItems(
  { ledger, policy, clock }: RetentionWorld,
  byOwner: ReadonlyMap<string, readonly Holding[]>,
  { named }: Timeline,
): Item[] {
  const events = [...named]
  return events.slice(0, -1).flatMap(([seq], at) => {
    const owner = ledger.event(seq)?.op ?? ''
    const since = events[at + 1]?.[1] ?? clock.now()
    const due = since + policy.keep.identity
    const held = byOwner.get(owner)?.some(holding => holding.class === 'identity') ?? false
    return !held || due > clock.now()
      ? []
      : [{ what: 'identity', of: 'operator', owner, reason: 'due', since, due, waits: null } as const]
  })
}
