import type { Random } from './ports.ts'

/** The same values in a random order, each of the n! orders equally likely (Knuth, TAOCP 3.4.2, algorithm P). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const left = [...values]
  const result: T[] = []
  while (left.length > 0) {
    // The last one takes the place of the one that is drawn: every step is short.
    const at = below(left.length, random)
    const last = left.splice(-1)
    result.push(...(at === left.length ? last : left.splice(at, 1, ...last)))
  }
  return result
}

/**
 * A whole number from 0 to `limit` - 1, at most 2^32, all equally likely: what lies above the last whole multiple of `limit` is
 * thrown away. For 3 that is 4 294 967 295 alone: 0 to 4 294 967 294 are 1 431 655 765 times each rest.
 */
function below(limit: number, random: Random): number {
  const fair = 2 ** 32 - (2 ** 32 % limit)
  for (;;) {
    const bytes = random.bytes(4)
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
    if (value < fair) return value % limit
  }
}
