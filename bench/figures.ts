/** Figures of several runs, and how they are written. */
import type { Outcome, Run } from './results.ts'

export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Median over the rounds; null where there was none. */
export function middle(outcome: Outcome, figure: Exclude<keyof Run, 'bytes'>): number | null {
  return median(outcome.runs.map(run => run[figure]))
}

/** Bytes of what was made: the largest of the rounds, since a salt or a padding may differ. Null for a reader. */
export function size({ runs }: Outcome): number | null {
  const sizes = runs.flatMap(({ bytes }) => bytes ?? [])
  return sizes.length === 0 ? null : Math.max(...sizes)
}

export function peak({ runs }: Outcome): number | null {
  return runs.length === 0 ? null : Math.max(...runs.map(run => run.peak))
}

/**
 * How much time `ours` took for each second of `theirs`: the median of the ratios of the rounds that both ran, because
 * what slows a round down slows both. Null where they share no round.
 */
export function ratio(ours: Outcome, theirs: Outcome): number | null {
  return median(
    ours.runs.flatMap((run, round) => {
      const other = theirs.runs[round]
      return other === undefined ? [] : run.wall / other.wall
    }),
  )
}

export function seconds(value: number): string {
  return (value < 10 ? value.toFixed(2) : value.toFixed(1)).padStart(6)
}

export function mebibytes(value: number): string {
  return value.toFixed(0).padStart(4)
}

export function times(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ×`
}
