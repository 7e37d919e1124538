import { addContact, editContact } from '../../../../src/contact-changes.ts'
import { settle } from '../../../../src/deadlines.ts'
import type { Policy, SendRequest, World } from '../../../../src/index.ts'
import { Transfers } from '../../../../src/transfer.ts'
import { codeInside } from '../../../support/code-inside.ts'
import { type Bench, bench, day, hour } from '../../../support/transfers.ts'

/** A transfer at a certain point of its life, in a home of its own. */
export interface Life {
  readonly made: Bench
  readonly world: World
  readonly id: string
}

/** Ways to every state; the first word of each name is the state that people are shown. */
export const lives = {
  intended: () => cutOff(1),
  sealed: () => cutOff(2),
  checked: () => cutOff(3),
  'intended without its password': async () => withoutPassword(await cutOff(1)),
  held: () => sent(),
  'held and handed over': async () => handedOver(await sent()),
  'held for a person': () => sent({ channel: 'phone' }, { release: { ...release, mode: 'now' } }),
  'held for somebody who is met': () =>
    sent({ channel: 'in-person', phone: undefined }, { release: { ...release, mode: 'now' } }),
  'held without a courier': async () => withoutCourier(await handedOver(await sent())),
  'held without its password': async () => withoutPassword(await sent()),
  'held for a number that was changed': () => changed({}),
  locked: async () => {
    const life = await sent({}, { release: { ...release, wrongCodes: 1 } })
    await life.made.transfers.release(life.id, { receipt: '0000-0000' }).catch(() => {})
    return life
  },
  expired: async () => {
    const life = await sent()
    life.made.clock.advance(8 * day)
    settle(life.world)
    return life
  },
  'released for a person': async () => {
    const life = await sent({ channel: 'phone' }, { release: { ...release, mode: 'now' } })
    await life.made.transfers.release(life.id, {})
    return life
  },
  'released for a person, by a number that was changed': async () => {
    const life = await changed({ channel: 'phone' })
    await life.made.transfers.release(life.id, { channel: 'in-person', override: 'met' })
    return life
  },
  'released and cut off': () => cutOff(4),
  'released and cut off, without a courier': async () => withoutCourier(await cutOff(4)),
  'unknown after a crash': () => cutOff(5),
  'unknown without a look': () => unknown(),
  'unknown after a look': async () => looked(await unknown()),
  'unknown after two looks': async () => looked(await looked(await unknown())),
  'unknown, and nobody can look': async () => withoutCourier(await unknown()),
  failed: () => sent({ hold: false }, {}, 'refuses'),
  'failed by a number that was changed': () => changed({ hold: false }, 'refuses'),
  accepted: () => sent({ hold: false }),
  'accepted and handed over': async () => handedOver(await sent({ hold: false })),
  'accepted by a courier that is gone': async () => withoutCourier(await sent({ hold: false })),
  delivered: () => delivered(),
  'delivered and handed over': async () => handedOver(await delivered()),
  'delivered, and its deletion is due': async () => daysLater(await handedOver(await delivered(asked))),
  'delivered, not handed over, and its deletion is due': async () => daysLater(await delivered(asked)),
  'delivered, and its deletion was answered': async () => {
    const life = await daysLater(await handedOver(await delivered(asked)))
    await life.made.transfers.answerDeletion(life.id, 'kept')
    return life
  },
  'held, and its deletion would be due': async () => daysLater(await handedOver(await sent({ ...asked }))),
  confirmed: () => confirmed(),
  'confirmed, and its deletion is asked for': () => confirmed(asked),
  closed: async () => {
    const life = await confirmed()
    life.made.clock.advance(15 * day)
    settle(life.world)
    return life
  },
  'closed, and its deletion is due': async () => {
    const life = await confirmed(asked)
    life.made.clock.advance(15 * day)
    settle(life.world)
    return life
  },
  'closed, and the code was quoted': async () => {
    const life = await delivered()
    const code = await codeInside(life.made, life.id)
    life.made.clock.advance(15 * day)
    settle(life.world)
    await life.made.transfers.confirm(life.id, code)
    return life
  },
  cancelled: async () => {
    const life = await sent()
    await life.made.transfers.cancel(life.id)
    return life
  },
  rejected: () => rejected(),
} as const satisfies Record<string, () => Promise<Life>>

