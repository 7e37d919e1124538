import type { Random } from '../ports.ts'

/**
 * `count` independent numbers, each evenly from 0 to `among` − 1 (2 ≤ `among` ≤ 65 536), by rejection sampling: take as
 * many random bits as the largest number needs, and throw away what is too large instead of folding it back.
 *
 * Worked example, `among` = 31. The largest number, 30, needs five bits, so each byte gives one candidate:
 *
 *     byte 0xE7 = 1110 0111   low five bits 0 0111 =  7   kept
 *     byte 0x5E = 0101 1110   low five bits 1 1110 = 30   kept
 *     byte 0x1F = 0001 1111   low five bits 1 1111 = 31   thrown away, another byte is drawn
 *
 * Each of the 32 candidates is equally likely, so each of the 31 kept ones is, too. The plain remainder would not do:
 * 256 = 8 × 31 + 8, so of the 256 bytes nine would give each of the numbers 0 to 7 and only eight each of the others.
 *
 * The caller owns the result and zeroes it after use; the bytes drawn are zeroed here.
 */
export function choose(count: number, among: number, random: Random): Uint16Array {
  const chosen = new Uint16Array(count)
  const bits = 32 - Math.clz32(among - 1)
  const mask = 2 ** bits - 1
  const size = bits > 8 ? 2 : 1
  let kept = 0
  for (let round = 0; round < ROUNDS; round++) {
    const drawn = random.bytes((count - kept) * size)
    if (drawn.length !== (count - kept) * size) throw new RangeError('the random source gave too few bytes')
    const view = new DataView(drawn.buffer, drawn.byteOffset, drawn.byteLength)
    for (let at = 0; at < drawn.length; at += size) {
      const candidate = (size === 2 ? view.getUint16(at) : view.getUint8(at)) & mask
      if (candidate < among) chosen[kept++] = candidate
    }
    drawn.fill(0)
    if (kept === count) return chosen
  }
  throw new Error('the random source is stuck')
}

/** Less than half of all candidates are thrown away, so a sound source needs this many rounds once in 2^200 times. */
const ROUNDS = 200
