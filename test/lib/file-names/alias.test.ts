import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliases } from '../../../lib/file-names/alias.ts'
import { seededRandom } from '../../support/world.ts'

describe('an alias', () => {
  it.each([
    ['Jane Doe.pdf', '001.pdf'],
    ['Jane Doe.PDF', '001.pdf'],
    ['a/b.tar.gz', '001.gz'],
    ['jane', '001.bin'],
    ['report.jane', '001.bin'],
    ['.pdf', '001.bin'],
    ['a.pdf/jane', '001.bin'],
    ['report.', '001.bin'],
    ['doe.exe', '001.bin'],
    ['jane/empty/', '001/'],
  ])('of %s is %s', (trueName, alias) => {
    expect(aliases([trueName], seededRandom(1))).toEqual([{ trueName, alias }])
  })

  it('is a number of its own for every name', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 1_200 })
    fc.assert(
      fc.property(names, fc.nat(), (names, seed) => {
        const given = aliases(names, seededRandom(seed))
        expect(given.map(({ trueName }) => trueName).sort()).toEqual([...names].sort())
        const digits = Math.max(3, String(names.length).length)
        expect(given.map(({ alias }) => /^\d+/.exec(alias)?.[0])).toEqual(
          names.map((_, at) => String(at + 1).padStart(digits, '0')),
        )
        expect(given.every(({ alias, trueName }) => alias.endsWith('/') === trueName.endsWith('/'))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('does not tell where its name stood in the order of names', () => {
    const names = Array.from({ length: 50 }, (_, at) => `${at}.pdf`)
    const orders = [1, 2].map(seed => aliases(names, seededRandom(seed)).map(({ trueName }) => trueName))
    expect(orders[0]).not.toEqual(orders[1])
    expect(orders[0]).not.toEqual(names)
  })
})
