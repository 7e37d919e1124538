import { describe, expect, it } from 'vitest'
import { median, ratio } from '../../bench/figures.ts'
import { judge } from '../../bench/goal.ts'
import { goals } from '../../bench/goals.ts'
import { fastestPeer, ourFastest } from '../../bench/peer.ts'
import type { Results } from '../../bench/results.ts'
import { outcome, results } from './results.ts'

/** The verdict on the goal whose text holds `what`, as `verdict value by`. */
function verdictOn(of: string, what: string, found: Results) {
  const all = goals.filter(goal => goal.of === of && goal.what.includes(what))
  const chosen = all.length > 1 ? all.filter(goal => goal.what === what) : all
  expect(chosen).toHaveLength(1)
  const [{ verdict, found: figure } = { verdict: '', found: null }] = judge(chosen, found)
  return figure === null ? verdict : `${verdict} ${figure.value.toFixed(3)} ${figure.by}`
}

describe('a ratio', () => {
  it('is the median of those of the rounds that both ran', () => {
    const ours = outcome('waybill 6', [1, 4, 3], 100)
    expect(ratio(ours, outcome('bsdtar', [2, 4, 4], 100))).toBe(0.75)
    expect(ratio(ours, outcome('archiver', [10], 100))).toBe(0.1)
    expect(ratio(ours, outcome('none', [], 100))).toBeNull()
  })

  it('has a median between two', () => {
    expect([median([]), median([3, 1]), median([9, 1, 2])]).toEqual([null, 2, 2])
  })
})

describe('who is compared with whom', () => {
  const all = [
    outcome('waybill 4', [3], 1_100),
    outcome('waybill 6', [5], 1_000),
    outcome('waybill 6 --check', [1], 1_000, { work: 'pack and check' }),
    outcome('fast and large', [1], 2_000),
    outcome('slow and as large', [9], 1_004),
    outcome('slower and small', [20], 900),
    outcome('failed', [], null),
  ]
  const [four, six] = all

  it('the fastest peer is one whose archive is of our size or smaller', () => {
    expect(four && fastestPeer(four, all)?.id).toBe('slow and as large')
    expect(six && fastestPeer(six, all)?.id).toBe('slow and as large')
    expect(fastestPeer(outcome('waybill 9', [5], 800), all)).toBeNull()
  })

  it('our fastest is one that packs and no more, within the size', () => {
    const peer = outcome('bsdtar', [9], 1_000)
    expect(ourFastest(all, peer, 1.2)?.id).toBe('waybill 4')
    expect(ourFastest(all, peer, 1)?.id).toBe('waybill 6')
    expect(ourFastest(all, peer, 0.9)).toBeNull()
  })
})

describe('a goal', () => {
  const packed = (walls: readonly number[], bytes: number) =>
    results({ packing: { 'export.csv': [outcome('waybill 6', walls, bytes), outcome('bsdtar', [10, 10], 1_000)] } })

  it.each([
    [[2, 2.8], 1_000, 'stretch met 0.240 <waybill 6>'],
    [[3.7, 3.7], 1_000, 'met 0.370 <waybill 6>'],
    [[3.8, 3.8], 1_000, 'not met 0.380 <waybill 6>'],
    [[1, 1], 1_001, 'not met Infinity no level of ours is that small'],
  ])('%j seconds and %i bytes: %s', (walls, bytes, verdict) => {
    expect(verdictOn('export.csv', 'bsdtar', packed(walls, bytes))).toBe(verdict)
  })

  it('of a factor is met from its limit upwards', () => {
    const times = (wall: number) =>
      results({ packing: { random: [outcome('waybill 6', [wall], 1_000), outcome('zipjs', [16], 1_000)] } })
    expect(verdictOn('random', 'in the time of zip.js', times(2))).toBe('not measured')
    expect(verdictOn('random', 'as fast as zip.js', times(2))).toBe('met 8.000 <waybill 6>')
    expect(verdictOn('random', 'as fast as zip.js', times(2.1))).toMatch(/^not met/)
  })

  it('on memory takes the largest of all runs, and says whose it was', () => {
    const heavy = { runs: [{ wall: 1, cpu: 1, peak: 300, bytes: 1 }] }
    const memory = [
      { mebibytes: 4096, packing: outcome('waybill 6', [1], 1, heavy), checked: outcome('waybill 6', [1], 1) },
    ]
    expect(verdictOn('all', 'memory of packing', results({ memory }))).toMatch(/^not met 300.000 .*4096 MiB/)
  })

  it.each(['workers and files', 'breaking off, until', 'redraws of'])('is not measured where nothing was: %s', what => {
    expect(verdictOn('all', what, results())).toBe('not measured')
  })

  it('is missed by one thread that is left', () => {
    const cancelling = [{ work: 'seal', after: 1, took: 201, threadsLeft: 1, filesLeft: 0 }]
    expect(verdictOn('all', 'workers and files', results({ cancelling }))).toBe('not met 1.000 seal')
    expect(verdictOn('all', 'breaking off, until', results({ cancelling }))).toBe('not met 201.000 seal')
  })
})
