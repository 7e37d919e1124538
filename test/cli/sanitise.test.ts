import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitise, sanitiseLines } from '../../cli/sanitise.ts'
import { wellFormedText } from '../support/texts.ts'

describe('sanitise', () => {
  it.each([
    ['an escape sequence that clears the screen', 'a\x1b[2Jb', 'a<U+001B>[2Jb'],
    ['an escape sequence that sets the title', '\x1b]0;root\x07', '<U+001B>]0;root<U+0007>'],
    ['the eight-bit control sequence introducer', 'a\u009b31mb', 'a<U+009B>31mb'],
    ['a carriage return that overwrites the line', 'evil\rgood', 'evil<U+000D>good'],
    ['a line feed that forges a line', 'a\nwaybill: all is well', 'a<U+000A>waybill: all is well'],
    ['a backspace', 'no\b\bok', 'no<U+0008><U+0008>ok'],
    ['NUL and DEL', '\0\x7f', '<U+0000><U+007F>'],
    ['an override that turns a name around', 'invoice\u202efdp.exe', 'invoice<U+202E>fdp.exe'],
    ['isolates and marks of direction', '\u2066\u2069\u200e\u200f\u061c', '<U+2066><U+2069><U+200E><U+200F><U+061C>'],
    ['zero-width characters in a name', 'pay\u200bpal\u2060\ufeff', 'pay<U+200B>pal<U+2060><U+FEFF>'],
    ['a joiner between Latin letters', 'a\u200db\u200cc', 'a<U+200D>b<U+200C>c'],
    ['line and paragraph separators', 'a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
    ['lone surrogates', '\ud83d \udc69', '<U+D83D> <U+DC69>'],
    ['tag characters, which hide whole texts', 'a\u{e0001}\u{e0061}\u{e007f}', 'a<U+E0001><U+E0061><U+E007F>'],
    ['variation selectors that carry data', 'a\ufe01\u{e0101}', 'a<U+FE01><U+E0101>'],
    ['a second variation selector', '葛\u{e0100}\u{e0101}', '葛\u{e0100}<U+E0101>'],
    ['a soft hyphen and a Hangul filler', 'a\u00adb\u3164', 'a<U+00AD>b<U+3164>'],
    ['noncharacters and annotations', '\uffff\ufdd0\ufff9', '<U+FFFF><U+FDD0><U+FFF9>'],
    ['a combining mark that would sit on our own text', '\u0301a', '<U+0301>a'],
    ['a joiner at the end, that would reach for what follows', '👩\u200d', '👩<U+200D>'],
    ['a joiner next to a mark of direction', '\u061c\u200c\u0627', '<U+061C><U+200C>\u0627'],
    ['two joiners', '👩\u200d\u200d👩', '👩<U+200D><U+200D>👩'],
  ])('marks %s', (_, text, expected) => {
    expect(sanitise(text)).toBe(expected)
  })

  it.each([
    'customers.csv',
    'Ärger über Straße – “quoted” … €5',
    'e\u0301te\u0301 in NFD',
    'Ελληνικά, кириллица, 日本語, 한국어, 繁體字',
    'עברית العربية',
    'می\u200cخواهم', // Persian: the non-joiner is spelling
    'क्\u200dष', // Devanagari: the joiner is spelling
    '葛\u{e0100}城', // a Japanese name with its registered form of the ideograph
    '👩\u200d👩\u200d👧\u200d👦 👩🏽\u200d🚀 🏳\ufe0f\u200d🌈 ❤\ufe0f 1\ufe0f\u20e3 🇩🇪 ✈\ufe0e',
    'a\u00a0b\u3000c',
    '<U+202E>',
    '',
  ])('keeps %j', text => {
    expect(sanitise(text)).toBe(text)
  })

  /** Arbitrary 16-bit units (so lone surrogates too), and texts that are thick with what the rules are about. */
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map(codes => String.fromCharCode(...codes))
  const special = [
    0, 9, 10, 13, 27, 0x7f, 0x9b, 0xad, 0x301, 0x34f, 0x61c, 0x17b4, 0x180b, 0x1820, 0x200b, 0x200c, 0x200d,
  ]
    .concat([0x200e, 0x2028, 0x202e, 0x2066, 0x20e3, 0x2640, 0x2764, 0x3164, 0x845b, 0xfe00, 0xfe0e, 0xfe0f, 0xfeff])
    .concat([0xd83d, 0xdc69, 0xfff9, 0xffff, 0x1f469, 0x1f3fd, 0x1f1e9, 0xe0001, 0xe0061, 0xe0100, 0x627, 0x64b, 0x915])
    .concat([0x94d, 0x1cc88, 0x1fffe, 0x23, 0x31, 0x61])
  const dense = fc.array(fc.constantFrom(...special)).map(codes => String.fromCodePoint(...codes))
  const anything = fc.oneof(units, dense, wellFormedText(), fc.string({ unit: 'grapheme' }))

  it('leaves nothing that moves the cursor, turns the direction, hides or is not text', () => {
    fc.assert(
      fc.property(anything, text => {
        for (const [character, before] of withPredecessor(sanitise(text))) {
          const code = character.codePointAt(0) ?? 0
          expect(forbidden.some(([first, last]) => code >= first && code <= last)).toBe(false)
          // These three stay only behind a visible character that they belong to.
          if (code === 0x200c || code === 0x200d) expect(before).toMatch(/[^\0-\x7f]/u)
          if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef))
            expect(before).toMatch(/[^\0-\x22]/u)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anything, text => {
        expect(sanitise(sanitise(text))).toBe(sanitise(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('keeps every character that it does not mark', () => {
    fc.assert(
      fc.property(anything, text => {
        const unmarked = sanitise(text).replace(/<U\+([0-9A-F]{4,6})>/g, (_, hex) =>
          String.fromCodePoint(parseInt(hex, 16)),
        )
        fc.pre(!text.includes('<U+'))
        expect(unmarked).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })

  it('parts our own text at line feeds alone', () => {
    expect(sanitiseLines('a\n\tb\r\nc\rd\u2028')).toEqual(['a', '<U+0009>b', 'c<U+000D>d<U+2028>'])
  })
})

/** Written down from the Unicode charts, not from the expression in sanitise.ts. */
const forbidden: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe00ff],
  [0xe01f0, 0xe0fff],
]

function* withPredecessor(text: string): Iterable<[string, string]> {
  let before = ''
  for (const character of text) {
    yield [character, before]
    before = character
  }
}
