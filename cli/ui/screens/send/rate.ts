/** How far a phase is, and the samples that its rate is reckoned from. Times in milliseconds of a clock that only goes on. */
export interface Pace {
  readonly done: number
  readonly total: number
  readonly samples: readonly { readonly at: number; readonly done: number }[]
}

export const noPace: Pace = { done: 0, total: 0, samples: [] }

/** The rate is that of the last five seconds, and is told after half a second. */
const memory = 5_000
const firstRate = 500

export function paced({ samples }: Pace, done: number, total: number, at: number): Pace {
  return { done, total, samples: [...samples.filter(sample => at - sample.at <= memory), { at, done }] }
}

/** Bytes a second; null while there is too little to tell. */
export function rateOf({ samples }: Pace): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined || last.at - first.at < firstRate) return null
  return ((last.done - first.done) / (last.at - first.at)) * 1000
}

/** Milliseconds until it is done at this rate; null where that cannot be told. */
export function timeLeft(pace: Pace): number | null {
  const rate = rateOf(pace)
  return rate === null || rate <= 0 ? null : (Math.max(0, pace.total - pace.done) / rate) * 1000
}

/** 0 to 1; of nothing all is done. */
export function shareOf({ done, total }: Pace): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0
}
