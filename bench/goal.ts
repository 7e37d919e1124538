/** What is asked for, and whether one run of the bench shows it. */

import type { Results } from './results.ts'

export interface Goal {
  readonly of: string
  readonly what: string
  readonly limit: number
  /** A limit that is hoped for; null where there is none. */
  readonly stretch: number | null
  /** `most`: met at the limit and below; `least`: at the limit and above. */
  readonly kind: 'most' | 'least'
  readonly unit: '×' | 'MiB' | 'ms' | '%' | 'a second' | 'left'
  readonly find: (results: Results) => Found | null
}

/** A figure, and what it was found with. */
export interface Found {
  readonly value: number
  readonly by: string
}

export interface Verdict {
  readonly goal: Goal
  /** Null: not measured in this run. */
  readonly found: Found | null
  readonly verdict: 'met' | 'stretch met' | 'not met' | 'not measured'
}

export function judge(goals: readonly Goal[], results: Results): Verdict[] {
  return goals.map(goal => {
    const found = goal.find(results)
    const reached = (limit: number | null) =>
      found !== null && limit !== null && (goal.kind === 'most' ? found.value <= limit : found.value >= limit)
    const verdict =
      found === null ? 'not measured' : reached(goal.stretch) ? 'stretch met' : reached(goal.limit) ? 'met' : 'not met'
    return { goal, found, verdict }
  })
}
