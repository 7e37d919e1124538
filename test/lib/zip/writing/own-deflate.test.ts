import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, crc32, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { deflatePiece, PIECE, WINDOW } from '../../../../lib/zip/writing/deflate.ts'
import { compileDeflation } from '../../../../lib/zip/writing/modules.ts'
import { OwnDeflate, type OwnLevel, ownPieceBound } from '../../../../lib/zip/writing/own-deflate.ts'
import { built } from '../../../support/built.ts'
import { noise, table } from '../../../support/noise.ts'
import { sevenZip } from '../../../support/sevenzip.ts'

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const satisfies readonly OwnLevel[]
let module: WebAssembly.Module
let own: OwnDeflate

beforeAll(async () => {
  await built()
  const compiled = await compileDeflation()
  if (compiled === null) throw new Error('this Node has SIMD and the build has made the module')
  module = compiled
  own = new OwnDeflate(module)
})

/** The piece of `bytes` from `dictionary` on. */
function piece(bytes: Uint8Array, dictionary: number, level: OwnLevel, last: boolean, by = own): Buffer {
  const out = new Uint8Array(ownPieceBound(bytes.length - dictionary))
  return Buffer.from(out.subarray(0, by.deflate(bytes, dictionary, level, last, out)))
}

/** zlib gives back what went in, and the piece is what it says it is. */
function proveRight(bytes: Uint8Array, dictionary: number, level: OwnLevel, last: boolean): void {
  const made = piece(bytes, dictionary, level, last)
  const plain = inflateRawSync(made, {
    finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    ...(dictionary > 0 && { dictionary: bytes.subarray(0, dictionary) }),
  })
  expect(plain.equals(bytes.subarray(dictionary)), `level ${level}`).toBe(true)
  if (!last) expect(made.subarray(-4).toString('hex'), 'a flush').toBe('0000ffff')
}

/** One stream of pieces, as the writer makes it. */
function inPieces(bytes: Uint8Array, length: number, level: OwnLevel): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += length) {
    const from = Math.max(0, at - WINDOW)
    pieces.push(piece(bytes.subarray(from, at + length), at - from, level, at + length >= bytes.length))
  }
  return Buffer.concat(pieces)
}

/** Each symbol as often as a Fibonacci number says: the deepest tree for so many bytes. */
function skewed(symbols: number): Uint8Array {
  const counts = [1, 1]
  while (counts.length < symbols) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0))
  const bytes = counts.flatMap((count, symbol) => Array<number>(count).fill(symbol))
  const order = Buffer.from(noise(4 * bytes.length, 'order').buffer)
  const keys = bytes.map((byte, i) => [order.readUInt32LE(4 * i), byte] as const)
  return Uint8Array.from(keys.sort((a, b) => a[0] - b[0]).map(([, byte]) => byte))
}

function fibonacciWord(length: number): Uint8Array {
  let [word, before] = ['ab', 'a']
  while (word.length < length) [word, before] = [word + before, word]
  return Buffer.from(word.slice(0, length))
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.array(fc.constantFrom(1, 2, 3), { maxLength: 3000 }).map(list => Uint8Array.from(list)),
  // copies from afar, long and short, over noise
  fc.array(fc.tuple(fc.nat(60_000), fc.nat(700), fc.nat(40)), { maxLength: 60 }).map(copies => {
    const made: number[] = [...noise(50, 'copies')]
    for (const [back, length, fresh] of copies) {
      const from = Math.max(0, made.length - 1 - back)
      for (let i = 0; i < length; i++) made.push(made[from + i] ?? 0)
      made.push(...noise(fresh, `${back}`))
    }
    return Uint8Array.from(made)
  }),
)

/** Bytes that end as an earlier place does that `zeros` zeros follow, `beyond` bytes into the search's next stretch of 16 KiB. */
function endingBeforeZeros(beyond: number, zeros: number): Uint8Array {
  const ending = Buffer.from('abcdef')
  const between = 16_384 + beyond - 2 * ending.length - zeros
  return Buffer.concat([ending, new Uint8Array(zeros), table(between), ending])
}

describe('the end of a piece', () => {
  it('is the end of its last match, wherever the search stops before it', () => {
    for (let beyond = 0; beyond <= 17; beyond++) {
      for (const zeros of [1, 4, 9, 20]) {
        const bytes = endingBeforeZeros(beyond, zeros)
        for (const level of [1, 2, 3, 4, 5, 6, 7, 8, 9] as const) proveRight(bytes, 0, level, true)
      }
    }
  })
})