const release: Policy['release'] = { mode: 'on-receipt-when-new', locked: false, holdFor: 7 * day, wrongCodes: 5 }

async function sent(
  more: Partial<SendRequest> = {},
  policy: Partial<Policy> = {},
  mood: Bench['provider']['mood'] = 'takes',
): Promise<Life> {
  const made = await bench(policy)
  made.provider.mood = mood
  const { id } = await made.send(more)
  return { made, world: made.world, id }
}

/** Killed after so many transactions of `send`: intended, sealed, checked, released, requested. */
async function cutOff(after: number): Promise<Life> {
  const made = await bench()
  let left = after
  const commit: World['ledger']['commit'] = work => {
    if (left-- <= 0) throw new Error('killed')
    return made.world.ledger.commit(work)
  }
  const dying = { ...made.world, ledger: withCommit(made.world.ledger, commit) }
  await new Transfers(dying).send({ ...made.request, hold: false }).catch(() => {})
  const [id = ''] = made.world.ledger.vault.ids()
  return { made, world: made.world, id }
}

/** A ledger that writes in another way. */
export function withCommit(ledger: World['ledger'], commit: World['ledger']['commit']): World['ledger'] {
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'commit') return commit
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function withoutCourier(life: Life): Life {
  return { ...life, world: { ...life.world, courier: null } }
}

/** As a restore leaves it. */
async function withoutPassword(life: Life): Promise<Life> {
  life.world.ledger.commit(tx => tx.vault.destroy(life.id))
  return life
}

async function handedOver(life: Life): Promise<Life> {
  await life.made.transfers.handedOver(life.id, 'mail')
  return life
}

async function changed(more: Partial<SendRequest>, mood: Bench['provider']['mood'] = 'takes'): Promise<Life> {
  const made = await bench()
  const { to, phone } = made.request
  await addContact(made.world, { recipient: to, phone })
  made.clock.advance(hour)
  made.provider.mood = mood
  const { id } = await made.send(more)
  made.clock.advance(hour)
  await editContact(made.world, to, undefined, { phone: '+4915112345679' })
  return { made, world: made.world, id }
}

function unknown(): Promise<Life> {
  return sent({ hold: false }, {}, 'lost')
}

async function looked(life: Life): Promise<Life> {
  life.made.clock.advance(hour)
  await life.made.transfers.status(life.id)
  return life
}

/** The clock of a bench begins two days before. */
const asked = { askDeletion: '2026-01-07' }

async function daysLater(life: Life): Promise<Life> {
  life.made.clock.advance(3 * day)
  return life
}

async function delivered(more: Partial<SendRequest> = {}): Promise<Life> {
  const life = await sent({ hold: false, ...more })
  life.made.provider.status = { state: 'delivered' }
  await life.made.transfers.status(life.id)
  return life
}

async function confirmed(more: Partial<SendRequest> = {}): Promise<Life> {
  const life = await delivered(more)
  await life.made.transfers.confirm(life.id)
  return life
}

async function rejected(): Promise<Life> {
  const made = await bench()
  const { check } = made.world.engine
  const failing: World['engine']['check'] = async (...asked) => ({ ...(await check(...asked)), passed: false })
  const transfers = new Transfers({ ...made.world, engine: { ...made.world.engine, check: failing } })
  let id = ''
  await transfers.send(made.request).catch(() => {})
  for (const { xfer } of made.world.ledger.events()) id = xfer ?? id
  return { made, world: made.world, id }
}
