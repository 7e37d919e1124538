import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearest } from '../../cli/nearest.ts'

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['sms', 'sms', 0],
    ['sms', '', 3],
    ['smss', 'sms', 1],
    ['phoen', 'phone', 1],
    ['in-persno', 'in-person', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3], // optimal string alignment does not edit a swapped pair again
  ])('%j to %j is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance)
  })

  it('is symmetric, zero only for equal words, and at most the longer length', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 8 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, b) === 0).toBe(a === b)
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})

describe('nearest', () => {
  it('finds what was meant and nothing far away', () => {
    expect(nearest('hodl', ['sms', 'hold'])).toBe('hold')
    expect(nearest('SMS', ['sms', 'phone'])).toBe('sms')
    expect(nearest('x', ['sms', 'phone'])).toBe(null)
    expect(nearest('telephone', ['sms', 'phone', 'in-person'])).toBe(null)
    expect(nearest('x'.repeat(100_000), ['sms'])).toBe(null)
    expect(nearest('sms', [])).toBe(null)
  })
})
