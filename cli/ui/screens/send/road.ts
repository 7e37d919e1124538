import type { TransferView } from '../../../../src/view.ts'

/** One mark on the road of a password: when it was reached, or whether it still can be. */
export interface Mark {
  readonly name: 'released' | 'accepted' | 'delivered' | 'confirmed'
  /** Milliseconds since 1970; null: not reached. */
  readonly at: number | null
  readonly how: 'yet' | 'never'
}

export type Road = readonly Mark[]

/**
 * Four different facts, never shown as one (docs/lifecycle.md): we let it go; the provider took it; the handset has it, or a
 * person says that they read it out; somebody opened the archive. A later attempt wipes what an earlier one had reached.
 */
export function roadOf({ life, channel, state }: Pick<TransferView, 'life' | 'channel' | 'state'>): Road {
  const released = lastAt(life, ['transfer.released'], -1)
  const since = released === null ? life.length : life.indexOf(released)
  const reached = (...types: readonly string[]) => (released === null ? null : lastAt(life, types, since))
  const time = (event: TransferView['life'][number] | null) => (event === null ? null : Date.parse(event.at))
  const over = ['rejected', 'cancelled', 'expired', 'closed'].includes(state)
  const how = over ? 'never' : 'yet'
  return [
    { name: 'released', at: time(released), how },
    { name: 'accepted', at: time(reached('password.accepted')), how: channel === 'sms' ? how : 'never' },
    { name: 'delivered', at: time(reached('password.delivered', 'password.dictated')), how },
    { name: 'confirmed', at: time(lastAt(life, ['transfer.confirmed'], -1)), how },
  ]
}

/** The last event of these types after that place. */
function lastAt(
  life: TransferView['life'],
  types: readonly string[],
  after: number,
): TransferView['life'][number] | null {
  return life.findLast(({ event }, at) => at > after && types.includes(event)) ?? null
}
