import { isObject } from '../lib/ledger/canonical.ts'
import type { PersonalClass } from '../lib/ledger/owners.ts'
import type { Holding } from '../lib/ledger/view.ts'
import { isPhoneNumber } from '../lib/phone.ts'
import { openTransfers } from './open-transfers.ts'
import { othersAreUnknown } from './reconciling.ts'
import { fold, int, lastOf, readTransfer, type TransferRecord } from './record.ts'
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
  const someUnknown = openTransfers(world).some(({ state }) => state === 'unknown')
  const items = [...byOwner].flatMap(([owner, holdings]) => {
    const times = timeline.transfers.get(owner)
    if (times === undefined) return contactItems(world, owner, holdings, timeline)
    return transferItems({ ...world, someUnknown }, owner, holdings, times)
  })
  return { items: [...items, ...operatorItems(world, byOwner, timeline)], quiet: timeline.quiet }
}

/** Setting: the number of events after which a person last said that the date is right. */
export const believed = 'clock.believed'

/** `someUnknown`: any transfer is; only then others are asked about. */
type Surroundings = RetentionWorld & { readonly someUnknown: boolean }

/** A ledger has many transfers, so what is not due is told by its times alone. */
function transferItems(world: Surroundings, id: string, holdings: readonly Holding[], times: Milestones): Item[] {
  const now = world.clock.now()
  const archive = archiveItem(world, id, holdings, times)
  const since = times.ended ?? times.begun ?? now
  const personal = holdings.flatMap(({ class: what }): Item[] => {
    const due = since + world.policy.keep[what]
    if (due > now) return []
    const waits = waitingOf(world, id, what, times, archive)
    return [{ what, of: 'transfer', owner: id, reason: 'due', since, due, waits }]
  })
  return archive === null || isToCome(archive, now) ? personal : [archive, ...personal]
}

function isToCome({ due }: Item, now: number): boolean {
  return due !== null && due > now
}

/** What the transfer still needs of it. */
function waitingOf(
  world: Surroundings,
  id: string,
  what: PersonalClass,
  { ended, cancelled }: Milestones,
  archive: Item | null,
): Waiting | null {
  if (ended === undefined) return 'open'
  if (what === 'files' && archive !== null && isToCome(archive, world.clock.now())) return 'archive'
  if (what !== 'contact' || (cancelled !== true && !world.someUnknown)) return null
  const record = readTransfer(world.ledger, id)
  const { phone } = record.contact
  if (redactionIsDue(world, record)) return 'text'
  return phone !== null && isPhoneNumber(phone) && othersAreUnknown(world, phone, id) ? 'others' : null
}

/** In these nobody needs the archive any more: its password has arrived, or is destroyed. */
const archiveIsFree: ReadonlySet<State> = new Set<State>(['accepted', 'delivered', 'confirmed', ...endStates])

/** The archive that may still lie where it was made; null where there is none, or where nobody knows the place. */
function archiveItem(
  { ledger, clock }: RetentionWorld,
  id: string,
  holdings: readonly Holding[],
  { intended, made, sealed, ended, dealt }: Milestones,
): Item | null {
  const since = made ?? ended
  if (intended === undefined || sealed === undefined || since === undefined || dealt !== undefined) return null
  if (!holdings.some(holding => holding.class === 'files')) return null
  if (made === undefined && !leftArchive({ events: ledger.eventsOf(id) })) return null
  const due = since + int(ledger.event(intended)?.d ?? {}, 'keep')
  const waits = due <= clock.now() && !archiveIsFree.has(fold(ledger.eventsOf(id)).state) ? 'open' : null
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
  const last = ledger.lastDisclosing(owner, 'contact')
  const since = last === null ? null : (changed.get(last) ?? null)
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
