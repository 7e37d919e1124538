import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bars } from '../../cli/bars.ts'
import { bare } from '../../cli/style.ts'
import { displayWidth } from '../../cli/width.ts'

const row = fc.record({
  name: fc.constantFrom('2026-01', 'sms', 'political-opinion', '東京都', 'in-person'),
  count: fc.option(fc.nat(1_000_000), { nil: null }),
})

describe('bars', () => {
  it('are never wider than the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.integer({ min: 12, max: 200 }),
        fc.boolean(),
        (rows, width, unicode) => {
          for (const line of bars(rows, { width, unicode })) expect(displayWidth(bare(line))).toBeLessThanOrEqual(width)
        },
      ),
    )
  })

  it('are as long as the counts are large, and of ASCII where the terminal knows no more', () => {
    const rows = [
      { name: 'a', count: 40 },
      { name: 'bb', count: 10 },
      { name: 'c', count: null },
    ]
    const shown = (width: number, unicode: boolean) => bars(rows, { width, unicode }).map(bare)
    expect(shown(30, true)).toEqual(['a   40  ██████████████████████', 'bb  10  █████▌', 'c    -  suppressed'])
    expect(shown(30, false)).toEqual(['a   40  ######################', 'bb  10  ######', 'c    -  suppressed'])
    expect(shown(9, true)).toEqual(['a   40', 'bb  10', 'c    -'])
  })

  it('show that a suppressed row has no length', () => {
    const lines = (count: number) =>
      bars(
        [
          { name: 'a', count: 50 },
          { name: 'b', count: null },
          { name: 'c', count },
        ],
        { width: 80, unicode: true },
      )
    expect(bare(lines(7)[1] ?? '')).toBe(bare(lines(49)[1] ?? ''))
  })
})
