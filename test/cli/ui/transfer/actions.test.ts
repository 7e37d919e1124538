import { expect, it } from 'vitest'
import { roadOf } from '../../../../cli/ui/road.ts'
import { nextStep } from '../../../../cli/ui/screens/home/next-step.ts'
import { type Action, actions, channelsFor, legalActions } from '../../../../cli/ui/screens/transfer/actions.ts'
import { type Facts, factsOf } from '../../../../cli/ui/screens/transfer/facts.ts'
import { transferView, WaybillError } from '../../../../src/index.ts'
import { receiptCodeOf } from '../../../../src/sealing.ts'
import { states } from '../../../../src/states.ts'
import { Transfers } from '../../../../src/transfer.ts'
import { type Life, lives, withCommit } from './lives.ts'

/** What Home says is next, and how soon. */
const next: Record<keyof typeof lives, [Action, number] | null> = {
  intended: ['resume', 5],
  sealed: ['resume', 5],
  checked: ['resume', 5],
  'intended without its password': ['cancel', 5],
  held: ['handed-over', 4],
  'held and handed over': ['release', 4],
  'held for a person': ['dictate', 4],
  'held for somebody who is met': ['dictate', 4],
  'held without a courier': ['release', 4],
  'held without its password': ['handed-over', 4],
  'held for a number that was changed': ['handed-over', 4],
  locked: ['override', 2],
  expired: null,
  'released for a person': ['dictate', 5],
  'released for a person, by a number that was changed': ['dictate', 5],
  'released and cut off': ['resume', 5],
  'released and cut off, without a courier': ['dictate', 5],
  'unknown after a crash': ['status', 0],
  'unknown without a look': ['status', 0],
  'unknown after a look': ['status', 0],
  'unknown after two looks': ['override', 0],
  'unknown, and nobody can look': ['cancel', 0],
  failed: ['other-channel', 1],
  'failed by a number that was changed': ['other-channel', 1],
  accepted: ['handed-over', 6],
  'accepted and handed over': null,
  'accepted by a courier that is gone': ['handed-over', 6],
  delivered: ['handed-over', 6],
  'delivered and handed over': null,
  'delivered, and its deletion is due': ['deleted', 7],
  'delivered, not handed over, and its deletion is due': ['handed-over', 6],
  'delivered, and its deletion was answered': null,
  'held, and its deletion would be due': ['release', 4],
  confirmed: null,
  'confirmed, and its deletion is asked for': null,
  'closed, and its deletion is due': ['deleted', 7],
  closed: null,
  'closed, and the code was quoted': null,
  cancelled: null,
  rejected: null,
}

/** The four marks: done, open, never, needless, failed, unknown. */
const roads: Partial<Record<keyof typeof lives, string>> = {
  sealed: 'open open open open',
  held: 'open open open open',
  expired: 'never never never never',
  'released for a person': 'done needless open open',
  'released and cut off': 'done open open open',
  'unknown after a look': 'done unknown open open',
  failed: 'done failed open open',
  accepted: 'done done open open',
  delivered: 'done done done open',
  confirmed: 'done done done done',
  closed: 'done done done done',
  'closed, and the code was quoted': 'done done done done',
  cancelled: 'never never never never',
}

/** Not refused, and not offered: another key that is offered does the same, or there is no archive to quote a code of. */
const another: Readonly<Record<string, readonly Action[]>> = {
  intended: ['confirm'],
  sealed: ['confirm'],
  rejected: ['confirm'],
  released: ['release', 'override'],
  failed: ['release'],
  unknown: ['resume'],
}

it.each(
  Object.keys(lives) as (keyof typeof lives)[],
)('%s: offers what is legal, nothing else, and one next step', async name => {
  const life = await lives[name]()
  const record = life.made.transfers.read(life.id)
  const facts = factsOf(life.world, record)
  expect(facts.state).toBe(name.match(/^\w+/)?.[0])
  const allowed: Action[] = []
  for (const action of actions) if (await isAllowed(life, facts, action)) allowed.push(action)
  expect(legalActions(facts)).toEqual(allowed.filter(action => !another[facts.state]?.includes(action)))
  const step = nextStep(facts, life.world.clock.now())
  expect(step && [step.action, step.urgency]).toEqual(next[name])
  const road = roadOf(transferView(life.world, record)).map(({ is }) => is)
  expect(road.join(' ')).toBe(roads[name] ?? road.join(' '))
})

it('there is a way to every state', () => {
  expect(new Set(Object.keys(lives).map(name => name.match(/^\w+/)?.[0]))).toEqual(new Set(states))
})

it('a hold that ends within a day is more urgent', async () => {
  const { world, made, id } = await lives['held and handed over']()
  const facts = factsOf(world, made.transfers.read(id))
  const until = facts.heldUntil ?? 0
  expect(nextStep(facts, until - 86_400_000)).toMatchObject({ urgency: 4, expires: false })
  expect(nextStep(facts, until - 86_399_999)).toMatchObject({ urgency: 3, expires: true })
})

class RolledBack extends Error {}

/** Whether it would write into the ledger: the transaction in which everything is judged is rolled back. */
async function isAllowed({ world, id }: Life, facts: Facts, action: Action): Promise<boolean> {
  const commit: typeof world.ledger.commit = work =>
    world.ledger.commit(tx => {
      work(tx)
      throw new RolledBack()
    })
  try {
    await attempts[action](
      new Transfers({ ...world, ledger: knowing(id, withCommit(world.ledger, commit)) }),
      id,
      facts,
      receiptCodeOf(world, id),
    )
    return false
  } catch (error) {
    if (error instanceof RolledBack) return true
    if (error instanceof WaybillError) return false
    throw error
  }
}

/** A ledger to which every confirmation code is the right one. */
function knowing(id: string, ledger: Life['world']['ledger']): Life['world']['ledger'] {
  return new Proxy(ledger, { get: (target, name) => (name === 'tagged' ? () => [id] : Reflect.get(target, name)) })
}

type Attempt = (transfers: Transfers, id: string, facts: Facts, receipt: string) => Promise<unknown>

const override = 'known voice'
const attempts: Readonly<Record<Action, Attempt>> = {
  release: (transfers, id, facts, receipt) =>
    transfers.release(id, { receipt, channel: channelsFor('release', facts)[0] }),
  override: (transfers, id, facts) => transfers.release(id, { override, channel: channelsFor('override', facts)[0] }),
  'other-channel': async (transfers, id, facts) => {
    const [channel] = channelsFor('other-channel', facts)
    if (channel !== undefined) await transfers.release(id, { channel })
  },
  dictate: (transfers, id, { state, number, channel }) => {
    const way = number && channel !== 'in-person' ? ('phone' as const) : ('in-person' as const)
    const reason = state === 'released' ? {} : { override }
    return transfers.dictate(id, { ...reason, channel: way, alphabet: 'nato' }, async () => true)
  },
  resume: (transfers, id) => transfers.resume(id),
  status: (transfers, id) => transfers.status(id),
  'handed-over': (transfers, id) => transfers.handedOver(id, 'mail'),
  confirm: (transfers, id) => transfers.confirm(id, '0000-0000'),
  deleted: (transfers, id) => transfers.answerDeletion(id, 'deleted'),
  cancel: (transfers, id) => transfers.cancel(id),
}
