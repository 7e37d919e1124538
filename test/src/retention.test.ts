import { describe, expect, it } from 'vitest'
import {
  addContact,
  listContacts,
  purge,
  removeContact,
  retention,
  settle,
  Transfers,
  type World,
} from '../../src/index.ts'
import { due, problems, purgeDue, shreds } from '../support/purging.ts'
import { bench, day, reopen, typesOf } from '../support/transfers.ts'

const year = 365 * day

describe('an archive', () => {
  it('is due when it was kept long enough after it was made, and not before', async () => {
    const { world, clock, send, transfers } = await bench()
    const { id } = await send({ hold: false })
    clock.advance(30 * day - 1)
    expect(due(world)).toEqual([])
    clock.advance(1)
    expect(due(world)).toEqual(['archive of transfer'])
    expect(await purgeDue(world)).toEqual(['archive of transfer: deleted'])
    expect(typesOf(transfers.read(id)).slice(-2)).toEqual(['archive.deleting', 'archive.deleted'])
    expect(due(world)).toEqual([])
  })

  it('stays as long as --keep says', async () => {
    const { world, clock, send } = await bench()
    await send({ hold: false, keep: 40 * day })
    clock.advance(40 * day - 1)
    expect(due(world)).toEqual([])
    clock.advance(1)
    expect(due(world)).toEqual(['archive of transfer'])
  })

  it('waits while its password has not arrived', async () => {
    const { world, clock, send, provider } = await bench()
    await send({ hold: true })
    provider.mood = 'silent'
    await send({ hold: false })
    clock.advance(31 * day)
    expect(due(world)).toEqual(['archive of transfer (open)', 'archive of transfer (open)'])
    expect(await purgeDue(world)).toEqual([])
    settle(world)
    expect(due(world)).toEqual(['archive of transfer', 'archive of transfer (open)'])
  })

  it('is also one of a transfer that was cancelled, and never one that was rejected', async () => {
    const { world, clock, send, transfers, request } = await bench()
    await transfers.cancel((await send({ hold: true })).id)
    const { check } = world.engine
    const failing: World['engine']['check'] = async (...asked) => ({ ...(await check(...asked)), passed: false })
    const sent = new Transfers({ ...world, engine: { ...world.engine, check: failing } }).send(request)
    await expect(sent).rejects.toMatchObject({ code: 'WB-CHECK-FAILED' })
    clock.advance(31 * day)
    expect(await purgeDue(world)).toEqual(['archive of transfer: deleted'])
    expect(due(world)).toEqual([])
  })
})

describe('personal data of a transfer', () => {
  it('is due by class, each time after the end of the transfer', async () => {
    const made = await bench({ keep: { archive: day, files: 10 * day, identity: 20 * day, contact: 30 * day } })
    const { world, clock, send, transfers } = made
    const { id } = await send({ channel: 'phone', hold: true })
    await transfers.dictate(id, { override: 'known voice', alphabet: 'nato' }, async () => true, {})
    clock.advance(5 * day)
    await transfers.cancel(id)
    expect(await purgeDue(world)).toEqual(['archive of transfer: deleted'])
    const classes = []
    for (let passed = 0; passed < 40; passed++) {
      clock.advance(day)
      for (const one of await purgeDue(world)) classes.push(`${passed + 1}: ${one}`)
    }
    expect(classes).toEqual([
      '10: files of transfer: shredded',
      '20: identity of transfer: shredded',
      '30: contact of transfer: shredded',
    ])
    expect(transfers.read(id)).toMatchObject({ plan: null, files: null, contact: { recipient: null, phone: null } })
    expect(shreds(world)).toMatchObject([
      { owner: id, class: 'files', how: 'key-and-rows', reason: 'due' },
      { owner: id, class: 'identity', reason: 'due' },
      { owner: id, class: 'contact', reason: 'due', backupsUntil: clock.now() - 10 * day + 90 * day },
    ])
    expect(await problems(made.home)).toEqual([])
  })

  it('waits as long as the transfer is open', async () => {
    const { world, clock, send, provider } = await bench()
    provider.mood = 'silent'
    const { id } = await send({ hold: false })
    clock.advance(4 * year)
    settle(world)
    expect(due(world)).toEqual(['archive of transfer (open)', 'contact of transfer (open)', 'files of transfer (open)'])
    await purgeDue(world)
    expect(world.ledger.holdings(id)).toHaveLength(2)
  })

  it('waits, where it says where the archive lies, for the archive', async () => {
    const { world, clock, send, transfers } = await bench()
    await transfers.cancel((await send({ hold: true, keep: 2 * year })).id)
    clock.advance(year)
    expect(due(world)).toEqual(['files of transfer (archive)'])
    clock.advance(year)
    expect(await purgeDue(world)).toEqual(['archive of transfer: deleted', 'files of transfer: shredded'])
  })

  it('waits while the provider has still to forget the text', async () => {
    const { world, clock, send, transfers, provider } = await bench()
    provider.forgets = false
    provider.cancels = false
    const { id } = await send({ hold: false })
    await transfers.cancel(id)
    clock.advance(4 * year)
    expect(due(world)).toContain('contact of transfer (text)')
    provider.forgets = true
    await transfers.status(id)
    expect(due(world)).toContain('contact of transfer')
  })

  it('waits while another text to the same number is unknown', async () => {
    const { world, clock, send, transfers, provider } = await bench()
    const { id } = await send({ hold: false })
    await transfers.cancel(id)
    clock.advance(4 * year)
    provider.mood = 'silent'
    const other = await send({ hold: false })
    expect(due(world)).toContain('contact of transfer (others)')
    provider.gone = true
    await transfers.cancel(other.id)
    expect(due(world)).toContain('contact of transfer')
  })
})

