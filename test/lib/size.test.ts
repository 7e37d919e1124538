import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatSize, isSize, parseSize } from '../../lib/size.ts'

describe('sizes', () => {
  it.each([
    ['0B', 0],
    ['1KiB', 1_024],
    ['64MiB', 67_108_864],
    ['256MiB', 268_435_456],
    ['5GiB', 5_368_709_120],
    ['1TiB', 1_099_511_627_776],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
    expect(formatSize(bytes)).toBe(text)
  })

  it.each([
    '',
    '64',
    'MiB',
    '64 MiB',
    '64MB',
    '64mib',
    '064MiB',
    '-1B',
    '1.5GiB',
    '9007199254740993B',
    '9000TiB',
  ])('refuses %j', text => {
    expect(isSize(text)).toBe(false)
    expect(() => parseSize(text)).toThrow(expect.objectContaining({ code: 'WB-SIZE' }))
  })

  it('formats what parses back to the same number', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), bytes => {
        expect(parseSize(formatSize(bytes))).toBe(bytes)
      }),
    )
    for (const bad of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => formatSize(bad)).toThrow(RangeError)
  })
})
