import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromDosTime, toDosTime } from '../../../lib/zip/records-time.ts'

const first = Date.UTC(1980, 0, 1)
const last = Date.UTC(2107, 11, 31, 23, 59, 58)

describe('MS-DOS time', () => {
  it('has the bits of APPNOTE 4.4.6', () => {
    // 5 January 2026, 09:30:14 → date 46 << 9 | 1 << 5 | 5, time 9 << 11 | 30 << 5 | 7
    expect(toDosTime(Date.UTC(2026, 0, 5, 9, 30, 15))).toBe(0x5c25_4bc7)
  })

  it('comes back, rounded down to two seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: first, max: last + 1999 }), ms => {
        expect(fromDosTime(toDosTime(ms))).toBe(ms - (ms % 2000))
      }),
    )
  })

  it('says the nearest where it cannot say more', () => {
    expect(fromDosTime(toDosTime(0))).toBe(first)
    expect(fromDosTime(toDosTime(Date.UTC(2200, 0, 1)))).toBe(last)
  })

  it('every number is a time that comes back, or none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), dosTime => {
        const ms = fromDosTime(dosTime)
        if (ms !== null) expect(toDosTime(ms)).toBe(dosTime)
      }),
    )
  })

  it.each([
    ['month 0', (46 << 25) | (0 << 21) | (5 << 16)],
    ['month 13', (46 << 25) | (13 << 21) | (5 << 16)],
    ['30 February', (46 << 25) | (2 << 21) | (30 << 16)],
    ['hour 24', ((46 << 25) | (1 << 21) | (5 << 16) | (24 << 11)) >>> 0],
    ['second 60', ((46 << 25) | (1 << 21) | (5 << 16) | 30) >>> 0],
  ])('%s is none', (_, dosTime) => {
    expect(fromDosTime(dosTime >>> 0)).toBeNull()
  })
})
