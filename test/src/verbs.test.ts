import fc from 'fast-check'
import { expect, it } from 'vitest'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { settle, step, transferView, WaybillError } from '../../src/index.ts'
import { endStates } from '../../src/states.ts'
import { commitStep } from '../../src/step.ts'
import { type Bench, bench, day, hour, type Provider } from '../support/transfers.ts'

/** Everything that a person, a provider and time can do to one transfer. */
const verbs: Record<string, (bench: Bench, id: string) => unknown> = {
  resume: ({ transfers }, id) => transfers.resume(id),
  status: ({ transfers }, id) => transfers.status(id),
  'release with the code': ({ world, transfers }, id) =>
    transfers.release(id, { receipt: transferView(world, transfers.read(id)).receiptCode ?? '' }),
  'release with a wrong code': ({ transfers }, id) => transfers.release(id, { receipt: '0000-0000' }),
  'release with a reason': ({ transfers }, id) => transfers.release(id, { override: 'a reason' }),
  'release by phone': ({ transfers }, id) => transfers.release(id, { override: 'a reason', channel: 'phone' }),
  dictate: ({ transfers }, id) => transfers.dictate(id, { override: 'a reason', alphabet: 'nato' }, async () => true),
  'dictate, but nobody answers': ({ transfers }, id) =>
    transfers.dictate(id, { override: 'a reason', alphabet: 'nato' }, async () => false),
  confirm: ({ transfers }, id) => transfers.confirm(id),
  'hand over': ({ transfers }, id) => transfers.handedOver(id, 'mail'),
  cancel: ({ transfers }, id) => transfers.cancel(id),
  'a crash after the text left': ({ world, transfers, provider }, id) => {
    commitStep(world, id, [{ type: 'password.requested', d: { courier: 'http', findable: true, account: null } }])
    provider.taken.push({ reference: transfers.read(id).short, text: '' })
  },
  'an hour passes': ({ world, clock }) => {
    clock.advance(hour)
    settle(world)
  },
  'eight days pass': ({ world, clock }) => {
    clock.advance(8 * day)
    settle(world)
  },
  'the provider has it': ({ provider }) => {
    provider.status = { state: 'delivered' }
  },
  'the provider lost it': ({ provider }) => {
    provider.status = provider.refuses()
  },
  ...Object.fromEntries(
    (['takes', 'refuses', 'silent', 'lost'] as const).map(mood => [
      `the provider ${mood}`,
      ({ provider }: Bench) => void Object.assign(provider, { mood } satisfies Partial<Provider>),
    ]),
  ),
}

it('whatever is done in whatever order: no password twice without a decision, none kept after the end', async () => {
  const made = await bench()
  const { home, directory, world, transfers, provider, send } = made
  const play = async (hold: boolean, names: string[]) => {
    provider.mood = 'takes'
    provider.status = { state: 'pending' }
    const { id, short } = await send({ hold })
    for (const name of names) {
      await attempt(() => verbs[name]?.(made, id))
      const { state, events } = transfers.read(id)
      expect(home.ledger.vault.ids().includes(id)).toBe(!endStates.has(state))
      const decisions = events.filter(event => event.type === 'transfer.released').length
      expect(provider.taken.filter(({ reference }) => reference === short).length).toBeLessThanOrEqual(decisions)
      const { left } = transferView(world, transfers.read(id)).password
      if (left === 'kept') expect(decisions).toBe(0)
    }
  }
  const sequences = fc.array(fc.constantFrom(...Object.keys(verbs)), { minLength: 5, maxLength: 25 })
  await fc.assert(fc.asyncProperty(fc.boolean(), sequences, play), { numRuns: 25 })
  const { findings } = await verifyLedger<Exclude<ReturnType<typeof step>, string>>(directory, {
    step: (life, event) => step(life, event.type),
  })
  expect(findings.filter(finding => finding.level !== 'note')).toEqual([])
})

/** A verb may be refused, with words for it; anything else is a bug. */
async function attempt(verb: () => unknown): Promise<void> {
  try {
    await verb()
  } catch (error) {
    expect(error).toBeInstanceOf(WaybillError)
  }
}
