import { linkSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultPolicy, WaybillError } from '../../src/index.ts'
import { bench, typesOf } from '../support/transfers.ts'

describe('an archive', () => {
  it.each(['people.csv', 'the-same.csv'])('never replaces a file that goes into it: %s', async name => {
    const { sources, send, world } = await bench()
    const file = join(sources, 'people.csv')
    if (name !== 'people.csv') linkSync(file, join(sources, name))
    await expect(send({ out: join(sources, name), force: true })).rejects.toMatchObject({ code: 'WB-USAGE' })
    expect(readFileSync(file, 'utf8')).toBe('Grace Hopper')
    expect(world.ledger.vault.ids()).toEqual([])
  })
})

describe('a plan', () => {
  const template = `{sender}: ${'x'.repeat(95)} {transfer} {password}`

  it('refuses a password that its text cannot carry, and records that', async () => {
    const { transfers, request, world } = await bench({ templates: { en: template } })
    // Short enough for groups, too long for any seven words.
    await expect(transfers.plan(request)).resolves.toMatchObject({ channel: 'sms' })
    const words = { ...request, recipe: 'words' as const }
    await expect(transfers.plan(words)).rejects.toMatchObject({ code: 'WB-TEXT-TOO-LONG' })
    await expect(transfers.send(words)).rejects.toMatchObject({ code: 'WB-TEXT-TOO-LONG' })
    const [refused] = [...world.ledger.events({ type: 'transfer.refused' })]
    expect(refused?.d).toEqual({ rule: 'WB-TEXT-TOO-LONG' })
    expect([...world.ledger.events({ type: 'transfer.intended' })]).toEqual([])
  })

  it('refuses a recipe that does not reach the policy', async () => {
    const { transfers, request } = await bench({ password: { ...defaultPolicy.password, minBits: 128 } })
    await expect(transfers.plan(request)).rejects.toMatchObject({ code: 'WB-PASSWORD-FLOOR' })
  })

  it('tells what the courier finds about the number', async () => {
    const { provider, send, request, transfers } = await bench()
    const finding = { level: 'warning', code: 'number.landline', message: 'A landline.' } as const
    provider.courier.check = async () => [finding]
    const told: unknown[] = []
    await transfers.send(request, { onFinding: found => told.push(found) })
    expect(told).toContainEqual(finding)
    expect((await send()).state).toBe('held')
  })
})

describe('a transfer that cannot be locked', () => {
  it('is never on record', async () => {
    const { world, transfers, request } = await bench()
    const busy = () => Promise.reject(new WaybillError('WB-BUSY', 'Busy.', 'Wait.'))
    Object.assign(world.disk, { exclusively: busy })
    await expect(transfers.send(request)).rejects.toMatchObject({ code: 'WB-BUSY' })
    expect(world.ledger.vault.ids()).toEqual([])
  })
})

describe('a person who dictates', () => {
  it('does not do it by text message', async () => {
    const { send, transfers } = await bench()
    const { id } = await send({ hold: true })
    const request = { alphabet: 'nato', channel: 'sms', override: 'known voice' } as const
    await expect(transfers.dictate(id, request, async () => true)).rejects.toMatchObject({ code: 'WB-USAGE' })
    expect(typesOf(transfers.read(id))).not.toContain('transfer.released')
  })

  it('leaves a record of each time that the password was shown, read out or not', async () => {
    const { send, transfers } = await bench()
    const { id } = await send({ channel: 'phone', hold: false })
    for (const said of [false, true]) {
      await transfers.dictate(id, { alphabet: 'nato' }, async () => {
        expect(typesOf(transfers.read(id)).at(-1)).toBe('password.shown')
        return said
      })
    }
    expect(typesOf(transfers.read(id)).slice(-3)).toEqual(['password.shown', 'password.shown', 'password.dictated'])
  })
})

describe('a refused password', () => {
  it('goes by the same channel again only with a word on the number', async () => {
    const { provider, send, transfers } = await bench()
    provider.mood = 'refuses'
    const { id } = await send({ hold: false })
    provider.mood = 'takes'
    await expect(transfers.release(id, {})).rejects.toMatchObject({ code: 'WB-STATE' })
    expect(provider.taken).toEqual([])
    expect((await transfers.release(id, { override: 'she confirmed the number' })).state).toBe('accepted')
  })
})
