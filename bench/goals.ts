/** The goals of the speed issue, for two cores. */
import type { CorpusName } from './corpora/corpus.ts'
import type { Found, Goal } from './goal.ts'
import * as figure from './goal-figures.ts'
import type { Results } from './results.ts'

type Find = (results: Results) => Found | null

/** Any size will do. */
const any = Number.POSITIVE_INFINITY

/** A share of the peer's time, at most `limit`. */
function share(of: CorpusName, what: string, limit: number, find: Find, stretch: number | null = null): Goal {
  return { of, what, limit, stretch, kind: 'most', unit: '×', find }
}

/** At least so many times as fast. */
function factor(of: CorpusName, what: string, limit: number, find: Find): Goal {
  return { of, what, limit, stretch: null, kind: 'least', unit: '×', find }
}

function bound(what: string, limit: number, unit: Goal['unit'], find: Find, stretch: number | null = null): Goal {
  return { of: 'all', what, limit, stretch, kind: 'most', unit, find }
}

function reading(of: CorpusName): Goal[] {
  return [
    share(of, 'reading, all authenticated, in the time of `7z t`', 0.6, figure.readBy(of, '7-zip')),
    share(of, 'reading, all authenticated, in the time of zip.js', 0.2, figure.readBy(of, 'zipjs')),
  ]
}

const { packed, worked, faster, peaks } = figure
const SEVEN_ZIP = '7-zip 1'

export const goals: readonly Goal[] = [
  share(
    'export.csv',
    'packing to 7-Zip -mx=1’s size × 1.005 at most, in its time',
    0.35,
    packed('export.csv', SEVEN_ZIP, 1.005),
    0.25,
  ),
  share('export.csv', 'packing to bsdtar’s size at most, in its time', 0.37, packed('export.csv', 'bsdtar', 1), 0.28),
  share(
    'export.csv',
    'packing and check, in the time 7-Zip -mx=1 packs',
    0.6,
    worked('export.csv', 'pack and check', SEVEN_ZIP, 4),
  ),
  share('export.csv', 'every level, in the time of its floor', 1.2, figure.overFloor),
  factor('export.csv', 'packing to zip.js’s size, as fast as zip.js', 2.5, faster('export.csv', 'zipjs', 1.005)),
  share('mixed', 'packing to bsdtar’s size at most, in its time', 0.36, packed('mixed', 'bsdtar', 1)),
  share('mixed', 'packing to 7-Zip -mx=1’s size at most, in its time', 0.85, packed('mixed', SEVEN_ZIP, 1), 0.55),
  share('tiny', 'packing, in the time of 7-Zip -mx=1', 0.95, packed('tiny', SEVEN_ZIP, any), 0.7),
  share('tiny', 'one inner ZIP (wrap), in the time of 7-Zip -mx=1', 0.4, worked('tiny', 'wrap', SEVEN_ZIP, 6)),
  factor('tiny', 'packing, as fast as zip.js', 8, faster('tiny', 'zipjs', any)),
  share('random', 'packing, in the time of 7-Zip store', 0.75, packed('random', '7-zip 0', any), 0.5),
  factor('random', 'packing, as fast as zip.js', 8, faster('random', 'zipjs', any)),
  ...(['export.csv', 'mixed', 'tiny', 'random'] as const).flatMap(reading),
  bound('memory of packing', 260, 'MiB', peaks(['pack', 'wrap']), 160),
  bound('memory of packing and check', 400, 'MiB', peaks(['pack and check'])),
  bound('breaking off, until nothing runs any more', 200, 'ms', figure.slowestEnd),
  bound('workers and files left behind by breaking off', 0, 'left', figure.leftBehind),
  bound('redraws of the progress line', 20, 'a second', figure.mostRedraws),
  bound('redraws, of the time of the run', 1, '%', figure.redrawShare),
]
