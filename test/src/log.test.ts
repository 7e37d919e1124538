import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../lib/ledger/canonical.ts'
import { normalised } from '../../lib/ledger/tags.ts'
import { createHome, type Home } from '../../src/home.ts'
import { findTransfers, type LogFilter, listEvents, listTransfers, type TransferFilter } from '../../src/log.ts'
import { channelOf, intendedOf, readTransfer, type TransferRecord } from '../../src/record.ts'
import { makeUp } from '../support/many-transfers.ts'
import { shred } from '../support/shred.ts'
import { bench, hour } from '../support/transfers.ts'
import { handClock, seededRandom } from '../support/world.ts'

const many = 72

const folder = mkdtempSync(join(tmpdir(), 'waybill-test-'))
const clock = handClock()
const ports = { clock, random: seededRandom('log'), bootId: 'boot 1', tool: '0.0.0' }

/** A home of many transfers, an hour apart: every sixth as an older version tagged it, every ninth shredded. */
async function full(): Promise<{ home: Home; records: TransferRecord[] }> {
  const directory = join(folder, 'home')
  const operator = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }
  const { home } = await createHome(directory, { kind: 'production', operator, passphrase: null }, ports)
  const ids: string[] = []
  for (let n = 0; n < many; n++) {
    clock.advance(hour)
    ids.push(home.ledger.commit(tx => makeUp(tx, n, ports, n % 6 !== 5)).value.id)
  }
  for (const id of ids.filter((_, n) => n % 9 === 8)) shred({ home, ports }, id, 'contact')
  return { home, records: ids.map(id => readTransfer(home.ledger, id)).reverse() }
}

let place: Awaited<ReturnType<typeof full>>
beforeAll(async () => {
  place = await full()
})
afterAll(() => {
  place.home.ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

const begun = (record: TransferRecord) => Date.parse(record.events[0]?.ts ?? '')
const same = (found: string | null, asked: string | undefined) => found !== null && found === normalised(asked ?? '')
const lower = (text: string | null) => (text === null ? null : normalised(text))

/** Each filter as one would write it who has read everything. */
const naive: { [name in keyof Required<TransferFilter>]: (record: TransferRecord, filter: TransferFilter) => boolean } =
  {
    since: (record, { since = 0 }) => begun(record) >= since,
    until: (record, { until = 0 }) => begun(record) < until,
    to: ({ contact }, { to }) => same(lower(contact.recipient), to),
    organisation: ({ contact }, { organisation }) => same(lower(contact.organisation), organisation),
    client: ({ contact }, { client }) => same(lower(contact.client), client),
    reference: ({ contact }, { reference }) => same(lower(contact.reference), reference),
    state: (record, { state }) => record.state === state,
    channel: (record, { channel }) => channelOf(record) === channel,
    category: (record, { category }) => intendedOf(record).categories.includes(String(category)),
    operator: (_, { operator }) => normalised(operator ?? '') === 'grace hopper',
    text: (record, { text = '' }) => textOf(record).includes(text.toLowerCase()),
  }

function textOf({ events }: TransferRecord): string {
  const fields = events.flatMap(event => place.home.ledger.disclosed(event)).filter(field => field !== 'shredded')
  return JSON.stringify(fields.map(({ value }): Json => value)).toLowerCase()
}

const start = Date.UTC(2026, 0, 5, 9)
const every = fc.record({
  since: fc.integer({ min: 0, max: many }).map(hours => start + hours * hour),
  until: fc.integer({ min: 0, max: many + 2 }).map(hours => start + hours * hour),
  to: fc.integer({ min: 0, max: many }).map(n => `PERSON  ${n}`),
  organisation: fc.integer({ min: 0, max: 17 }).map(n => `house ${n} ltd`),
  client: fc.integer({ min: 0, max: 5 }).map(n => ` Client ${n}`),
  reference: fc.integer({ min: 0, max: many }).map(n => `Customer ${n}`),
  state: fc.constantFrom('confirmed', 'delivered', 'held', 'closed', 'cancelled', 'unknown', 'accepted', 'expired'),
  channel: fc.constantFrom('sms', 'phone', 'in-person'),
  category: fc.constantFrom('contact', 'health', 'salary', 'children'),
  operator: fc.constantFrom('grace  HOPPER', 'Emmy Noether'),
  text: fc.constantFrom('purpose 1', 'table-', 'table-11', 'person 4', 'nowhere'),
} satisfies { [name in keyof TransferFilter]: fc.Arbitrary<NonNullable<TransferFilter[name]>> })

/** One to three of them: more find nothing. */
const filters: fc.Arbitrary<TransferFilter> = fc
  .tuple(every, fc.subarray(Object.keys(naive), { minLength: 1, maxLength: 3 }))
  .map(([values, names]) => Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))))

