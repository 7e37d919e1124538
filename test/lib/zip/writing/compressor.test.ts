import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Compressor } from '../../../../lib/zip/writing/compressor.ts'
import { deflatePiece, type Level, pieceBound, WINDOW } from '../../../../lib/zip/writing/deflate.ts'
import { compileDeflation } from '../../../../lib/zip/writing/modules.ts'
import { OwnDeflate } from '../../../../lib/zip/writing/own-deflate.ts'
import { noise, table } from '../../../support/noise.ts'

const KiB = 1024

/** Records of 32 bytes that are nearly all zeros: what our own deflate is worse at. */
function zeroRecords(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const values = noise(length, 'records')
  for (let at = 0; at + 32 <= length; at += 32) {
    new DataView(bytes.buffer).setUint32(at, at, true)
    bytes[at + 8] = (values[at] ?? 0) & 3
    bytes[at + 16] = values[at + 1] ?? 0
  }
  return bytes
}

let compressor: Compressor
let own: OwnDeflate

beforeAll(async () => {
  const module = await compileDeflation()
  if (module === null) throw new Error('deflate.wasm is not built')
  compressor = new Compressor(module)
  own = new OwnDeflate(module)
})

function piece(one: Compressor, bytes: Uint8Array, level: Level, dictionary = 0, last = true): Uint8Array {
  const out = new Uint8Array(pieceBound(bytes.length))
  return out.slice(0, one.deflate(bytes, dictionary, level, last, out))
}

const viaZlib = (plain: Uint8Array, level: Level) =>
  Uint8Array.from(deflatePiece(plain, { level, dictionary: new Uint8Array(0), last: true }))

describe('a piece', () => {
  it('of a large table is our own, and smaller than that of zlib', () => {
    const plain = table(512 * KiB)
    const out = new Uint8Array(pieceBound(plain.length))
    const made = piece(compressor, plain, 5)
    expect(made).toEqual(out.slice(0, own.deflate(plain, 0, 5, true, out)))
    expect(made.length).toBeLessThan(viaZlib(plain, 5).length)
  })

  it.each<[string, Uint8Array, Level]>([
    ['records that are nearly all zeros', zeroRecords(512 * KiB), 6],
    ['few bytes', table(64 * KiB), 6],
    ['level 2', table(512 * KiB), 2],
    ['level 0', table(512 * KiB), 0],
    ['more bytes than our own takes', table(1100 * KiB), 6],
  ])('of %s is that of zlib', (_, plain, level) => {
    expect(piece(compressor, plain, level)).toEqual(viaZlib(plain, level))
  })

  it('is that of zlib where there is no module', () => {
    const plain = table(512 * KiB)
    expect(piece(new Compressor(null), plain, 6)).toEqual(viaZlib(plain, 6))
  })
})

describe('pieces of both kinds', () => {
  it('make one stream, whatever the content and the level', () => {
    const content = fc.constantFrom(table(150 * KiB), zeroRecords(150 * KiB), noise(150 * KiB, 'x'), table(3 * KiB))
    const level = fc.constantFrom<Level>(0, 1, 3, 6, 9)
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 5 }), level, (contents, level) => {
        const plain = Buffer.concat(contents)
        let at = 0
        const pieces = contents.map((one, i) => {
          const before = Math.min(at, WINDOW)
          const bytes = plain.subarray(at - before, at + one.length)
          at += one.length
          return piece(compressor, bytes, level, before, i === contents.length - 1)
        })
        expect(inflateRawSync(Buffer.concat(pieces)).equals(plain)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})
