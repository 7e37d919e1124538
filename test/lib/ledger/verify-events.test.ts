import { describe, expect, it } from 'vitest'
import type { Event } from '../../../lib/ledger/event.ts'
import { verifyLedger } from '../../../lib/ledger/verify.ts'
import { readEvents, replaceLine, rewrite, tamper } from '../../support/forge.ts'
import { transferB } from '../../support/ledger.ts'
import { at, codes, filled } from '../../support/verified.ts'

describe('policy', () => {
  const [a, b, c] = ['aa'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(32)]
  /** The policy of each of the five events; the third is the change. */
  async function withPolicies(policies: string[], d: object) {
    const { home, signer } = await filled()
    rewrite(
      home,
      events =>
        events.map((made, i) => ({
          ...made,
          policy: policies[i] ?? a,
          ...(i === 2 && { type: 'policy.changed', xfer: null, d: { ...d } }),
        })),
      signer,
    )
    return codes(home)
  }

  it('changes by its event alone', async () => {
    expect(await withPolicies([a, a, a, b, b], { from: a, to: b })).toEqual([])
    expect(await withPolicies([a, a, b, b, b], { from: a, to: b })).toEqual([])
    expect(await withPolicies([a, a, a, a, a], { from: a, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, a, a, c, c], { from: a, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, a, c, b, b], { from: a, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, a, a, b, b], { from: c, to: b })).toEqual(['ledger.policy'])
    expect(await withPolicies([a, b, b, b, b], { from: b, to: b })).toEqual(['ledger.policy'])
  })
})

describe('a transfer’s life', () => {
  const order = ['transfer.intended', 'transfer.sealed', 'transfer.checked']
  const step = (life: { at: number } | null, { type }: Event) => {
    const next = (life?.at ?? -1) + 1
    return order[next] === type ? { at: next } : `${type} after ${order[next - 1] ?? 'nothing'}`
  }

  it('is judged by the rules that were passed in', async () => {
    const { home, signer } = await filled()
    expect(await codes(home, {})).toEqual([])
    expect((await verifyLedger(home, { step })).findings).toHaveLength(1)
    rewrite(home, events => events.toSpliced(2, 1), signer)
    const { findings } = await verifyLedger(home, { step })
    expect(findings).toContainEqual({
      level: 'error',
      code: 'ledger.transition',
      message: 'This cannot happen here: transfer.checked after transfer.intended.',
      at: '2',
    })
  })
})

describe('events that cannot be', () => {
  it.each<[string, (events: Event[]) => Event[], string[]]>([
    ['of another ledger', events => events.with(2, { ...at(events, 2), log: transferB }), ['ledger.log']],
    [
      'a beginning that is none',
      events => events.with(0, { ...at(events, 0), type: 'report.made' }),
      ['ledger.beginning'],
    ],
    [
      'a second beginning',
      events => events.with(4, { ...at(events, 4), type: 'ledger.created' }),
      ['ledger.beginning'],
    ],
    [
      'a beginning of another kind',
      events => events.with(0, { ...at(events, 0), d: { ...at(events, 0).d, kind: 'production' } }),
      ['ledger.beginning'],
    ],
    ['a clock that ran back within one boot', events => events.with(2, { ...at(events, 2), up: 0 }), ['ledger.clock']],
    [
      'a digest that was named before',
      events => events.with(4, { ...at(events, 4), sd: at(events, 1).sd }),
      expect.arrayContaining(['ledger.digest-twice']),
    ],
    [
      'a restoration that nobody accepted',
      events => events.with(4, { ...at(events, 4), type: 'ledger.restored' }),
      ['ledger.gap'],
    ],
  ])('%s', async (_, change, found) => {
    const { home, signer } = await filled()
    rewrite(home, change, signer)
    expect(await codes(home)).toEqual(found)
  })

  it('a restoration is a note when its gap is accepted', async () => {
    const { home, signer } = await filled()
    rewrite(home, events => events.with(4, { ...at(events, 4), type: 'ledger.restored' }), signer)
    expect(await codes(home, { acceptGaps: [4] })).toEqual([])
    expect((await verifyLedger(home, { acceptGaps: [4] })).findings).toContainEqual(
      expect.objectContaining({ level: 'note', code: 'ledger.gap', at: '4' }),
    )
  })

  it('lines that are no events are told and still hashed', async () => {
    const { home } = await filled()
    tamper(home, db => db.exec(`UPDATE events SET line = '{}' WHERE seq = 2`))
    expect(await codes(home)).toEqual(
      expect.arrayContaining(['ledger.line', 'ledger.leaf', 'ledger.prev', 'ledger.root']),
    )
    expect((await verifyLedger(home)).size).toBe(5)
  })

  it('lines with bytes that are no text are told', async () => {
    const { home, signer } = await filled()
    rewrite(home, events => events.with(4, { ...at(events, 4), d: { word: 'x' } }), signer)
    expect(await codes(home)).toEqual([])
    // In every other way the text that comes out of these bytes is an event.
    const spoil = `UPDATE events SET line = CAST(replace(CAST(line AS BLOB), CAST('"x"' AS BLOB), x'22ff22') AS TEXT) WHERE seq = 4`
    tamper(home, db => db.exec(spoil))
    expect(await codes(home)).toContain('ledger.line')
  })

  it('one that was replaced and fits in itself', async () => {
    const { home } = await filled()
    replaceLine(home, { ...at(readEvents(home), 2), tool: '9.9.9' })
    expect(await codes(home)).toEqual(expect.arrayContaining(['ledger.prev', 'ledger.root']))
  })
})
