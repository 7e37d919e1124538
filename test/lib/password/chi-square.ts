/** Pearson's statistic of `counts` against all cells being equally likely; `counts.length` − 1 degrees of freedom. */
export function chiSquare(counts: Float64Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/**
 * Between these lies the statistic of a flat source 998 times in 1 000 (Wilson and Hilferty's approximation; for 30
 * degrees 11.6 to 59.7, as the tables have it). Below the lower one the counts are too even to be random.
 */
export function chiSquareLimits(degrees: number): [low: number, high: number] {
  const spread = 2 / (9 * degrees)
  const at = (z: number) => degrees * (1 - spread + z * Math.sqrt(spread)) ** 3
  return [at(-3.0902), at(3.0902)]
}
