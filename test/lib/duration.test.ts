import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { durationWords, formatDuration, isDuration, parseDuration } from '../../lib/duration.ts'

const units = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000, y: 31_536_000_000 }
const unit = fc.constantFrom('s', 'min', 'h', 'd', 'y') as fc.Arbitrary<keyof typeof units>

describe('durations', () => {
  it.each([
    ['0s', 0],
    ['30s', 30_000],
    ['15min', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['3y', 94_608_000_000],
    ['100y', 3_153_600_000_000],
  ])('%s is %d milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each([
    '',
    '7',
    'd',
    '7 d',
    ' 7d',
    '7d\n',
    '07d',
    '-1d',
    '+1d',
    '1.5h',
    '1e3s',
    '7D',
    '7m',
    '7ms',
    '2w',
    '101y',
    '1d2h',
    '٧d',
  ])('refuses %j', text => {
    expect(isDuration(text)).toBe(false)
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: 'WB-DURATION' }))
  })

  it('counts in the unit that was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), unit, (count, unit) => {
        expect(parseDuration(`${count}${unit}`)).toBe(count * units[unit])
      }),
    )
  })

  it('formats what parses back to the same time, in the longest unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 * 365 * 86_400 }), seconds => {
        expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
    expect(['24h', '168h', '365d', '90min', '0y'].map(text => formatDuration(parseDuration(text)))).toEqual([
      '1d',
      '7d',
      '1y',
      '90min',
      '0s',
    ])
  })

  it('formats no time that has no spelling', () => {
    for (const bad of [-1_000, 1, 1_500, Number.NaN, Number.POSITIVE_INFINITY, 101 * units.y]) {
      expect(() => formatDuration(bad)).toThrow(RangeError)
    }
  })

  it('says it in words as it was written', () => {
    expect(durationWords('24h')).toBe('24 hours')
    expect(durationWords('1d')).toBe('1 day')
    expect(durationWords('15min')).toBe('15 minutes')
    expect(durationWords('0s')).toBe('0 seconds')
    expect(() => durationWords('1.5d')).toThrow(expect.objectContaining({ code: 'WB-DURATION' }))
  })
})
