import type { Brief, View } from '../lib/ledger/view.ts'

/** When what happened to one transfer: milliseconds since 1970. Absent: it did not happen. */
export interface Milestones {
  /** Sequence number of its `transfer.intended`, and when. */
  intended?: number
  begun?: number
  sealed?: number
  /** The archive got its name. */
  made?: number
  /** Rejected, cancelled, expired or closed: its password is destroyed. */
  ended?: number
  cancelled?: boolean
  /** Its archive was dealt with by `purge`. */
  dealt?: number
}

/** A time in which nothing was recorded, longer than any home that is used has: perhaps a clock that was set wrong. */
export interface Quiet {
  readonly from: number
  readonly to: number
}

export interface Timeline {
  readonly transfers: ReadonlyMap<string, Milestones>
  /** Each `operator.named` and each `contact.changed`, by its sequence number: when. */
  readonly named: ReadonlyMap<number, number>
  readonly changed: ReadonlyMap<number, number>
  /** The last one that began at or after event `believed`; null: none. */
  readonly quiet: Quiet | null
}

/** Every command of a new quarter records its operator, so a home in use is never as quiet as this. */
const mostQuiet = 100 * 86_400_000

const milestones: Readonly<Record<string, 'begun' | 'sealed' | 'made' | 'ended' | 'dealt'>> = {
  'transfer.intended': 'begun',
  'transfer.sealed': 'sealed',
  'transfer.checked': 'made',
  'transfer.rejected': 'ended',
  'transfer.cancelled': 'ended',
  'transfer.expired': 'ended',
  'transfer.closed': 'ended',
  'archive.deleted': 'dealt',
}

/**
 * When everything happened from which a time to keep runs. The clock of a device may have been wrong, and what is
 * destroyed does not come back, so an event happened at the latest of the times that it and those before it claim:
 * a clock that was set back makes nothing due earlier. A time that is yet to come was never right and does not count;
 * its event happened, at the latest, when the next one says, or now.
 */
export function readTimeline(view: Pick<View, 'outline'>, now: number, believed = 0): Timeline {
  const transfers = new Map<string, Milestones>()
  const named = new Map<number, number>()
  const changed = new Map<number, number>()
  let latest = 0
  let quiet: Quiet | null = null
  let undated: ((at: number) => void)[] = []
  for (const event of view.outline()) {
    undated.push(at => date(event, at))
    if (event.at > now) continue
    if (latest > 0 && event.at - latest > mostQuiet && event.seq > believed) quiet = { from: latest, to: event.at }
    latest = Math.max(latest, event.at)
    for (const one of undated) one(latest)
    undated = []
  }
  for (const one of undated) one(now)
  if (now - latest > mostQuiet) quiet = { from: latest, to: now }
  return { transfers, named, changed, quiet }

  function date({ seq, type, xfer }: Brief, at: number): void {
    if (type === 'operator.named') named.set(seq, at)
    if (type === 'contact.changed') changed.set(seq, at)
    const milestone = milestones[type]
    if (milestone === undefined || xfer === null) return
    const of = transfers.get(xfer) ?? {}
    of[milestone] = at
    if (milestone === 'begun') of.intended = seq
    if (type === 'transfer.cancelled') of.cancelled = true
    transfers.set(xfer, of)
  }
}
