import { describe, expect, it } from 'vitest'
import { settle } from '../../src/index.ts'
import { transfersToForget } from '../../src/redacting.ts'
import { bench, day, typesOf } from '../support/transfers.ts'

const count = (types: readonly string[], type: string) => types.filter(one => one === type).length

/** A bench with a transfer whose text the provider took. */
async function accepted() {
  const made = await bench()
  const { id } = await made.send({ hold: false })
  return { ...made, id }
}

describe('the text at the provider', () => {
  it('is forgotten once its fate is final, once, and that is on record', async () => {
    const { transfers, provider, id } = await accepted()
    await transfers.status(id)
    expect(provider.forgotten, 'it still travels').toEqual([])
    provider.status = { state: 'delivered' }
    expect(typesOf(await transfers.status(id)).slice(-3)).toEqual([
      'password.delivered',
      'provider.request',
      'password.redacted',
    ])
    await transfers.status(id)
    expect(provider.forgotten).toEqual(['1'])
  })

  it('is forgotten when it failed, and when it was cancelled', async () => {
    const failed = await accepted()
    failed.provider.status = failed.provider.refuses()
    expect(typesOf(await failed.transfers.status(failed.id)).at(-1)).toBe('password.redacted')
    const cancelled = await accepted()
    expect(typesOf(await cancelled.transfers.cancel(cancelled.id)).at(-1)).toBe('password.redacted')
  })

  it('is asked about again when it was too early, or when nobody answered', async () => {
    const { transfers, provider, id } = await accepted()
    provider.status = { state: 'delivered' }
    provider.forgets = false
    expect((await transfers.status(id)).state).toBe('delivered')
    provider.gone = true
    expect(typesOf(await transfers.status(id)).at(-1)).toBe('provider.request')
    provider.gone = false
    provider.forgets = true
    const types = typesOf(await transfers.status(id))
    expect(count(types, 'password.redacted')).toBe(1)
    expect(count(types, 'provider.request')).toBe(5)
  })

  it('is asked about once more a minute later, where there is time to wait', async () => {
    const { world, transfers, provider, id, clock } = await accepted()
    provider.status = { state: 'delivered' }
    provider.forgets = false
    const pauses: number[] = []
    world.disk.pause = async ms => {
      pauses.push(ms)
      clock.advance(ms)
      provider.forgets = true
    }
    const record = await transfers.follow(id, 60_000)
    expect(pauses).toEqual([60_000])
    expect(typesOf(record).at(-1)).toBe('password.redacted')
  })

  it('stays as long as another transfer to that number may have to be found there', async () => {
    const { transfers, provider, send, id } = await accepted()
    provider.mood = 'silent'
    const other = await send({ hold: false })
    expect(other.state).toBe('unknown')
    provider.status = { state: 'delivered' }
    expect(typesOf(await transfers.status(id)).at(-1)).toBe('password.delivered')
    expect(provider.forgotten).toEqual([])
    expect((await transfers.status(other.id)).state).toBe('accepted')
    expect(typesOf(await transfers.status(id)).at(-1)).toBe('password.redacted')
  })

  it('is forgotten though its transfer has ended meanwhile', async () => {
    const cancelled = await accepted()
    cancelled.provider.forgets = false
    await cancelled.transfers.cancel(cancelled.id)
    expect(transfersToForget(cancelled.world).map(({ id }) => id)).toEqual([cancelled.id])
    cancelled.provider.forgets = true
    expect(typesOf(await cancelled.transfers.status(cancelled.id)).at(-1)).toBe('password.redacted')
    expect(transfersToForget(cancelled.world)).toEqual([])
    const closed = await accepted()
    closed.clock.advance(15 * day)
    settle(closed.world)
    expect(transfersToForget(closed.world).map(({ state }) => state)).toEqual(['closed'])
    expect(typesOf(await closed.transfers.status(closed.id)).at(-1)).toBe('password.redacted')
  })

  it('is forgotten for every attempt', async () => {
    const { transfers, provider, id } = await accepted()
    provider.status = provider.refuses()
    provider.forgets = false
    await transfers.status(id)
    await transfers.release(id, { override: 'number confirmed' })
    provider.forgets = true
    await transfers.status(id)
    provider.status = { state: 'delivered' }
    await transfers.status(id)
    expect(provider.forgotten).toEqual(['1', '2'])
  })

  it('is forgotten when it was found as failed', async () => {
    const { transfers, provider, send } = await bench()
    provider.mood = 'silent'
    const { id } = await send({ hold: false })
    provider.found = 'failed'
    const failed = await transfers.status(id)
    expect(failed.state).toBe('failed')
    expect(typesOf(failed).at(-1)).toBe('password.redacted')
    expect(provider.sought.at(-1)?.isAdopted('found')).toBe(true)
  })
})
