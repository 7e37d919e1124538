import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ShownTable, shownTotal, suppress } from '../../../src/reports/suppression.ts'

const named = (counts: readonly number[]) => counts.map((count, at) => ({ name: `row ${at}`, count }))
const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0)

/** Every way to divide `total` over `rows`, empty rows included. */
function* divisions(total: number, rows: number): Generator<number[]> {
  if (rows === 1) yield [total]
  else
    for (let first = 0; first <= total; first++)
      for (const rest of divisions(total - first, rows - 1)) yield [first, ...rest]
}

/** Every table of `rows` rows with 0 to `most` in each. */
function* tables(rows: number, most: number): Generator<number[]> {
  if (rows === 0) yield []
  else for (const rest of tables(rows - 1, most)) for (let last = 0; last <= most; last++) yield [...rest, last]
}

/**
 * The attacker knows what was printed, the total, the names of all rows and the rule itself: he tries every table, keeps
 * those that print the same, and looks whether a row that was not printed is the same in all of them.
 */
function told(worlds: Iterable<readonly number[]>, print: (world: readonly number[]) => ShownTable): string[] {
  const byPrint = new Map<string, { shown: ShownTable; values: Set<number>[]; example: readonly number[] }>()
  for (const world of worlds) {
    const shown = print(world)
    const key = JSON.stringify(shown)
    const seen = byPrint.get(key) ?? { shown, values: world.map(() => new Set<number>()), example: world }
    for (const [at, count] of world.entries()) seen.values[at]?.add(count)
    byPrint.set(key, seen)
  }
  return [...byPrint.values()].flatMap(({ shown, values, example }) =>
    values.flatMap((possible, at) => {
      const cell = shown?.find(({ name }) => name === `row ${at}`)
      const isHidden = shown === null || cell?.count === null
      return isHidden && possible.size < 2 ? [`${example.join(' ')}: row ${at}`] : []
    }),
  )
}

describe('suppression', () => {
  it.each([
    [2, 40],
    [3, 30],
    [4, 24],
    [5, 20],
    [6, 16],
  ])('tells no suppressed row of %i rows that add up to a total of up to %i', (rows, most) => {
    for (let total = 10; total <= most; total++) {
      expect(told(divisions(total, rows), world => suppress(named(world), total))).toEqual([])
    }
  })

  it.each([
    [1, 24],
    [2, 24],
    [3, 14],
    [4, 11],
  ])('tells none of %i rows that overlap, up to %i in each', (rows, total) => {
    expect(told(tables(rows, total), world => suppress(named(world), total))).toEqual([])
  })

  it('leaves no sum that gives a group of large tables back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 2, maxLength: 40 }), counts => {
        const total = sum(counts)
        const shown = suppress(named(counts), total)
        if (shown === null || total < 10) return
        const hidden = shown.filter(({ count }) => count === null).length
        const rest = total - sum(shown.map(({ count }) => count ?? 0))
        // All that is known of the hidden rows: each has at least one, and what they have together.
        expect(hidden === 0 || (hidden >= 2 && rest > hidden)).toBe(true)
      }),
    )
  })

  it('prints no group of one to four, and a larger one only as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 20 }), counts => {
        const cells = named(counts)
        for (const { name, count } of suppress(cells, sum(counts)) ?? []) {
          expect(count === null || count >= 5).toBe(true)
          expect([null, cells.find(cell => cell.name === name)?.count]).toContain(count)
        }
      }),
    )
  })

  it('shows all where no group is small, and hides as little as it must', () => {
    const counts = (...values: number[]) => suppress(named(values), sum(values))?.map(({ count }) => count)
    expect(counts(50, 0, 20)).toEqual([50, 20])
    expect(counts(50, 20, 3)).toEqual([null, 20, null])
    expect(counts(20, 3, 2, 50)).toEqual([null, null, null, 50])
    expect(counts(5, 1, 50)).toEqual([null, null, null])
    expect(counts(4, 4, 4)).toEqual([null, null, null])
    expect(counts(2, 2, 2, 2, 2)).toBeUndefined()
    expect(counts(9)).toBeUndefined()
    expect(counts(0, 0)).toEqual([])
  })

  it('gives no total of one to four', () => {
    expect([0, 1, 4, 5, 9].map(shownTotal)).toEqual([0, null, null, 5, 9])
  })
})
