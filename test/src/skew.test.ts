import { expect, it } from 'vitest'
import { bench, reopen } from '../support/transfers.ts'

it('a provider that tells its clock gives the skew of the events of its answer and of those after', async () => {
  const made = await bench()
  const { id } = await made.send({ hold: false })
  const before = made.home.ledger.checkpoint().size
  made.provider.date = () => made.clock.now() - 90_000
  made.provider.status = { state: 'delivered' }
  await made.transfers.status(id)
  const events = made.home.ledger.eventsOf(id)
  expect(events.filter(({ seq }) => seq < before).every(({ skew }) => skew === null)).toBe(true)
  const after = events.filter(({ seq }) => seq >= before)
  expect(after.map(({ type }) => type)).toEqual(expect.arrayContaining(['provider.request', 'password.delivered']))
  expect(after.every(({ skew }) => skew === 90_000)).toBe(true)
  made.home.ledger.close()
  const again = await reopen(made)
  again.ledger.commit(tx => tx.append({ type: 'home.unlocked', xfer: null, d: {} }))
  expect(again.ledger.event(again.ledger.checkpoint().size - 1)?.skew).toBe(90_000)
  again.ledger.close()
})
