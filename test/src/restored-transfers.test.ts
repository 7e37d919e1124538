import { describe, expect, it } from 'vitest'
import { readShreds } from '../../lib/ledger/shreds.ts'
import type { PhoneNumber } from '../../lib/phone.ts'
import { openTransfers, retention, settle } from '../../src/index.ts'
import { toResume, unknownAt } from '../../src/open-transfers.ts'
import { shredOwner } from '../../src/shredding.ts'
import { due } from '../support/purging.ts'
import { atWork, backedUp, restoring } from '../support/restoring.ts'
import { type Bench, bench, day, typesOf } from '../support/transfers.ts'

const phone = '+4915112345678' as PhoneNumber

/** The home of a backup, at work again. */
async function restored(made: Bench, kept: Awaited<ReturnType<typeof backedUp>>, more: object = {}) {
  return atWork(made, (await restoring(made, kept, more)).directory)
}

describe('after a restore', () => {
  it('what is open without its password is found, ends in time, and then its data are due', async () => {
    const made = await bench()
    const accepted = await made.send({ hold: false })
    made.clock.advance(1)
    made.provider.mood = 'silent'
    const unknown = await made.send({ hold: false })
    const { home, world, transfers } = await restored(made, await backedUp(made))
    expect(openTransfers(world).map(({ id }) => id)).toEqual([accepted.id, unknown.id])
    expect(unknownAt(world, phone).map(({ id }) => id)).toEqual([unknown.id])
    expect(toResume(world).map(({ id }) => id)).toEqual([unknown.id])
    made.clock.advance(world.policy.closeAfter)
    expect(settle(world).map(({ id }) => id)).toEqual([accepted.id])
    expect(typesOf(transfers.read(accepted.id)).slice(-2)).toEqual(['password.destroyed', 'transfer.closed'])
    expect(settle(world)).toEqual([])
    made.provider.taken.length = 0
    await transfers.cancel(unknown.id)
    expect(openTransfers(world)).toEqual([])
    made.clock.advance(world.policy.keep.contact + day)
    expect(due(world).filter(what => what.startsWith('contact of transfer'))).toHaveLength(2)
    expect(due(world).filter(what => what === 'archive of transfer')).toHaveLength(2)
    home.ledger.close()
  })

  it('an unknown text is still told apart from the others to its number', async () => {
    const made = await bench()
    const accepted = await made.send({ hold: false })
    made.provider.status = { state: 'delivered' }
    expect(typesOf(await made.transfers.status(accepted.id))).toContain('password.redacted')
    made.provider.mood = 'silent'
    await made.send({ hold: false })
    const { home, world } = await restored(made, await backedUp(made))
    made.clock.advance(world.policy.closeAfter)
    settle(world)
    made.clock.advance(world.policy.keep.contact)
    const waits = retention(world).items.filter(({ owner, what }) => owner === accepted.id && what === 'contact')
    expect(waits.map(({ waits }) => waits)).toEqual(['others'])
    home.ledger.close()
  })

  it('what the lost home had shredded ends at once', async () => {
    const made = await bench()
    const { id } = await made.send({ hold: false })
    const kept = await backedUp(made)
    made.home.ledger.commit(tx =>
      shredOwner(tx, made.world, { owner: id, class: 'contact', xfer: id, reason: 'asked' }),
    )
    const { home, world, transfers } = await restored(made, kept, { shreds: readShreds(made.directory) })
    expect(transfers.read(id).state).toBe('cancelled')
    expect(transfers.read(id).contact.recipient).toBeNull()
    expect(openTransfers(world)).toEqual([])
    home.ledger.close()
  })

  it('a password that is not there is not let go', async () => {
    const made = await bench()
    const { id } = await made.send({ hold: false })
    const { home, transfers } = await restored(made, await backedUp(made))
    made.provider.status = made.provider.refuses()
    expect((await transfers.status(id)).state).toBe('failed')
    const size = home.ledger.checkpoint().size
    await expect(transfers.release(id, { channel: 'phone' })).rejects.toMatchObject({ code: 'WB-NO-PASSWORD' })
    expect(home.ledger.checkpoint().size).toBe(size)
    home.ledger.close()
  })
})
