import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bad, bare, join, ok, spansOf, type Text } from '../../../cli/style.ts'
import { wrapped } from '../../../cli/ui/wrapped.ts'
import { displayWidth, wrap } from '../../../cli/width.ts'
import { anyText } from '../../support/texts.ts'

const text: fc.Arbitrary<Text> = fc
  .array(
    fc.tuple(
      anyText(30),
      fc.constantFrom(ok, bad, (same: Text) => same),
    ),
  )
  .map(parts => join(parts.map(([part, paint]) => paint(part))))

it('breaks where a plain text breaks, and no line is too wide', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 60 }), (whole, columns) => {
      const lines = wrapped(whole, columns)
      expect(lines.map(bare)).toEqual(wrap(bare(whole), columns))
      for (const line of lines) expect(displayWidth(bare(line))).toBeLessThanOrEqual(columns)
    }),
  )
})

it('begins no row with a mark that belongs to what stands before it', () => {
  expect(wrapped('愛愛\u102b', 4).map(bare)).toEqual(['愛', '愛\u102b'])
})

it('leaves each part in its colour', () => {
  const [first, second] = wrapped(join([ok('one two'), ' ', bad('three')]), 7)
  expect(spansOf(first ?? '')).toEqual([{ text: 'one two', role: 'ok' }])
  expect(spansOf(second ?? '')).toEqual([{ text: 'three', role: 'bad' }])
})
