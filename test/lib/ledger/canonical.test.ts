import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, type Json, parseCanonical } from '../../../lib/ledger/canonical.ts'
import { wellFormedText } from '../../support/texts.ts'

/** Any value that has a canonical spelling.  */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    wellFormedText(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(wellFormedText(), fc.nat(200).map(String)), tie('value'), { maxKeys: 6 }),
  ),
})).value

describe('canonical', () => {
  it('orders keys by UTF-16 code units as the example of RFC 8785 §3.2.3 does', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.values(JSON.parse(`[${canonical(value).slice(1, -1).replaceAll('":"', '","')}]`))).toEqual([
      '\r',
      'Carriage Return',
      '1',
      'One',
      '\u0080',
      'Control',
      '\u00f6',
      'Latin Small Letter O With Diaeresis',
      '\u20ac',
      'Euro Sign',
      '\ud83d\ude00',
      'Emoji: Grinning Face',
      '\ufb33',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it('writes the texts of RFC 8785 §3.2.2.2', () => {
    expect(canonical('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
  })

  it('orders keys that look like numbers as texts', () => {
    expect(canonical({ 10: 1, 9: 2, a: 3 })).toBe('{"10":1,"9":2,"a":3}')
    expect(parseCanonical('{"10":1,"9":2,"a":3}')).toEqual({ 10: 1, 9: 2, a: 3 })
    expect(() => parseCanonical('{"9":2,"10":1,"a":3}')).toThrow()
  })

  it('keeps a key named __proto__ as data', () => {
    expect(canonical(parseCanonical('{"__proto__":{"a":1},"b":2}'))).toBe('{"__proto__":{"a":1},"b":2}')
  })

  it.each([
    ['a float', 1.5],
    ['minus zero', -0],
    ['an integer beyond 2^53-1', 2 ** 53],
    ['an integer below -(2^53-1)', -(2 ** 53)],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['half of a surrogate pair', '\ud800'],
    ['half of a surrogate pair in a key', { '\udc00': 1 }],
    ['a float inside', { a: [1, { b: 0.1 }] }],
  ])('refuses %s', (_, value: Json) => {
    expect(() => canonical(value)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-VALUE' }))
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['undefined as a member', { a: undefined }],
    ['a hole in a list', Array(1)],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['a value that is nested too deeply', nested(70)],
  ])('refuses %s, which the type forbids', (_, value) => {
    expect(() => Reflect.apply(canonical, undefined, [value])).toThrow(
      expect.objectContaining({ code: 'WB-LEDGER-VALUE' }),
    )
  })

  it('is undone by parseCanonical', () => {
    fc.assert(
      fc.property(json, value => {
        expect(canonical(parseCanonical(canonical(value)))).toBe(canonical(value))
      }),
    )
    fc.assert(
      fc.property(json, value => {
        expect(parseCanonical(canonical(value))).toEqual(plain(value))
      }),
    )
  })
})

describe('parseCanonical', () => {
  it.each([
    ['white space', '{"a": 1}'],
    ['white space at the end', '1\n'],
    ['a byte order mark', '\ufeff1'],
    ['unordered keys', '{"b":1,"a":2}'],
    ['a duplicate key', '{"a":1,"a":1}'],
    ['a float', '1.5'],
    ['an integer written as a float', '1.0'],
    ['an exponent', '1e3'],
    ['minus zero', '-0'],
    ['an unsafe integer', '9007199254740992'],
    ['a needless escape', '"\\u0041"'],
    ['an upper-case escape', '"\\u000F"'],
    ['an escaped slash', '"\\/"'],
    ['half of a surrogate pair', '"\\ud800"'],
    ['a raw half of a surrogate pair', '"\ud800"'],
    ['half a pair in a key', '{"\\ud800":1}'],
    ['nothing', ''],
    ['two values', '1 2'],
    ['no JSON', '{a:1}'],
    ['nesting without end', '['.repeat(100_000)],
    ['deep nesting', '['.repeat(70) + ']'.repeat(70)],
  ])('refuses %s', (_, line) => {
    expect(() => parseCanonical(line)).toThrow(expect.objectContaining({ code: 'WB-LEDGER-FORMAT' }))
  })

  it('takes only the one spelling, whatever text comes', () => {
    const nearlyCanonical = fc
      .tuple(json.map(canonical), fc.nat(), fc.constantFrom('', ' ', '0', '"', ',', '\\', '}', 'e1', '.0', '-'))
      .map(([line, at, piece]) => {
        const cut = at % (line.length + 1)
        return line.slice(0, cut) + piece + line.slice(cut + (at % 2))
      })
    fc.assert(
      fc.property(nearlyCanonical, line => {
        let value: Json
        try {
          value = parseCanonical(line)
        } catch (error) {
          expect(error).toMatchObject({ code: 'WB-LEDGER-FORMAT' })
          return
        }
        expect(canonical(value)).toBe(line)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** The value as JSON.parse would make it: objects with the usual prototype. */
function plain(value: Json): unknown {
  return JSON.parse(JSON.stringify(value))
}

function nested(depth: number): Json {
  return depth === 0 ? 1 : [nested(depth - 1)]
}
