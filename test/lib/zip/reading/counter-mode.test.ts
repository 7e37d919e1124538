import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CounterMode } from '../../../../lib/zip/reading/counter-mode.ts'
import { naiveCounterMode } from '../forge.ts'

const key = (length: number) => createHash('sha512').update('key').digest().subarray(0, length)
const data = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff)

describe('the counter of the reader', () => {
  it.each([16, 24, 32])('agrees with one block after the other, key of %i bytes', length => {
    for (const size of [0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 131_072 + 5]) {
      const bytes = data(size)
      new CounterMode(key(length)).apply(bytes)
      expect(Buffer.compare(bytes, naiveCounterMode(key(length), data(size)))).toBe(0)
    }
  })

  it('carries into the upper half at block 2^32', () => {
    const first = 2 ** 32 - 2
    const bytes = data(6 * 16)
    new CounterMode(key(32), first).apply(bytes)
    expect(Buffer.from(bytes)).toEqual(Buffer.from(naiveCounterMode(key(32), data(6 * 16), BigInt(first))))
    const again = data(16)
    new CounterMode(key(32), 0).apply(again)
    expect(Buffer.from(bytes.subarray(32, 48))).not.toEqual(Buffer.from(again))
  })

  it('goes on where the call before ended, wherever it began', () => {
    const cuts = fc.array(fc.nat({ max: 5000 }), { maxLength: 4 })
    const start = fc.oneof(
      fc.nat(),
      fc.nat(8).map(n => 2 ** 32 - n),
      fc.maxSafeNat().map(n => Math.floor(n / 2)),
    )
    fc.assert(
      fc.property(cuts, start, fc.nat(40), (lengths, first, rest) => {
        const counter = new CounterMode(key(32), first)
        const pieces = [...lengths.map(length => data(16 * length)), data(rest)]
        const whole = naiveCounterMode(key(32), Buffer.concat(pieces.map(piece => piece.slice())), BigInt(first))
        for (const piece of pieces) counter.apply(piece)
        expect(Buffer.concat(pieces).equals(whole)).toBe(true)
      }),
      { numRuns: 8 },
    )
  })

  it('works in memory that lies at odd addresses', () => {
    const memory = new Uint8Array(103)
    const bytes = memory.subarray(3)
    bytes.set(data(100))
    new CounterMode(key(32)).apply(bytes)
    expect(Buffer.from(bytes)).toEqual(Buffer.from(naiveCounterMode(key(32), data(100))))
    expect([...memory.subarray(0, 3)]).toEqual([0, 0, 0])
  })
})
