import { expect, it } from 'vitest'
import { shuffled } from '../../lib/shuffle.ts'
import { seededRandom } from '../support/world.ts'

it('every order is equally likely', () => {
  const random = seededRandom(4)
  const counts = new Map<string, number>()
  const runs = 24_000
  for (let run = 0; run < runs; run++) {
    const order = shuffled(['a', 'b', 'c', 'd'], random).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(24)
  const expected = runs / 24
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // 23 degrees of freedom: 49.7 is passed once in a thousand.
  expect(chiSquare).toBeLessThan(49.7)
})

it('throws away what would make some orders likelier', () => {
  // 0xffffffff lies above the last whole multiple of 3.
  const draws = [0xff_ff_ff_ff, 1, 0]
  const random = {
    bytes: () => {
      const bytes = new Uint8Array(4)
      new DataView(bytes.buffer).setUint32(0, draws.shift() ?? 0)
      return bytes
    },
  }
  expect(shuffled(['a', 'b', 'c'], random)).toEqual(['b', 'a', 'c'])
  expect(draws).toEqual([])
})

it('leaves what it was given', () => {
  const values = [1, 2, 3]
  shuffled(values, seededRandom(1))
  expect(values).toEqual([1, 2, 3])
  expect(shuffled([], seededRandom(1))).toEqual([])
})
