import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entropy, isCompressible, sampleRanges } from '../../../../lib/zip/writing/compressible.ts'
import { seededRandom } from '../../../support/world.ts'

const random = seededRandom('compressible')
const prose = Buffer.from('Name;Ort;Betrag\n'.concat('Müller;Köln;17,30\nSchmidt;Kiel;4,20\n'.repeat(4000)))

describe('entropy', () => {
  it('is 0 for nothing and for one value', () => {
    expect(entropy([])).toBe(0)
    expect(entropy([new Uint8Array(100)])).toBe(0)
  })

  it('is 1 for two values, 8 for all, over all samples together', () => {
    expect(entropy([Uint8Array.of(0, 1, 0, 1)])).toBeCloseTo(1)
    const all = Uint8Array.from({ length: 256 }, (_, i) => i)
    expect(entropy([all])).toBeCloseTo(8)
    expect(entropy([all.subarray(0, 128), all.subarray(128)])).toBeCloseTo(8)
  })

  it('lies between 0 and 8', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), samples => {
        expect(entropy(samples)).toBeGreaterThanOrEqual(0)
        expect(entropy(samples)).toBeLessThanOrEqual(8.000001)
      }),
    )
  })
})

describe('what is worth deflating', () => {
  it.each([
    ['a table', prose, true],
    ['nothing', new Uint8Array(0), true],
    ['random bytes', random.bytes(64 * 1024), false],
    ['deflated data', deflateRawSync(random.bytes(64 * 1024).map(byte => byte & 0x7f)), false],
    ['random bytes in base 64', Buffer.from(Buffer.from(random.bytes(48 * 1024)).toString('base64')), true],
  ])('%s', (_, bytes, worth) => {
    expect(isCompressible([bytes])).toBe(worth)
  })

  it('is a file of which only a part is random', () => {
    expect(isCompressible([random.bytes(64 * 1024), prose.subarray(0, 64 * 1024)])).toBe(true)
  })
})

describe('where samples are taken', () => {
  it('few and short of a small source, more of a large one', () => {
    expect(sampleRanges(1024 * 1024).map(range => range.length)).toEqual(Array(4).fill(4096))
    expect(sampleRanges(1024 * 1024 + 1).map(range => range.length)).toEqual(Array(5).fill(65_536))
  })

  it.each([0, 1, 4096, 16_384, 16_385, 1024 * 1024, 1024 * 1024 + 1, 5 * 2 ** 30])('of %d bytes', size => {
    const ranges = sampleRanges(size)
    expect(ranges[0]?.position).toBe(0)
    const last = ranges.at(-1) ?? { position: 0, length: 0 }
    expect(last.position + last.length).toBe(size)
    for (const [i, { position, length }] of ranges.entries()) {
      expect(Number.isInteger(position)).toBe(true)
      const next = ranges[i + 1]
      if (next !== undefined) expect(position + length).toBeLessThanOrEqual(next.position)
    }
    expect(ranges.reduce((sum, range) => sum + range.length, 0)).toBeLessThanOrEqual(320 * 1024)
  })
})
