import { describe, expect, it } from 'vitest'
import { Ledger } from '../../../lib/ledger/store.ts'
import { rewrite, stolenKey } from '../../support/forge.ts'
import { closing, newLedger } from '../../support/ledger.ts'
import { at, codes } from '../../support/verified.ts'

type Made = Awaited<ReturnType<typeof newLedger>>

function commit({ ledger }: Pick<Made, 'ledger'>) {
  ledger.commit(tx => tx.append({ type: 'report.made', xfer: null, d: {} }))
}

const hour = 3_600_000

describe('a jump of the wall clock within one boot', () => {
  it.each([
    ['back', -hour],
    ['forward', hour],
  ] as const)('%s is on record with the next commit, before everything in it', async (direction, ms) => {
    const made = await newLedger()
    made.clock.advance(5_000)
    made.clock.jump(ms)
    commit(made)
    commit(made)
    const events = [...made.ledger.events()]
    expect(events.map(({ type }) => type)).toEqual(['ledger.created', 'clock.jump', 'report.made', 'report.made'])
    expect(events[1]?.d).toEqual({ direction, ms: hour })
    expect(await codes(made.home)).toEqual(direction === 'back' ? ['ledger.clock-set-back'] : [])
  })

  it('is none where time passed on both clocks, where a time server moved one, and after a boot', async () => {
    const made = await newLedger()
    made.clock.advance(8 * hour)
    commit(made)
    made.clock.jump(-10_000)
    commit(made)
    made.ledger.close()
    made.clock.jump(hour)
    const again = closing(Ledger.open(made.home, { ...made.options, bootId: 'boot 2' }))
    commit({ ledger: again })
    expect([...again.events({ type: 'clock.jump' })]).toEqual([])
  })

  it('is on record even where a commit does nothing else', async () => {
    const made = await newLedger()
    made.clock.jump(hour)
    made.ledger.commit(tx => tx.meta.set('small', 'setting'))
    expect([...made.ledger.events()].map(({ type }) => type)).toEqual(['ledger.created', 'clock.jump'])
  })

  it('that the times do not show is a finding', async () => {
    const made = await newLedger()
    made.clock.jump(-hour)
    commit(made)
    made.ledger.close()
    const signer = { ...made.options.keys, signing: stolenKey(made.home) }
    for (const d of [{ direction: 'back', ms: 2 * hour }, { direction: 'forward', ms: hour }, {}]) {
      rewrite(made.home, events => events.with(1, { ...at(events, 1), d }), signer)
      expect(await codes(made.home)).toEqual(['ledger.clock-jump'])
    }
  })

  it('backwards that is not on record is told as before', async () => {
    const made = await newLedger()
    made.clock.jump(-5_000)
    commit(made)
    expect([...made.ledger.events({ type: 'clock.jump' })]).toEqual([])
    expect(await codes(made.home)).toEqual(['ledger.clock-set-back'])
  })
})

describe('the skew against an outside clock', () => {
  it('stands in every event after it was measured, also in those of the next process', async () => {
    let skew: number | null = null
    const base = await newLedger()
    base.ledger.close()
    const context = () => ({ ...base.options.context(), skew })
    const ledger = closing(Ledger.open(base.home, { ...base.options, context }))
    commit({ ledger })
    skew = -1_500
    commit({ ledger })
    ledger.close()
    const next = closing(Ledger.open(base.home, base.options))
    commit({ ledger: next })
    expect([...next.events()].map(({ skew }) => skew)).toEqual([null, null, -1_500, -1_500])
    expect(await codes(base.home)).toEqual([])
  })
})
