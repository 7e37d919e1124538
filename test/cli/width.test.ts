import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitise } from '../../cli/sanitise.ts'
import { displayWidth, head, pad, truncate, wrap } from '../../cli/width.ts'
import { wellFormedText } from '../support/texts.ts'

describe('displayWidth', () => {
  it.each([
    ['customers.csv', 13],
    ['', 0],
    ['日本語', 6],
    ['ｱｲｳ', 3],
    ['Ｆｕｌｌ', 8],
    ['한국어', 6],
    ['\u1112\u1161\u11ab', 2], // the same Hangul syllable in NFD
    ['e\u0301te\u0301', 3],
    ['ภาษาไทย', 7],
    ['👩', 2],
    ['👩\u200d👩\u200d👧\u200d👦', 2],
    ['👩🏽\u200d🚀', 2],
    ['🇩🇪', 2],
    ['1\ufe0f\u20e3', 2],
    ['❤', 1],
    ['❤\ufe0f', 2],
    ['─│╭…•', 5],
    ['क्ष', 2],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  it('agrees with the Unicode Character Database of another program', () => {
    const file = join(import.meta.dirname, '../vectors/width/wide.json')
    const vector: { runs: [number, number][] } = JSON.parse(readFileSync(file, 'utf8'))
    const wideThere = (code: number) => vector.runs.some(([first, last]) => code >= first && code <= last)
    const differing: number[] = []
    for (const code of codePoints()) {
      const character = String.fromCodePoint(code)
      if (!wideThere(code) && /\p{Cn}|\p{Regional_Indicator}/u.test(character)) continue
      const expected = combining.test(character) ? 0 : wideThere(code) ? 2 : 1
      if (displayWidth(character) !== expected) differing.push(code)
    }
    expect(differing.filter(code => !since15.some(([first, last]) => code >= first && code <= last))).toEqual([])
    expect(differing.length).toBeGreaterThan(0)
  })
})

/** By general category, and the vowels and finals of conjoining Hangul (Unicode, 3.12). */
const combining = /\p{Mn}|\p{Me}|\p{Default_Ignorable_Code_Point}|[\u1160-\u11ff\ud7b0-\ud7fb]/u

/** All from U+00A0 on, but of the great uniform blocks (Han, Hangul, Tangut, private use) and the ends of planes every 61st. */
function* codePoints(): Iterable<number> {
  let step = 1
  for (let code = 0xa0; code <= 0x10ffff; code += step) {
    const uniform = uniformBlocks.some(([first, last]) => code > first && code < last)
    step = uniform ? 61 : 1
    if (code < 0xd800 || code > 0xdfff) yield code
  }
}

const uniformBlocks = [
  [0x3400, 0xa400],
  [0xac00, 0xd700],
  [0xe000, 0xf800],
  [0x17000, 0x18a00],
  [0x20000, 0x10ff00],
] as const

/** Wide since Unicode 16 or 17 (EastAsianWidth.txt of those versions), so not in the vector, which is of 15.1. */
const since15: readonly (readonly [number, number])[] = [
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x31e4, 0x31e5],
  [0x4dc0, 0x4dff],
  [0x16ff2, 0x16ff6],
  [0x187f8, 0x187ff],
  [0x18cff, 0x18cff],
  [0x18d09, 0x18df2],
  [0x1d300, 0x1d356],
  [0x1d360, 0x1d376],
  [0x1f6d8, 0x1f6d8],
  [0x1fa89, 0x1fa8f],
  [0x1fabe, 0x1fabe],
  [0x1fac6, 0x1facd],
  [0x1fadc, 0x1fadf],
  [0x1fae9, 0x1faef],
]

/** Sanitised, as everything that is measured. */
const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), wellFormedText()).map(sanitise)
const words = fc.array(fc.string({ unit: fc.constantFrom(...'ab-日👩é') }), { maxLength: 8 }).map(all => all.join(' '))
const width = fc.integer({ min: 0, max: 30 })

describe('pad and truncate', () => {
  it('pads at the end, the start or on both sides, by columns', () => {
    expect(pad('日本', 6)).toBe('日本  ')
    expect(pad('日本', 6, 'start')).toBe('  日本')
    expect(pad('日本', 7, 'both')).toBe(' 日本  ')
    expect(pad('too long', 3)).toBe('too long')
  })

  it('cuts at the end or in the middle, never inside a cluster', () => {
    expect(truncate('customers.csv', 8)).toBe('custome…')
    expect(truncate('customers.csv', 8, 'middle')).toBe('cust…csv')
    expect(truncate('customers.csv', 8, 'middle', '...')).toBe('cus...sv')
    expect(truncate('日本語', 4)).toBe('日…')
    expect(truncate('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
    expect(truncate('abc', 3)).toBe('abc')
    expect(truncate('abc', 0)).toBe('')
    expect(head('日本語', 3)).toBe('日')
  })

  it('never exceeds the width, and fills it exactly when padded', () => {
    fc.assert(
      fc.property(text, width, fc.constantFrom('end' as const, 'middle' as const), (value, columns, where) => {
        const cut = truncate(value, columns, where)
        expect(displayWidth(cut)).toBeLessThanOrEqual(columns)
        expect(displayWidth(pad(cut, columns))).toBe(columns)
        if (displayWidth(value) <= columns) expect(cut).toBe(value)
      }),
    )
  })
})

describe('wrap', () => {
  it('breaks at spaces, then behind hyphens, then anywhere', () => {
    expect(wrap('Password: k7qm-9xwp-3htz-6rvn-2cdf. Questions?', 26)).toEqual([
      'Password:',
      'k7qm-9xwp-3htz-6rvn-2cdf.',
      'Questions?',
    ])
    expect(wrap('k7qm-9xwp-3htz', 10)).toEqual(['k7qm-9xwp-', '3htz'])
    expect(wrap('日本語', 4)).toEqual(['日本', '語'])
    expect(wrap('', 10)).toEqual([''])
    expect(wrap(' a  b ', 10)).toEqual([' a  b '])
  })

  it('fits every line that can fit, and loses nothing but spaces', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 12 }), (value, columns) => {
        const lines = wrap(value, columns)
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(value.replaceAll(' ', ''))
      }),
    )
  })
})
