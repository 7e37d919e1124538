import { describe, expect, it } from 'vitest'
import { choose } from '../../../lib/password/choose.ts'
import type { Random } from '../../../lib/ports.ts'
import { seededRandom } from '../../support/world.ts'
import { chiSquare, chiSquareLimits } from './chi-square.ts'

/** A source that gives these bytes, then zeros. */
function scripted(...script: number[]): Random {
  return { bytes: length => Uint8Array.from({ length }, () => script.shift() ?? 0) }
}

describe('choose', () => {
  it('does what the worked example says', () => {
    expect([...choose(3, 31, scripted(0xe7, 0x5e, 0x1f, 0x04))]).toEqual([7, 30, 4])
  })

  it('reads two bytes, the high one first, for more than 256 choices', () => {
    expect([...choose(2, 7776, scripted(0xe1, 0x02, 0x1e, 0x60, 0x1e, 0x5f))]).toEqual([0x0102, 7775])
  })

  it('reaches both ends of every range', () => {
    for (const among of [2, 3, 31, 32, 33, 56, 255, 256, 257, 7776, 65_536]) {
      const highest = among - 1
      const bytes = among > 256 ? [highest >> 8, highest & 0xff, 0, 0] : [highest, 0]
      expect([...choose(2, among, scripted(...bytes))]).toEqual([highest, 0])
    }
  })

  it('zeroes what it drew', () => {
    const given: Uint8Array[] = []
    const source = seededRandom('zeroed')
    const spy: Random = {
      bytes(length) {
        const bytes = source.bytes(length)
        given.push(bytes)
        return bytes
      },
    }
    choose(50, 56, spy)
    expect(given.length).toBeGreaterThan(1)
    expect(given.every(bytes => bytes.every(byte => byte === 0))).toBe(true)
  })

  it('stops on a source that is stuck or gives too little, rather than loop or guess', () => {
    expect(() => choose(4, 31, { bytes: length => new Uint8Array(length).fill(0xff) })).toThrow('stuck')
    expect(() => choose(4, 31, { bytes: () => new Uint8Array(0) })).toThrow(RangeError)
  })

  it.each([31, 56, 7776])('is flat over 10^6 choices among %i', among => {
    const random = seededRandom(`flat ${among}`)
    const counts = new Float64Array(among)
    for (let block = 0; block < 2_000; block++) {
      for (const choice of choose(500, among, random)) counts[choice] = (counts[choice] ?? 0) + 1
    }
    const [low, high] = chiSquareLimits(among - 1)
    expect(chiSquare(counts)).toBeGreaterThan(low)
    expect(chiSquare(counts)).toBeLessThan(high)
  })

  it('is measured by a statistic that sees the bias of a plain remainder', () => {
    const random = seededRandom('remainder')
    const counts = new Float64Array(31)
    for (let block = 0; block < 2_000; block++) {
      for (const byte of random.bytes(500)) counts[byte % 31] = (counts[byte % 31] ?? 0) + 1
    }
    expect(chiSquare(counts)).toBeGreaterThan(chiSquareLimits(30)[1] * 10)
  })
})
