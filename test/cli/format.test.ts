import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as format from '../../cli/format.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

describe('share', () => {
  it.each<[number, number, string]>([
    [0, 999, '0 of 999 B'],
    [400, 1700, '0.4 of 1.7 kB'],
    [3_000_000, 12_400_000, '3 of 12 MB'],
    [999_499_999, 1_000_000_000, '1.0 of 1.0 GB'],
    [0, 0, '0 of 0 B'],
  ])('%d of %d is %s', (done, total, text) => expect(format.share(done, total)).toBe(text))
})

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.00 kB'],
    [1_024, '1.02 kB'],
    [9_994, '9.99 kB'],
    [9_996, '10.0 kB'],
    [99_960, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [12_400_000, '12.4 MB'],
    [5 * 2 ** 30, '5.37 GB'],
    [Number.MAX_SAFE_INTEGER, '9.01 PB'],
  ])('%i is %s', (count, text) => expect(format.bytes(count)).toBe(text))

  it('always has three digits from a kilobyte on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: Number.MAX_SAFE_INTEGER }), count => {
        expect(format.bytes(count)).toMatch(/^(\d\.\d\d|\d\d\.\d|\d\d\d) [kMGTP]B$/)
      }),
    )
  })
})

describe('duration, countdown, relative', () => {
  it.each([
    [0, '0.0 s'],
    [420, '0.4 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_600, '1 min'],
    [200 * second, '3 min 20 s'],
    [2 * hour + 5 * minute + 59 * second, '2 h 5 min'],
    [3 * day + 4 * hour, '3 d 4 h'],
    [day, '1 d'],
  ])('%i ms are %s', (length, text) => expect(format.duration(length)).toBe(text))

  it.each([
    [-5, '0:00'],
    [1, '0:01'],
    [7_000, '0:07'],
    [12 * minute + 40 * second, '12:40'],
    [hour + 2 * minute + 3 * second, '1:02:03'],
  ])('%i ms count down as %s', (length, text) => expect(format.countdown(length)).toBe(text))

  it.each([
    [-59 * second, 'just now'],
    [-5 * minute, '5 min ago'],
    [-3.9 * hour, '3 h ago'],
    [-2 * day, '2 d ago'],
    [6.5 * day, 'in 6 d'],
  ])('%i ms from now is %s', (from, text) => expect(format.relative(1e12 + from, 1e12)).toBe(text))
})

describe('dates', () => {
  const winter = Date.UTC(2026, 0, 5, 9, 0, 0)
  const summer = Date.UTC(2026, 6, 5, 23, 30, 59)
  it('are in UTC or in a zone', () => {
    expect(format.utc(winter)).toBe('2026-01-05 09:00:00 UTC')
    expect(format.local(winter, 'Europe/Berlin')).toBe('2026-01-05 10:00:00 +01:00')
    expect(format.local(summer, 'Europe/Berlin')).toBe('2026-07-06 01:30:59 +02:00')
    expect(format.local(winter, 'America/St_Johns')).toBe('2026-01-05 05:30:00 -03:30')
    expect(format.local(winter, 'UTC')).toBe('2026-01-05 09:00:00 +00:00')
  })
  it('use the zone of the system without one', () => {
    expect(format.local(winter)).toBe(format.local(winter, Intl.DateTimeFormat().resolvedOptions().timeZone))
  })
})

describe('counts', () => {
  it('agree in number', () => {
    expect(format.count(0, 'file')).toBe('no files')
    expect(format.count(1, 'file')).toBe('1 file')
    expect(format.count(12_400, 'file')).toBe('12,400 files')
    expect(format.count(2, 'entry', 'entries')).toBe('2 entries')
  })
  it('are grouped, or lists', () => {
    expect([999, 1_000, 1_234_567].map(format.number)).toEqual(['999', '1,000', '1,234,567'])
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(items => format.list(items))).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ])
    expect(format.list(['a', 'b'], 'or')).toBe('a or b')
  })
})
