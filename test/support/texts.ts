import fc from 'fast-check'

/** Texts of any code points, lone surrogates and controls among them. (`unit: 'binary'` takes seconds to be made.) */
export function anyText(maxLength = 20): fc.Arbitrary<string> {
  return fc.array(fc.nat({ max: 0x10ffff }), { maxLength }).map(codes => String.fromCodePoint(...codes))
}

const codePoint = fc.oneof(
  fc.integer({ min: 0, max: 0xff }),
  fc.integer({ min: 0x300, max: 0x3fff }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
)

/** Texts thick with control characters, combining marks and punctuation; without lone surrogates. */
export function wellFormedText(
  length: { minLength?: number; maxLength: number } = { maxLength: 24 },
): fc.Arbitrary<string> {
  return fc.array(codePoint, length).map(codes => String.fromCodePoint(...codes))
}
