import { describe, expect, it, vi } from 'vitest'
import { fold } from '../../src/record.ts'
import { commitEnd, commitStep } from '../../src/step.ts'
import { bench, typesOf } from '../support/transfers.ts'

const wrong = { type: 'receipt.wrong', d: { wrong: 1 } }

describe('a step', () => {
  it('that the life does not allow is refused, with all that stood in the same commit', async () => {
    const { world, transfers, send } = await bench()
    const { id, events } = await send({ hold: false })
    const steps = [{ type: 'archive.handed-over', d: { by: 'mail' } }, wrong]
    const also = vi.fn()
    expect(() => commitStep(world, id, steps, also)).toThrow(expect.objectContaining({ code: 'WB-STATE' }))
    expect(also).not.toHaveBeenCalled()
    expect(transfers.read(id).events).toEqual(events)
  })

  it('is judged after the ones before it in the same commit', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ hold: true })
    commitStep(world, id, [wrong, { type: 'transfer.locked', d: { wrong: 1 } }])
    expect(transfers.read(id).state).toBe('locked')
    expect(() => commitStep(world, id, [wrong])).toThrow(expect.objectContaining({ code: 'WB-STATE' }))
  })

  it('that is the last destroys the password, or nothing happens', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send({ hold: true })
    const closed = { type: 'transfer.closed', d: { since: 0 } }
    expect(() => commitEnd(world, id, closed, 'closed')).toThrow(expect.objectContaining({ code: 'WB-STATE' }))
    expect(world.ledger.vault.ids()).toEqual([id])
    commitEnd(world, id, { type: 'transfer.expired', d: { until: 0 } }, 'expired')
    expect(world.ledger.vault.ids()).toEqual([])
    expect(typesOf(transfers.read(id)).slice(-2)).toEqual(['transfer.expired', 'password.destroyed'])
  })
})

describe('the fold', () => {
  it('does not make a life of events that tell none', async () => {
    const { events } = await (await bench()).send({ hold: true })
    const damaged = expect.objectContaining({ code: 'WB-LEDGER-DAMAGED' })
    expect(() => fold([])).toThrow(damaged)
    expect(() => fold(events.slice(1))).toThrow(damaged)
    expect(() => fold(events.toReversed())).toThrow(damaged)
    expect(fold(events)).toEqual({ state: 'held', requested: false })
  })
})
