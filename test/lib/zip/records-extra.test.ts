import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeAesExtra,
  encodeExtra,
  encodeTimestamp,
  encodeZip64Extra,
  fitsTimestamp,
  parseAesExtra,
  parseExtra,
  parseTimestamp,
  parseZip64Extra,
} from '../../../lib/zip/records-extra.ts'

const u16 = fc.integer({ min: 0, max: 0xffff })
const size = fc.oneof(fc.maxSafeNat(), fc.constantFrom(2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER))
const fields = fc.array(fc.record({ id: u16, data: fc.uint8Array({ maxLength: 40 }) }), { maxLength: 6 })

describe('the extra field as a list', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fields, list => {
        expect(parseExtra(encodeExtra(list))).toEqual(list)
      }),
    )
  })

  it('must be filled exactly', () => {
    fc.assert(
      fc.property(fields, fc.uint8Array({ minLength: 1, maxLength: 3 }), (list, rest) => {
        expect(parseExtra(Buffer.concat([encodeExtra(list), rest]))).toBeNull()
      }),
    )
    expect(parseExtra(Uint8Array.of(1, 0, 2, 0, 0xff))).toBeNull()
  })

  it('never makes the parsers throw', () => {
    const any = fc.uint8Array({ maxLength: 60 })
    fc.assert(
      fc.property(any, fc.boolean(), fc.boolean(), fc.boolean(), (bytes, size, compressedSize, localHeaderOffset) => {
        parseExtra(bytes)
        parseAesExtra(bytes)
        parseTimestamp(bytes)
        parseZip64Extra(bytes, { size, compressedSize, localHeaderOffset })
      }),
    )
  })
})

describe('ZIP64 (0x0001)', () => {
  const values = fc.record({ size, compressedSize: size, localHeaderOffset: size }, { requiredKeys: [] })

  it('holds what is there and nothing else', () => {
    fc.assert(
      fc.property(values, value => {
        const wanted = {
          size: value.size !== undefined,
          compressedSize: value.compressedSize !== undefined,
          localHeaderOffset: value.localHeaderOffset !== undefined,
        }
        const { id, data } = encodeZip64Extra(value)
        expect(id).toBe(1)
        expect(parseZip64Extra(data, wanted)).toEqual(value)
        expect(parseZip64Extra(Buffer.concat([data, Buffer.alloc(8)]), wanted)).toBeNull()
        if (data.length > 0) expect(parseZip64Extra(data.subarray(1), wanted)).toBeNull()
      }),
    )
  })

  it('stands in the order size, compressed size, offset (APPNOTE 4.5.3)', () => {
    const { data } = encodeZip64Extra({ localHeaderOffset: 3, compressedSize: 2, size: 1 })
    expect(Buffer.from(data).toString('hex')).toBe('010000000000000002000000000000000300000000000000')
  })

  it('is not read above 2^53', () => {
    const only = { size: true, compressedSize: false, localHeaderOffset: false }
    expect(parseZip64Extra(Uint8Array.of(0, 0, 0, 0, 0, 0, 0x20, 0), only)).toBeNull()
  })
})

describe('extended timestamp (0x5455)', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), seconds => {
        expect(fitsTimestamp(seconds)).toBe(true)
        expect(parseTimestamp(encodeTimestamp(seconds).data)).toBe(seconds)
      }),
    )
  })

  it('has no room after January 2038', () => {
    expect(fitsTimestamp(Date.UTC(2038, 0, 19, 3, 14, 7) / 1000)).toBe(true)
    expect(fitsTimestamp(Date.UTC(2038, 0, 19, 3, 14, 8) / 1000)).toBe(false)
    expect(() => encodeTimestamp(2 ** 31)).toThrow(RangeError)
  })

  it('may hold other times instead', () => {
    expect(parseTimestamp(Uint8Array.of(2, 1, 0, 0, 0))).toBeNull()
    expect(parseTimestamp(Uint8Array.of(7, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0))).toBe(1)
    expect(parseTimestamp(Uint8Array.of(1, 1, 0, 0))).toBeNull()
  })
})

describe('WinZip AES (0x9901)', () => {
  it('comes back as it was', () => {
    const values = fc.record({ vendorVersion: u16, strength: fc.integer({ min: 0, max: 255 }), method: u16 })
    fc.assert(
      fc.property(values, value => {
        expect(parseAesExtra(encodeAesExtra(value).data)).toEqual(value)
      }),
    )
  })

  it('has the layout of the specification', () => {
    const field = encodeAesExtra({ vendorVersion: 2, strength: 3, method: 8 })
    expect(Buffer.from(encodeExtra([field])).toString('hex')).toBe('0199070002004145030800')
  })

  it('is of vendor "AE" and seven bytes long', () => {
    const { data } = encodeAesExtra({ vendorVersion: 2, strength: 3, method: 8 })
    expect(parseAesExtra(data.with(2, 0x42))).toBeNull()
    expect(parseAesExtra(data.subarray(0, 6))).toBeNull()
  })
})
