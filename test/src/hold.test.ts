import { describe, expect, it } from 'vitest'
import { settle, type TransferRecord, transferView, type World } from '../../src/index.ts'
import { bench, day, hour, typesOf } from '../support/transfers.ts'

function codeOf(world: World, record: TransferRecord): string {
  return transferView(world, record).receiptCode ?? ''
}

describe('a held password', () => {
  it('waits, and goes with the receipt code, however it was typed', async () => {
    const { world, transfers, provider, send } = await bench()
    const held = await send()
    expect(held.state).toBe('held')
    expect(provider.taken).toEqual([])
    await expect(transfers.release(held.id, {})).rejects.toMatchObject({ code: 'WB-RECEIPT-NEEDED' })
    const typed = ` ${codeOf(world, held).toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    expect((await transfers.release(held.id, { receipt: typed })).state).toBe('accepted')
    expect(provider.taken).toHaveLength(1)
    expect(await transfers.release(held.id, { receipt: typed }).catch(error => error.code)).toBe('WB-STATE')
    expect(provider.taken).toHaveLength(1)
  })

  it('locks after as many wrong codes as the policy says, for the right one too', async () => {
    const { world, transfers, provider, send } = await bench()
    const { id } = await send()
    for (const state of ['held', 'held', 'held', 'held', 'locked']) {
      await expect(transfers.release(id, { receipt: '0000-0000' })).rejects.toMatchObject({ code: 'WB-RECEIPT' })
      expect(transfers.read(id).state).toBe(state)
    }
    const receipt = codeOf(world, transfers.read(id))
    await expect(transfers.release(id, { receipt })).rejects.toMatchObject({ code: 'WB-STATE' })
    expect(provider.taken).toEqual([])
    const released = await transfers.release(id, { override: 'known voice, called back' })
    expect(released.state).toBe('accepted')
    expect(released.events.find(event => event.type === 'transfer.released')?.d.by).toBe('override')
  })

  it('goes without the code for a reason, which is a disclosure and not in clear', async () => {
    const { world, transfers, send } = await bench()
    const { id } = await send()
    const { events } = await transfers.release(id, { override: 'known voice' })
    const released = events.find(event => event.type === 'transfer.released')
    if (released === undefined) throw new Error('not released')
    expect(released.d).toEqual({ by: 'override', channel: 'sms' })
    expect(world.ledger.disclosed(released)).toContainEqual(expect.objectContaining({ value: 'known voice' }))
  })

  it('expires at its deadline, not before, and also when it is locked', async () => {
    const { world, transfers, clock, send } = await bench()
    const [held, locked] = [await send(), await send({ to: 'Alan Turing' })]
    for (let wrong = 0; wrong < 5; wrong++) await transfers.release(locked.id, { receipt: '0' }).catch(() => {})
    clock.advance(7 * day - 1)
    expect(settle(world)).toEqual([])
    clock.advance(1)
    expect(settle(world)).toHaveLength(2)
    for (const { id } of [held, locked]) {
      expect(transfers.read(id).state).toBe('expired')
      await expect(transfers.release(id, { override: 'too late' })).rejects.toMatchObject({ code: 'WB-STATE' })
    }
    expect(world.ledger.vault.ids()).toEqual([])
    expect(settle(world)).toEqual([])
  })
})

describe('whether a password is held', () => {
  it('as the policy says: for a new recipient and for special categories', async () => {
    const { send } = await bench()
    expect((await send({ to: 'New' })).state).toBe('held')
    expect((await send({ hold: false })).state).toBe('accepted')
    expect((await send()).state).toBe('accepted')
    expect((await send({ categories: ['health'] })).state).toBe('held')
    expect((await send({ hold: true })).state).toBe('held')
  })

  it('is known of a number for one client, and not for another', async () => {
    const { send } = await bench()
    expect((await send({ client: 'North', hold: false })).state).toBe('accepted')
    expect((await send({ client: 'North' })).state).toBe('accepted')
    expect((await send({ client: 'South' })).state).toBe('held')
    expect((await send()).state).toBe('held')
  })

  it('has no way around when the policy locks it', async () => {
    const made = await bench()
    const { release } = made.home.policy
    const { send, world } = await bench({ release: { ...release, locked: true } })
    await expect(send({ hold: false })).rejects.toMatchObject({ code: 'WB-POLICY-HOLD' })
    expect([...world.ledger.events({ type: 'transfer.refused' })].map(event => event.d.rule)).toEqual([
      'WB-POLICY-HOLD',
    ])
    expect((await send()).state).toBe('held')
  })
})

describe('closing', () => {
  it('destroys the password when closeAfter has passed since it was accepted', async () => {
    const { world, transfers, clock, send } = await bench()
    const { id } = await send({ hold: false })
    clock.advance(day)
    await transfers.confirm(id)
    clock.advance(13 * day - 1)
    expect(settle(world)).toEqual([])
    clock.advance(1)
    expect(settle(world).map(record => record.id)).toEqual([id])
    expect(typesOf(transfers.read(id)).slice(-2)).toEqual(['transfer.closed', 'password.destroyed'])
    expect(world.ledger.vault.ids()).toEqual([])
  })

  it('counts from the last time that it was conveyed, not from one that failed later', async () => {
    const { world, transfers, clock, provider, send } = await bench()
    const { id } = await send({ hold: false })
    clock.advance(13 * day)
    provider.status = provider.refuses()
    expect((await transfers.status(id)).state).toBe('failed')
    await transfers.dictate(id, { alphabet: 'nato' }, async () => true)
    clock.advance(2 * day)
    expect(settle(world)).toEqual([])
    clock.advance(12 * day - hour)
    expect(settle(world)).toEqual([])
    clock.advance(hour)
    expect(settle(world).map(record => record.id)).toEqual([id])
  })

  it('leaves open what nobody accepted', async () => {
    const { world, transfers, clock, provider, send } = await bench()
    provider.mood = 'lost'
    const unknown = await send({ hold: false })
    provider.mood = 'refuses'
    const failed = await send({ hold: false })
    clock.advance(400 * day)
    expect(settle(world)).toEqual([])
    expect([unknown, failed].map(({ id }) => transfers.read(id).state)).toEqual(['unknown', 'failed'])
  })
})