describe('our own deflate', () => {
  it('is inflated by zlib to what went in, whatever the bytes, the dictionary and the level', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...levels),
        fc.boolean(),
        (of, part, level, last) => {
          proveRight(of, Math.min(WINDOW, Math.floor(of.length * part)), level, last)
        },
      ),
      { numRuns: 600 },
    )
  })

  const hard: Readonly<Record<string, () => Uint8Array>> = {
    nothing: () => new Uint8Array(0),
    'one byte': () => Uint8Array.of(65),
    zeros: () => new Uint8Array(PIECE),
    'one symbol, no matches': () => Uint8Array.of(7, 7),
    'a period of three': () => Buffer.alloc(300_000, 'abc'),
    'a period of the window': () => Buffer.alloc(200_000, noise(WINDOW, 'period')),
    'a period one longer': () => Buffer.alloc(200_000, noise(WINDOW + 1, 'period')),
    'the Fibonacci word': () => fibonacciWord(300_000),
    noise: () => noise(PIECE, 'hard'),
    'noise and a table in turn': () =>
      Buffer.concat([noise(90_000, 'a'), table(90_000), noise(90_000, 'b'), table(90_000)]),
    'codes at their longest': () => skewed(24),
    'all bytes once': () => Uint8Array.from({ length: 256 }, (_, i) => i),
    table: () => table(PIECE),
    'a zero tail that repeats beyond the end': () =>
      Buffer.concat([noise(5000, 'c'), new Uint8Array(9), noise(99, 'd'), new Uint8Array(5)]),
  }
  it.each(Object.entries(hard))('masters %s', (_, make) => {
    const of = make()
    for (const level of levels) {
      for (const last of [false, true]) proveRight(of, 0, level, last)
      proveRight(of, Math.min(WINDOW, of.length >> 1), level, true)
    }
  })

  it('joins to one stream, which zlib and 7-Zip read', async () => {
    const whole = Buffer.concat([table(150_000), noise(70_000, 'join'), new Uint8Array(50_000), table(90_000)])
    const directory = mkdtempSync(join(tmpdir(), 'own-deflate-'))
    try {
      for (const level of levels) {
        const stream = inPieces(whole, 40_001, level)
        expect(inflateRawSync(stream).equals(whole), `level ${level}`).toBe(true)
        const trailer = Buffer.alloc(8)
        trailer.writeUInt32LE(crc32(whole), 0)
        trailer.writeUInt32LE(whole.length, 4)
        // RFC 1952: no name, no time
        const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
        writeFileSync(join(directory, `${level}.gz`), Buffer.concat([header, stream, trailer]))
      }
      const { status, output } = await sevenZip(directory, 't', '*.gz')
      expect(status, output).toBe(0)
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('knows what stood before a piece', () => {
    const block = noise(30_000, 'twice')
    expect(piece(Buffer.concat([block, block]), 30_000, 1, true).length).toBeLessThan(300)
    const apart = inPieces(table(PIECE), 64 * 1024, 6)
    expect(apart.length / piece(table(PIECE), 0, 6, true).length).toBeLessThan(1.02)
  })

  it('stores what does not compress, within the bound', () => {
    for (const length of [0, 1, 65_535, 65_536, 300_000, PIECE]) {
      const made = piece(noise(length, 'stored'), 0, 9, false)
      expect(made.length).toBeLessThanOrEqual(ownPieceBound(length))
      expect(made.length).toBeGreaterThan(length)
    }
  })

  it('gives the same piece again, whatever was made before and by whichever instance', () => {
    const of = table(200_000)
    const first = piece(of, 20_000, 6, false)
    piece(noise(PIECE, 'between'), 0, 9, true)
    piece(new Uint8Array(5000), 0, 6, true)
    own.wipe()
    expect(piece(of, 20_000, 6, false).equals(first)).toBe(true)
    expect(piece(of, 20_000, 6, false, new OwnDeflate(module)).equals(first)).toBe(true)
  })

  it('makes no larger pieces than zlib at the same level', async () => {
    const of = table(PIECE)
    for (const level of levels) {
      const theirs = await deflatePiece(of, { level, dictionary: new Uint8Array(0), last: true })
      expect(piece(of, 0, level, true).length, `level ${level}`).toBeLessThanOrEqual(1.003 * theirs.length)
    }
  })

  it('refuses what is no piece', () => {
    const out = new Uint8Array(ownPieceBound(PIECE))
    expect(() => own.deflate(new Uint8Array(PIECE + 1), 0, 6, true, out)).toThrow(RangeError)
    expect(() => own.deflate(new Uint8Array(WINDOW + 1), WINDOW + 1, 6, true, out)).toThrow(RangeError)
    expect(() => own.deflate(new Uint8Array(1), 2, 6, true, out)).toThrow(RangeError)
    expect(() => own.deflate(new Uint8Array(100), 0, 6, true, new Uint8Array(100))).toThrow(RangeError)
  })
})