describe('the name of an operator', () => {
  it('is due by the pseudonym of its quarter, and never the one in use', async () => {
    const made = await bench()
    const { clock, home } = made
    const op = home.context.op
    home.ledger.close()
    clock.advance(95 * day)
    const open = async () => {
      const next = await reopen(made)
      return { next, world: { ...made.world, ledger: next.ledger } }
    }
    const before = await open()
    before.next.ledger.close()
    clock.advance(3 * year - 1)
    const { next, world } = await open()
    expect(due(world)).toEqual([])
    clock.advance(1)
    expect(await purgeDue(world)).toEqual(['identity of operator: shredded'])
    expect(shreds(world)).toMatchObject([{ owner: op, class: 'identity' }])
    clock.advance(20 * year)
    expect(await purgeDue(world)).toEqual(['identity of operator: shredded'])
    expect(due(world)).toEqual([])
    expect(next.operator.name).toBe('Grace Hopper')
    expect(await problems(next)).toEqual([])
    next.ledger.close()
    const again = await reopen(made)
    expect(again.operator.name).toBe('Grace Hopper')
    again.ledger.close()
  })
})

describe('a contact', () => {
  it('is never due while it is on record; once removed, the memory of its name is', async () => {
    const { world, clock, home } = await bench()
    await addContact(world, { recipient: 'Ada Lovelace', phone: '+4915112345678' })
    clock.advance(20 * year)
    expect(due(world)).toEqual([])
    removeContact(world, 'Ada Lovelace', undefined)
    clock.advance(3 * year - 1)
    expect(due(world)).toEqual([])
    expect(world.ledger.records.list('contact-before')).toHaveLength(1)
    clock.advance(1)
    expect(await purgeDue(world)).toEqual(['contact of contact: shredded'])
    expect(world.ledger.records.list('contact-before')).toEqual([])
    expect(await problems(home)).toEqual([])
  })

  it('that an older version removed leaves what is due at once', async () => {
    const { world, home } = await bench()
    const { id } = await addContact(world, { recipient: 'Ada Lovelace', phone: '+4915112345678' })
    world.ledger.commit(tx => {
      tx.records.remove('contact', id)
      tx.records.put('contact-before', id, id, 'contact', {})
    })
    expect(retention(world).items).toMatchObject([{ what: 'contact', owner: id, reason: 'removed' }])
    expect(await purgeDue(world)).toEqual(['contact of contact: shredded'])
    expect(listContacts(world.ledger)).toEqual([])
    expect(await problems(home)).toEqual([])
  })
})

describe('retention', () => {
  it('is looked at without changing anything', async () => {
    const { world, clock, send } = await bench()
    await send({ hold: false })
    clock.advance(4 * year)
    const before = world.ledger.checkpoint()
    expect(retention(world).items.length).toBeGreaterThan(0)
    expect(world.ledger.checkpoint()).toEqual(before)
  })

  it('is judged anew in the transaction: what another command has shredded meanwhile is left', async () => {
    const { world, clock, send, transfers } = await bench()
    await transfers.cancel((await send({ hold: true })).id)
    clock.advance(4 * year)
    const { items } = retention(world)
    const [first, second] = await Promise.all([purge(world, items), purge(world, items)])
    const outcomes = [...first, ...second].map(({ item, outcome, error }) => `${item.what}: ${error?.code ?? outcome}`)
    expect(outcomes.sort()).toEqual(
      [
        'archive: WB-BUSY',
        'archive: deleted',
        'contact: left',
        'contact: shredded',
        'files: left',
        'files: shredded',
      ].sort(),
    )
    expect(shreds(world)).toHaveLength(2)
  })
})
