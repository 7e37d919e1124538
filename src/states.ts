/**
 * A transfer's life as a checked state machine: the table of `docs/lifecycle.md` as data. A state is never stored; it is
 * folded from the transfer's events, so that the ledger and the state cannot disagree.
 */

export const states = [
  'intended',
  'sealed',
  'checked',
  'held',
  'released',
  'accepted',
  'delivered',
  'confirmed',
  'failed',
  'unknown',
  'rejected',
  'cancelled',
  'expired',
  'locked',
  'closed',
] as const
export type State = (typeof states)[number]

/** In these nothing more happens to the password: it is destroyed. */
export const endStates: ReadonlySet<State> = new Set<State>(['rejected', 'cancelled', 'expired', 'closed'])

const open = states.filter(state => !endStates.has(state))

/** Event type → the states it may come from → the state it leads to. Types that are not listed change no state. */
const transitions: Record<string, { from: readonly (State | null)[]; to: State }> = {
  'transfer.intended': { from: [null], to: 'intended' },
  // Sealed again after a crash before publication.
  'transfer.sealed': { from: ['intended', 'sealed'], to: 'sealed' },
  'transfer.rejected': { from: ['sealed'], to: 'rejected' },
  'transfer.checked': { from: ['sealed'], to: 'checked' },
  'transfer.held': { from: ['checked'], to: 'held' },
  'receipt.wrong': { from: ['held'], to: 'held' },
  'transfer.locked': { from: ['held'], to: 'locked' },
  'transfer.expired': { from: ['held', 'locked'], to: 'expired' },
  'transfer.released': { from: ['checked', 'held', 'locked', 'failed', 'released', 'unknown'], to: 'released' },
  'password.requested': { from: ['released'], to: 'released' },
  'password.accepted': { from: ['released', 'unknown'], to: 'accepted' },
  'password.unknown': { from: ['released', 'unknown'], to: 'unknown' },
  'password.failed': { from: ['released', 'accepted', 'unknown'], to: 'failed' },
  'password.delivered': { from: ['accepted'], to: 'delivered' },
  'password.dictated': { from: ['released'], to: 'delivered' },
  'transfer.confirmed': { from: ['accepted', 'delivered'], to: 'confirmed' },
  'transfer.closed': { from: ['accepted', 'delivered', 'confirmed'], to: 'closed' },
  'transfer.cancelled': { from: open, to: 'cancelled' },
}

/** What the fold needs of an event: its type and whether a request to a courier is under way. */
export interface Life {
  readonly state: State
  /** A courier was asked and no outcome is recorded: after a crash this *is* unknown. */
  readonly requested: boolean
}

/** The life after one more event, or a sentence that says why the event is not legal here. Pure. */
export function step(life: Life | null, type: string): Life | string {
  const transition = transitions[type]
  if (transition === undefined) return life ?? `${type} before transfer.intended`
  const from = life?.state ?? null
  if (!transition.from.includes(from))
    return `${type} is not legal ${from === null ? 'at the beginning' : `when ${from}`}`
  if (type === 'password.requested' && life?.requested) return 'password.requested while a request is under way'
  const outcome = type === 'password.accepted' || type === 'password.failed' || type === 'password.unknown'
  if (outcome && from === 'released' && !life?.requested) return `${type} without password.requested`
  if (type === 'password.dictated' && life?.requested) return 'password.dictated while a request is under way'
  if (type === 'transfer.released' && from === 'released' && life?.requested) {
    return 'transfer.released while a request is under way'
  }
  return { state: transition.to, requested: type === 'password.requested' }
}

/** The state that people are shown: a request without an outcome is unknown. */
export function shownState(life: Life): State {
  return life.state === 'released' && life.requested ? 'unknown' : life.state
}