function expected(filter: TransferFilter): string[] {
  const names = Object.keys(filter).filter((name): name is keyof TransferFilter => name in naive)
  return place.records.filter(record => names.every(name => naive[name](record, filter))).map(({ id }) => id)
}

describe('the filters of log', () => {
  const rows: [name: string, filter: TransferFilter][] = [
    ['since', { since: start + 40 * hour }],
    ['until', { until: start + 40 * hour }],
    ['to', { to: 'person 3' }],
    ['organisation', { organisation: 'house 4 ltd' }],
    ['client', { client: 'client 3' }],
    ['reference', { reference: 'customer 29' }],
    ['state', { state: 'held' }],
    ['channel', { channel: 'phone' }],
    ['category', { category: 'contact' }],
    ['text', { text: 'table-1' }],
  ]

  it('have a row each', () => {
    expect([...rows.map(([name]) => name), 'operator'].sort()).toEqual(Object.keys(naive).sort())
  })

  it.each(rows)('%s alone finds some and not all', (_, filter) => {
    const found = [...findTransfers(place.home.ledger, filter)]
    expect(found).toEqual(expected(filter))
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(many)
  })

  it('operator finds by name and by address, and nobody else', () => {
    const { ledger } = place.home
    expect([...findTransfers(ledger, { operator: 'Grace.Hopper@example.com' })]).toHaveLength(many)
    expect([...findTransfers(ledger, { operator: 'Grace' })]).toEqual([])
  })

  it('together find what each of them finds', () => {
    fc.assert(
      fc.property(filters, filter => {
        expect([...findTransfers(place.home.ledger, filter)]).toEqual(expected(filter))
      }),
      { numRuns: 300, seed: 11 },
    )
  })

  it('text finds the beginning of an id too, and does not count accents', () => {
    const { ledger } = place.home
    const [newest] = place.records
    const short = newest?.short ?? ''
    for (const text of [short, short.slice(3, 9).toLowerCase(), newest?.id ?? '']) {
      expect([...findTransfers(ledger, { text })]).toEqual([newest?.id])
    }
    expect([...findTransfers(ledger, { text: 'pérson 4' })]).toEqual(expected({ text: 'person 4' }))
  })

  it('stop at the limit', () => {
    const [newest] = place.records
    expect(listTransfers(place.home.ledger, { limit: 1 }).map(({ id }) => id)).toEqual([newest?.id])
  })

  it('find nothing by a name that was shredded', () => {
    const { ledger } = place.home
    expect([...findTransfers(ledger, { reference: 'customer 8' })]).toEqual([])
    expect([...findTransfers(ledger, { to: 'person 8' })]).toEqual([])
    expect([...findTransfers(ledger, { text: 'customer 8' })]).toEqual([])
  })
})

describe('events', () => {
  const all = (filter: Partial<LogFilter>) => [...listEvents(place.home.ledger, { limit: 10_000, ...filter })]

  it('of the transfers that fit are listed in order, the newest of them', () => {
    const events = all({ client: 'client 3' })
    const ids = new Set(expected({ client: 'client 3' }))
    expect(events).toEqual(all({}).filter(({ xfer }) => xfer !== null && ids.has(xfer)))
    expect(all({ client: 'client 3', limit: 5 })).toEqual(events.slice(-5))
  })

  it('have a time and an operator of their own', () => {
    const [since, until] = [start + 10 * hour, start + 20 * hour]
    const inside = all({}).filter(({ ts }) => Date.parse(ts) >= since && Date.parse(ts) < until)
    expect(all({ since, until })).toEqual(inside)
    expect(all({ since, until, operator: 'emmy noether' })).toEqual([])
    expect(all({ since, until, operator: 'grace hopper' })).toEqual(inside)
  })
})

describe('a transfer', () => {
  it('that send has just made is found by each of its terms', async () => {
    const one = await bench()
    const terms = { organisation: 'Example Ltd', client: 'North AG', reference: '4711' }
    const { id } = await one.send(terms)
    const { ledger } = one.home
    expect(ledger.untagged('to', 'contact')).toEqual([])
    for (const filter of [{ to: one.request.to }, ...Object.entries(terms).map(([name, value]) => ({ [name]: value }))])
      expect([...findTransfers(ledger, filter)], JSON.stringify(filter)).toEqual([id])
  })
})
