import { middle, size } from './figures.ts'
import type { Outcome } from './results.ts'

/** An archive half a percent larger counts as one of the same size. */
const SAME_SIZE = 1.005

/** The peer that was fastest among those whose archive is of the same size as ours or smaller; null where there is none. */
export function fastestPeer(ours: Outcome, all: readonly Outcome[]): Outcome | null {
  const most = (size(ours) ?? 0) * SAME_SIZE
  return fastest(all.filter(one => one.maker === 'peer' && (size(one) ?? Number.POSITIVE_INFINITY) <= most))
}

/** Our fastest of those that pack and no more, whose archive is at most `tolerance` times as large as the peer's. */
export function ourFastest(all: readonly Outcome[], than: Outcome, tolerance: number): Outcome | null {
  const most = (size(than) ?? 0) * tolerance
  return fastest(
    all.filter(
      one => one.maker === 'waybill' && one.work === 'pack' && (size(one) ?? Number.POSITIVE_INFINITY) <= most,
    ),
  )
}

/** Least wall time, by the median of its rounds. */
export function fastest(outcomes: readonly Outcome[]): Outcome | null {
  const least = (one: Outcome) => middle(one, 'wall') ?? Number.POSITIVE_INFINITY
  return outcomes.filter(({ runs }) => runs.length > 0).sort((a, b) => least(a) - least(b))[0] ?? null
}
