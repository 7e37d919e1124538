import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonWords, lengthWithout, wordsOf } from '../../../lib/password/block-list.ts'

describe('lengthWithout', () => {
  it.each([
    ['correct horse', ['password'], 13],
    ['password', ['password'], 0],
    ['PassWord', ['password'], 0],
    ['p4$$w0rd', ['password'], 0],
    ['p-a-s-s-w-o-r-d', ['password'], 0],
    ['pass$w0rd', ['password'], 0],
    ['pass!word', ['password'], 0],
    ['Password2026!', ['password'], 5],
    ['xpasswordpasswordy', ['password'], 2],
    ['we1c0me', ['welcome'], 0],
    ['globexglobe', ['globex', 'globe'], 0],
    ['abab', ['aba', 'bab'], 0],
    ['anything', [], 8],
    ['anything', ['!?', ''], 8],
  ])('%j without %j leaves %i', (text, words, left) => {
    expect(lengthWithout(text, words)).toBe(left)
  })

  it('never leaves less than nothing or more than there was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
        fc.array(fc.string({ unit: 'grapheme-ascii' })),
        (text, words) => {
          const left = lengthWithout(text, words)
          expect(left).toBeGreaterThanOrEqual(0)
          expect(left).toBeLessThanOrEqual(text.length)
          expect(lengthWithout(text, [...words, ...commonWords])).toBeLessThanOrEqual(left)
        },
      ),
    )
  })
})

describe('wordsOf', () => {
  it('takes each text whole and in words, in the spellings that ASCII allows, and no crumbs', () => {
    const words = wordsOf(['Jürgen Groß', 'ACME & Co.', '東京'])
    expect(words).toEqual(expect.arrayContaining(['juergen', 'jurgen', 'gross', 'acme']))
    expect(words).not.toContain('co')
    expect(lengthWithout('JuergenGross', words)).toBe(0)
    expect(lengthWithout('ACME-Co', words)).toBe(0)
    expect(wordsOf([])).toEqual([])
  })
})
