/** A row of the table: what was measured, and whether that is what is asked for. */
export interface Figure {
  readonly what: string
  readonly value: string
  readonly goal: string
  /** Empty where nothing is asked. */
  readonly verdict: '' | 'met' | 'not met'
}

/** A number and how it is written. */
export interface Quantity {
  readonly value: number
  readonly unit: string
}

export const ms = (value: number): Quantity => ({ value, unit: 'ms' })

export function plain(what: string, found: Quantity): Figure {
  return { what, value: written(found), goal: '', verdict: '' }
}

/** Met at the limit and below. */
export function atMost(what: string, found: Quantity, limit: number): Figure {
  const goal = `≤ ${written({ ...found, value: limit })}`
  return { what, value: written(found), goal, verdict: found.value <= limit ? 'met' : 'not met' }
}

/** Three digits, thousands apart. */
function written({ value, unit }: Quantity): string {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
  return `${rounded.toLocaleString('en').replaceAll(',', ' ')} ${unit}`
}

export function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

export function percentiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}
