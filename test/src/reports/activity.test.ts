import { describe, expect, it } from 'vitest'
import { activity } from '../../../src/reports/activity.ts'
import { bench, day } from '../../support/transfers.ts'

describe('report activity', () => {
  it('of an empty ledger is zero', async () => {
    const { home } = await bench()
    expect(activity(home.ledger, {})).toEqual({
      since: null,
      until: null,
      transfers: 0,
      months: [],
      channels: [],
      categories: [],
      states: [],
    })
  })

  it('tells nothing of few transfers', async () => {
    const { home, send } = await bench()
    await send()
    expect(activity(home.ledger, {})).toMatchObject({ transfers: null, months: null, states: null, categories: null })
    for (let more = 0; more < 4; more++) await send()
    expect(activity(home.ledger, {})).toMatchObject({ transfers: 5, months: null, channels: null, states: null })
  })

  it('counts by month, channel, category and state, without anybody in it', async () => {
    const { home, send, clock } = await bench()
    for (let made = 0; made < 6; made++) await send({ hold: true, categories: ['customer'], hideNames: 'no' })
    clock.advance(30 * day)
    for (let made = 0; made < 6; made++) {
      await send({ hold: false, categories: made === 0 ? ['health', 'customer'] : ['customer'], hideNames: 'no' })
    }
    const report = activity(home.ledger, {})
    expect(report).toEqual({
      since: null,
      until: null,
      transfers: 12,
      months: [
        { name: '2026-01', count: 6 },
        { name: '2026-02', count: 6 },
      ],
      channels: [{ name: 'sms', count: 12 }],
      categories: [
        { name: 'customer', count: null },
        { name: 'health', count: null },
      ],
      states: expect.any(Array),
    })
    expect(JSON.stringify(report)).not.toMatch(/Ada|Lovelace|Hopper|\+49|A test/)
    expect(activity(home.ledger, { since: Date.UTC(2026, 1, 1) })).toMatchObject({ transfers: 6, months: null })
  })
})
