import fc from 'fast-check'

const codePoint = fc.oneof(
  fc.integer({ min: 0, max: 0xff }),
  fc.integer({ min: 0x300, max: 0x3fff }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
)

/** Any Unicode text, thick with control characters, combining marks and punctuation; without lone surrogates. */
export const anyText = fc.array(codePoint, { maxLength: 24 }).map(codes => String.fromCodePoint(...codes))
