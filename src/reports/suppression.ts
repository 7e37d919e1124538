/**
 * Counts of a table that nobody can be found in. Groups of one to four are suppressed, and with them a larger group, so
 * that no sum gives them back. Who reads the table and knows this very rule is left with at least two values for every
 * suppressed cell (test/src/reports/suppression.test.ts tries all tables; docs/decisions/0030 has the argument).
 *
 * Which larger group goes does not depend on its size: it is the first one in the order of the table. The smallest or
 * the largest would itself tell something.
 */

/** Groups that are smaller tell about people. */
export const leastGroup = 5
/** Below so many, only the total is given. */
export const leastTotal = 10

export interface Cell {
  readonly name: string
  readonly count: number
}

/** Null: suppressed. */
export interface ShownCell {
  readonly name: string
  readonly count: number | null
}

/** The rows with something in them, in their order; null: the table is withheld as a whole. */
export type ShownTable = readonly ShownCell[] | null

/** A total: null where it is one to four. */
export function shownTotal(total: number): number | null {
  return isSmall(total) ? null : total
}

/** A table over `total` things. Rows without anything are left out. */
export function suppress(cells: readonly Cell[], total: number): ShownTable {
  if (total < leastTotal) return total === 0 ? [] : null
  const filled = cells.filter(({ count }) => count > 0)
  const small = filled.filter(({ count }) => isSmall(count))
  const large = filled.filter(({ count }) => !isSmall(count))
  if (small.length > 0 && large.length === 0 && areTiny(small)) return null
  const hidden = new Set(small.length === 0 ? [] : [...small, ...also(small, large)])
  return filled.map(cell => ({ name: cell.name, count: hidden.has(cell) ? null : cell.count }))
}

/** The larger groups that go too: one, or two where one of just five beside single ones would be told by their sum. */
function also(small: readonly Cell[], large: readonly Cell[]): readonly Cell[] {
  const isTold = large[0]?.count === leastGroup && small.every(({ count }) => count === 1)
  return large.slice(0, isTold ? 2 : 1)
}

/** Two at most in the mean: that there is something in each row would tell how much. */
function areTiny(small: readonly Cell[]): boolean {
  return small.reduce((sum, { count }) => sum + count, 0) <= 2 * small.length
}

function isSmall(count: number): boolean {
  return count > 0 && count < leastGroup
}
