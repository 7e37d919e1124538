import { describe, expect, it } from 'vitest'
import { Transfers, transferView, type World } from '../../../src/index.ts'
import { readTransfer } from '../../../src/record.ts'
import { breach } from '../../../src/reports/breach.ts'
import { atWork, backedUp, restoring } from '../../support/restoring.ts'
import { shred } from '../../support/shred.ts'
import { bench, day } from '../../support/transfers.ts'

describe('report breach', () => {
  it('of an empty ledger tells of the device alone', async () => {
    const { home } = await bench()
    const report = breach(home, {})
    expect(report.transfers).toEqual([])
    expect(report.totals).toMatchObject({ transfers: 0, subjects: { sum: 0, unknown: 0 }, categories: [] })
    expect(report.device).toEqual({ host: home.context.host, passphrase: false, passwords: 0, contacts: 0 })
    expect(report.checkpoint).toMatchObject({ size: home.ledger.checkpoint().size })
  })

  it('tells the fates apart, each with whose word it is', async () => {
    const { send, home, transfers, provider } = await bench()
    const held = await send({ hold: true })
    const taken = await send({ hold: false })
    provider.mood = 'silent'
    const unknown = await send({ hold: false })
    provider.mood = 'refuses'
    const failed = await send({ hold: false })
    provider.mood = 'takes'
    const opened = await send({ hold: false })
    await transfers.confirm(opened.id)
    const found = new Map(breach(home, {}).transfers.map(one => [one.id, one]))
    expect(found.get(held.id)).toMatchObject({ password: 'kept', outcome: null, opened: null, reach: 'unintelligible' })
    expect(found.get(taken.id)).toMatchObject({
      password: 'accepted',
      outcome: { what: 'accepted', says: 'http' },
      reach: 'readable',
    })
    expect(found.get(unknown.id)).toMatchObject({ password: 'unknown', outcome: { what: 'unknown' }, reach: 'unknown' })
    expect(found.get(failed.id)).toMatchObject({ outcome: { what: 'failed', says: 'http' }, reach: 'unintelligible' })
    expect(found.get(opened.id)).toMatchObject({ opened: { proof: 'word' }, reach: 'opened' })
    expect(breach(home, {}).totals.reach).toEqual({ nothing: 0, unintelligible: 2, unknown: 1, readable: 1, opened: 1 })
    expect(breach(home, {}).device).toMatchObject({ passwords: 5 })
  })

  it('says what a cancelled one had left, and that a text was withdrawn', async () => {
    const { send, home, transfers } = await bench()
    const misSent = await send({ hold: false })
    await transfers.handedOver(misSent.id, 'mail')
    await transfers.cancel(misSent.id, { misSent: true })
    expect(breach(home, { transfer: misSent.id })).toMatchObject({
      device: null,
      scope: { transfer: misSent.short },
      transfers: [
        {
          archive: 'handed-over',
          handedOver: { by: 'mail' },
          reach: 'unintelligible',
          destroyed: true,
          cancelled: { reason: 'mis-sent', withdrawn: true },
        },
      ],
    })
  })

  it('sums what was stated, and says for how many nobody stated it', async () => {
    const { send, home } = await bench()
    await send({ subjects: 3, records: 10, categories: ['health'] })
    await send({ subjects: 4 })
    expect(breach(home, {}).totals).toMatchObject({
      transfers: 2,
      special: 1,
      categories: ['health'],
      withoutCategories: 1,
      subjects: { sum: 7, unknown: 0 },
      records: { sum: 10, unknown: 1 },
    })
  })

  it('finds by reference, recipient, client and period, whatever the spelling', async () => {
    const { send, home, clock } = await bench()
    const first = await send({ reference: 'Customer 4711', client: 'North' })
    clock.advance(day)
    const second = await send({ to: 'Zoë' })
    const ids = (selection: object) => breach(home, selection).transfers.map(({ id }) => id)
    expect(ids({ reference: ' customer  4711' })).toEqual([first.id])
    expect(ids({ reference: '4711' })).toEqual([])
    expect(ids({ to: 'zoë' })).toEqual([second.id])
    expect(ids({ since: Date.UTC(2026, 0, 6) })).toEqual([second.id])
    expect(breach(home, { client: 'North' }).totals.clients).toEqual(['North'])
    expect(() => ids({ to: ' ' })).toThrow(expect.objectContaining({ code: 'WB-USAGE' }))
  })

  it('does not pretend to find what was shredded', async () => {
    const home = await bench()
    const gone = await home.send({ reference: '4711', hold: true })
    shred(home, gone.id, 'contact')
    for (const selection of [{ reference: '4711' }, { to: 'Ada Lovelace' }, { client: 'North' }]) {
      expect(breach(home.home, selection)).toMatchObject({ transfers: [], notSearchable: 1 })
    }
    expect(breach(home.home, {})).toMatchObject({
      transfers: [{ shredded: true, recipient: null, reference: null, bits: 99 }],
      notSearchable: 0,
    })
  })

  it('names the names that can be read', async () => {
    const { send, home } = await bench()
    await send({ hideNames: 'alias' })
    await send({ hideNames: 'no' })
    expect(breach(home, {}).transfers.map(({ names }) => names)).toEqual(['alias', 'no'])
    expect(breach(home, {}).totals.namesReadable).toBe(1)
  })

  it('takes what was said of an earlier attempt for that alone', async () => {
    const { send, home, transfers, provider } = await bench()
    provider.mood = 'refuses'
    const { id } = await send({ hold: false })
    await transfers.release(id, { channel: 'phone' })
    expect(breach(home, {}).transfers).toMatchObject([{ password: 'released', outcome: null, reach: 'unknown' }])
  })

  it('does not call unintelligible what a restore may have lost the release of', async () => {
    const made = await bench()
    const held = await made.send({ hold: true, hideNames: 'no' })
    const ended = await made.send({ hold: true })
    await made.transfers.cancel(ended.id)
    made.provider.mood = 'refuses'
    const failed = await made.send({ hold: false })
    const kept = await backedUp(made)
    made.provider.mood = 'takes'
    made.provider.status = { state: 'delivered' }
    await made.transfers.release(held.id, { override: 'She called.' })
    expect((await made.transfers.status(held.id)).state).toBe('delivered')
    const { home } = await atWork(made, (await restoring(made, kept)).directory)
    const later = await new Transfers({ ...made.world, ledger: home.ledger }).send({ ...made.request, hold: true })
    const report = breach(home, {})
    const found = new Map(report.transfers.map(one => [one.id, one]))
    expect(found.get(held.id)).toMatchObject({ password: 'unknown', reach: 'unknown', lost: true })
    expect(found.get(failed.id)).toMatchObject({ password: 'unknown', reach: 'unknown', lost: true })
    expect(found.get(ended.id)).toMatchObject({ password: 'kept', reach: 'unintelligible', lost: false })
    expect(found.get(later.id)).toMatchObject({ password: 'kept', reach: 'unintelligible', lost: false })
    const [event] = [...home.ledger.events({ type: 'ledger.restored' })]
    expect(report.restores).toEqual([{ at: event?.ts, fromSize: null, toSize: event?.seq }])
    expect(transferView({ ...made.world, ledger: home.ledger }, readTransfer(home.ledger, held.id)).password.left).toBe(
      'unknown',
    )
    home.ledger.close()
  })

  it('does not say that nothing left of what was cut off before a backup', async () => {
    const made = await bench()
    const { seal } = made.world.engine
    let kept: Awaited<ReturnType<typeof backedUp>> | undefined
    const backing: World['engine']['seal'] = async (...asked) => {
      kept ??= await backedUp(made)
      return seal(...asked)
    }
    const world = { ...made.world, engine: { ...made.world.engine, seal: backing } }
    await new Transfers(world).send({ ...made.request, hold: false, hideNames: 'no' })
    if (kept === undefined) throw new Error('no backup')
    const { home } = await atWork(made, (await restoring(made, kept)).directory)
    expect(breach(home, {})).toMatchObject({
      totals: { namesReadable: 1, reach: { nothing: 0, unknown: 1 } },
      transfers: [{ archive: 'none', password: 'unknown', lost: true }],
    })
    home.ledger.close()
  })

  it('counts no names of an archive that never came into being', async () => {
    const { send, home, world } = await bench()
    const broken = { ...world.engine, seal: () => Promise.reject(new Error('no disk')) }
    Object.assign(world, { engine: broken })
    await expect(send({ hideNames: 'no' })).rejects.toThrow('no disk')
    expect(breach(home, {})).toMatchObject({
      totals: { namesReadable: 0, reach: { nothing: 1 } },
      transfers: [{ archive: 'none', sha256: null, cancelled: { reason: 'failed' } }],
    })
  })
})
