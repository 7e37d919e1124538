/** How the figure of each goal is found in the results; null wherever this run did not measure it. */
import type { CorpusName } from './corpora/corpus.ts'
import { peak, ratio } from './figures.ts'
import type { Found } from './goal.ts'
import { ourFastest } from './peer.ts'
import type { Outcome, Results } from './results.ts'

/** Our fastest level whose archive is at most `tolerance` times as large as the peer's, in its time. */
export function packed(corpus: CorpusName, peer: string, tolerance: number) {
  return (results: Results): Found | null => {
    const all = results.packing[corpus] ?? []
    const theirs = named(all, peer)
    if (theirs === null) return null
    const ours = ourFastest(all, theirs, tolerance)
    return ours === null
      ? { value: Number.POSITIVE_INFINITY, by: 'no level of ours is that small' }
      : against(ours, theirs)
  }
}

/** The one of ours that does this work, in the time of the peer's packing. */
export function worked(corpus: CorpusName, work: Outcome['work'], peer: string, level: number) {
  return (results: Results): Found | null => {
    const all = results.packing[corpus] ?? []
    const ours = all.find(one => one.maker === 'waybill' && one.work === work && one.level === level)
    const theirs = named(all, peer)
    return ours && theirs ? against(ours, theirs) : null
  }
}

export function readBy(corpus: CorpusName, peer: string) {
  return ({ reading }: Results): Found | null => {
    const [ours, theirs] = [named(reading[corpus] ?? [], 'waybill'), named(reading[corpus] ?? [], peer)]
    return ours && theirs && against(ours, theirs)
  }
}

/** How many times as fast as the peer, at its size. */
export function faster(corpus: CorpusName, peer: string, tolerance: number) {
  return (results: Results): Found | null => {
    const found = packed(corpus, peer, tolerance)(results)
    return found && { ...found, value: 1 / found.value }
  }
}

function against(ours: Outcome, theirs: Outcome): Found | null {
  const value = ratio(ours, theirs)
  return value === null ? null : { value, by: ours.label }
}

function named(outcomes: readonly Outcome[], id: string): Outcome | null {
  return outcomes.find(one => one.id === id && one.runs.length > 0) ?? null
}

/** The largest figure and whose it is; null where there are none. */
function largest(figures: readonly (Found | null)[]): Found | null {
  return figures.reduce((most, one) => (one !== null && (most === null || one.value > most.value) ? one : most), null)
}

export function peaks(work: readonly Outcome['work'][]) {
  return ({ packing, levels, memory }: Results): Found | null => {
    const sized = memory.flatMap(({ mebibytes, packing, checked }) =>
      [packing, checked].map(one => ({ ...one, label: `${one.label}, ${mebibytes} MiB of export.csv` })),
    )
    const ofCorpora = Object.entries(packing).flatMap(([name, all]) =>
      (all ?? []).map(one => ({ ...one, label: `${one.label}, ${name}` })),
    )
    const ours = [...sized, ...ofCorpora, ...levels.map(({ waybill }) => waybill)].filter(
      one => one.maker === 'waybill' && work.includes(one.work),
    )
    return largest(ours.map(one => ({ value: peak(one) ?? 0, by: one.label })).filter(({ value }) => value > 0))
  }
}

export function overFloor({ levels }: Results): Found | null {
  return largest(levels.map(({ waybill, floor }) => against(waybill, floor)))
}

export function slowestEnd({ cancelling }: Results): Found | null {
  return largest(cancelling.map(({ took, work }) => ({ value: took, by: work })))
}

export function leftBehind({ cancelling }: Results): Found | null {
  return largest(cancelling.map(({ threadsLeft, filesLeft, work }) => ({ value: threadsLeft + filesLeft, by: work })))
}

export function mostRedraws({ redraws }: Results): Found | null {
  return largest(redraws.map(({ most, work }) => ({ value: most, by: work })))
}

export function redrawShare({ redraws }: Results): Found | null {
  return largest(redraws.map(({ drawing, whole, work }) => ({ value: (100 * drawing) / whole, by: work })))
}
