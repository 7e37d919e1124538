import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deflatePiece, type Level, PIECE, streamBound, WINDOW } from '../../../../lib/zip/writing/deflate.ts'
import { noise } from '../../../support/noise.ts'

/** As the writer does it, with pieces of any length. */
async function inPieces(plain: Uint8Array, length: number, level: Level): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < plain.length; at += length) {
    const dictionary = plain.subarray(Math.max(0, at - WINDOW), at)
    const last = at + length >= plain.length
    pieces.push(deflatePiece(plain.subarray(at, at + length), { level, dictionary, last }))
  }
  return Buffer.concat(pieces)
}

const table = Buffer.from(Array.from({ length: 9000 }, (_, i) => `${i};Köln;${i % 97},30\n`).join(''))
const random = noise(100_000, 'deflate')

describe('pieces', () => {
  it('make one stream, whatever their length and level', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(table, random, Buffer.concat([table, random])),
        fc.integer({ min: 20_000, max: 90_000 }),
        fc.constantFrom<Level>(1, 4, 6, 9),
        async (plain, length, level) => {
          expect(inflateRawSync(await inPieces(plain, length, level)).equals(plain)).toBe(true)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('of a few bytes make one too', async () => {
    const plain = table.subarray(0, 300)
    for (const length of [1, 2, 7, 299]) expect(inflateRawSync(await inPieces(plain, length, 5))).toEqual(plain)
  })

  it('know what stood before them', async () => {
    const block = random.subarray(0, 30_000)
    const twice = Buffer.concat([block, block])
    expect((await inPieces(twice, 30_000, 5)).length).toBeLessThan(1.02 * 30_000)
  })

  it('lose hardly anything to being apart', async () => {
    const apart = await inPieces(table, 64 * 1024, 6)
    const whole = await inPieces(table, table.length, 6)
    expect(apart.length / whole.length).toBeLessThan(1.02)
  })

  it('never grow beyond the bound', async () => {
    const pieces = await inPieces(random, 10_000, 1)
    expect(pieces.length).toBeLessThanOrEqual(streamBound(random.length))
    const whole = await inPieces(noise(PIECE + 1, 'large'), PIECE, 9)
    expect(whole.length).toBeLessThanOrEqual(streamBound(PIECE + 1))
  })
})
