import { describe, expect, it } from 'vitest'
import { recipients } from '../../../src/reports/recipients.ts'
import { shred } from '../../support/shred.ts'
import { bench, day } from '../../support/transfers.ts'

const ada = { organisation: 'Example Ltd', basis: 'contract', categories: ['customer', 'contact'] } as const

describe('report recipients', () => {
  it('has nothing to say of an empty ledger', async () => {
    const { home } = await bench()
    expect(recipients(home.ledger, {})).toEqual({
      since: null,
      until: null,
      rows: [],
      withoutArchive: 0,
      notSearchable: 0,
    })
  })

  it('groups what goes to one recipient for one purpose, however it is spelled', async () => {
    const { send, home, clock } = await bench()
    await send({ ...ada, hold: true })
    clock.advance(day)
    await send({ ...ada, organisation: 'EXAMPLE  ltd', hold: false })
    await send({ ...ada, purpose: 'Another' })
    const { rows } = recipients(home.ledger, {})
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual({
      shredded: false,
      recipient: 'Ada Lovelace',
      organisation: 'EXAMPLE  ltd',
      client: null,
      purpose: 'A test',
      basis: 'contract',
      categories: ['contact', 'customer'],
      special: false,
      transfers: 2,
      released: 1,
      first: '2026-01-05T09:00:00.000Z',
      last: '2026-01-06T09:00:00.000Z',
    })
  })

  it('keeps apart other categories, another basis, another client', async () => {
    const { send, home } = await bench()
    for (const more of [{}, { categories: ['health'] }, { basis: 'consent' }, { client: 'North' }] as const) {
      await send({ ...ada, ...more })
    }
    const { rows } = recipients(home.ledger, {})
    expect(rows.map(({ transfers }) => transfers)).toEqual([1, 1, 1, 1])
    expect(rows.filter(({ special }) => special).map(({ categories }) => categories)).toEqual([['health']])
  })

  it('counts what was shredded as such, last', async () => {
    const home = await bench()
    const gone = await home.send(ada)
    await home.send({ ...ada, to: 'Zoë' })
    shred(home, gone.id, 'contact')
    const { rows, notSearchable } = recipients(home.home.ledger, {})
    expect(rows.map(row => [row.shredded, row.recipient, row.purpose, row.transfers])).toEqual([
      [false, 'Zoë', 'A test', 1],
      [true, null, null, 1],
    ])
    expect(rows[1]).toMatchObject({ basis: 'contract', categories: ['contact', 'customer'], organisation: null })
    expect(notSearchable).toBe(0)
    expect(recipients(home.home.ledger, { to: 'zoë' })).toMatchObject({
      rows: [{ recipient: 'Zoë' }],
      notSearchable: 1,
    })
  })

  it('reads what is left when only the files were shredded', async () => {
    const home = await bench()
    shred(home, (await home.send(ada)).id, 'files')
    expect(recipients(home.home.ledger, {}).rows).toMatchObject([{ recipient: 'Ada Lovelace', shredded: false }])
  })

  it('leaves out what came to no archive, and says so', async () => {
    const { send, home, world } = await bench()
    const { engine } = world
    Object.assign(world, { engine: { ...engine, seal: () => Promise.reject(new Error('no disk')) } })
    await expect(send(ada)).rejects.toThrow('no disk')
    expect(recipients(home.ledger, {})).toMatchObject({ rows: [], withoutArchive: 1 })
  })

  it('filters by period, recipient or organisation, and client', async () => {
    const { send, home, clock } = await bench()
    await send(ada)
    clock.advance(day)
    await send({ ...ada, to: 'Zoë', organisation: 'Other', client: 'North' })
    const at = Date.UTC(2026, 0, 6, 9)
    const names = (selection: object) => recipients(home.ledger, selection).rows.map(({ recipient }) => recipient)
    expect(names({ since: at })).toEqual(['Zoë'])
    expect(names({ since: at + 1 })).toEqual([])
    expect(names({ until: at })).toEqual(['Ada Lovelace'])
    expect(names({ to: 'example LTD' })).toEqual(['Ada Lovelace'])
    expect(names({ to: 'Zoë', client: ' north ' })).toEqual(['Zoë'])
    expect(names({ to: 'Ada Lovelace', client: 'North' })).toEqual([])
    expect(names({ to: 'Ada' })).toEqual([])
  })
})
