import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CENTRAL_HEADER_FIXED,
  centralHeaderLength,
  dataDescriptorLength,
  encodeCentralHeader,
  encodeDataDescriptor,
  encodeLocalHeader,
  LOCAL_HEADER_FIXED,
  localHeaderLength,
  parseCentralHeader,
  parseDataDescriptor,
  parseLocalHeader,
} from '../../../lib/zip/records.ts'
import { joined } from '../../../lib/zip/records-bytes.ts'
import {
  encodeEndRecord,
  encodeZip64EndRecord,
  encodeZip64Locator,
  parseEndRecord,
  parseZip64EndRecord,
  parseZip64Locator,
} from '../../../lib/zip/records-end.ts'

const u16 = fc.integer({ min: 0, max: 0xffff })
const u32 = fc.integer({ min: 0, max: 0xffffffff })
const u53 = fc.oneof(u32, fc.maxSafeNat(), fc.constantFrom(2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER))
const text = fc.uint8Array({ maxLength: 300 })

const shared = {
  versionNeeded: u16,
  flags: u16,
  method: u16,
  dosTime: u32,
  crc32: u32,
  compressedSize: u32,
  size: u32,
  name: text,
  extra: text,
}
const localHeader = fc.record(shared)
const centralHeader = fc.record({
  ...shared,
  versionMadeBy: u16,
  disk: u16,
  internalAttributes: u16,
  externalAttributes: u32,
  localHeaderOffset: u32,
  comment: text,
})
const descriptor64 = fc.record({ crc32: u32, compressedSize: u53, size: u53 })
const descriptor32 = fc.record({ crc32: u32, compressedSize: u32, size: u32 })
const endRecord = fc.record({
  disk: u16,
  directoryDisk: u16,
  entriesOnDisk: u16,
  entries: u16,
  directorySize: u32,
  directoryOffset: u32,
  comment: text,
})
const zip64EndRecord = fc.record({
  versionMadeBy: u16,
  versionNeeded: u16,
  disk: u32,
  directoryDisk: u32,
  entriesOnDisk: u53,
  entries: u53,
  directorySize: u53,
  directoryOffset: u53,
})
const zip64Locator = fc.record({ disk: u32, endRecordOffset: u53, disks: u32 })

/** Every codec, as one shape. */
const codecs = [
  codec('local header', localHeader, encodeLocalHeader, parseLocalHeader),
  codec('central header', centralHeader, encodeCentralHeader, parseCentralHeader),
  codec('data descriptor', descriptor32, x => encodeDataDescriptor(x, false), plain32),
  codec('data descriptor, ZIP64', descriptor64, x => encodeDataDescriptor(x, true), plain64),
  codec('end record', endRecord, encodeEndRecord, parseEndRecord),
  codec('ZIP64 end record', zip64EndRecord, encodeZip64EndRecord, parseZip64EndRecord),
  codec('ZIP64 locator', zip64Locator, encodeZip64Locator, parseZip64Locator),
]

function plain32(bytes: Uint8Array, at = 0) {
  return parseDataDescriptor(bytes, false, at)
}

function plain64(bytes: Uint8Array, at = 0) {
  return parseDataDescriptor(bytes, true, at)
}

function codec<T>(
  name: string,
  values: fc.Arbitrary<T>,
  encode: (value: T) => Uint8Array,
  parse: (bytes: Uint8Array, at?: number) => T | null,
) {
  return {
    name,
    roundTrip: () =>
      fc.assert(
        fc.property(values, text, text, (value, before, after) => {
          const bytes = encode(value)
          expect(parse(bytes)).toEqual(value)
          expect(parse(joined(before, bytes, after), before.length)).toEqual(value)
        }),
      ),
    truncated: () =>
      fc.assert(
        fc.property(values, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (value, part) => {
          const bytes = encode(value)
          expect(parse(bytes.subarray(0, Math.floor(bytes.length * part)))).toBeNull()
        }),
      ),
    mistaken: () =>
      fc.assert(
        fc.property(values, fc.integer({ min: 0, max: 31 }), (value, bit) => {
          const bytes = encode(value)
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          expect(parse(bytes)).toBeNull()
        }),
      ),
    arbitrary: () => fc.assert(fc.property(text, fc.nat(400), (bytes, at) => void parse(bytes, at))),
  }
}

describe.each(codecs)('$name', ({ roundTrip, truncated, mistaken, arbitrary }) => {
  it('comes back as it was, wherever it stands', roundTrip)
  it('is not recognised when it is cut short', truncated)
  it('is not recognised when its signature is wrong', mistaken)
  it('never throws on other bytes', arbitrary)
})

describe('lengths from the fixed part', () => {
  it('of a local header', () => {
    fc.assert(
      fc.property(localHeader, header => {
        const bytes = encodeLocalHeader(header)
        expect(localHeaderLength(bytes.subarray(0, LOCAL_HEADER_FIXED))).toBe(bytes.length)
      }),
    )
  })

  it('of a central header', () => {
    fc.assert(
      fc.property(centralHeader, header => {
        const bytes = encodeCentralHeader(header)
        expect(centralHeaderLength(bytes.subarray(0, CENTRAL_HEADER_FIXED))).toBe(bytes.length)
      }),
    )
  })

  it('of a data descriptor', () => {
    const sizes = { crc32: 0, compressedSize: 1, size: 1 }
    expect(encodeDataDescriptor(sizes, false)).toHaveLength(dataDescriptorLength(false))
    expect(encodeDataDescriptor(sizes, true)).toHaveLength(dataDescriptorLength(true))
  })
})

/** From APPNOTE's tables by hand: a layout that is wrong in encoder and parser alike would still come back as it was. */
describe('layout', () => {
  const name = new TextEncoder().encode('ab')
  const header = {
    versionNeeded: 0x0102,
    flags: 0x0304,
    method: 0x0506,
    dosTime: 0x0708090a,
    crc32: 0x0b0c0d0e,
    compressedSize: 0x0f101112,
    size: 0x13141516,
    name,
    extra: Uint8Array.of(0xee),
  }

  it('of a local header (4.3.7)', () => {
    expect(hex(encodeLocalHeader(header))).toBe(
      '504b0304 0201 0403 0605 0a09 0807 0e0d0c0b 1211100f 16151413 0200 0100 6162 ee'.replaceAll(' ', ''),
    )
  })

  it('of a central header (4.3.12)', () => {
    const more = { versionMadeBy: 0x1718, disk: 0x191a, internalAttributes: 0x1b1c, externalAttributes: 0x1d1e1f20 }
    const bytes = encodeCentralHeader({
      ...header,
      ...more,
      localHeaderOffset: 0x21222324,
      comment: Uint8Array.of(0xcc),
    })
    const fixed =
      '504b0102 1817 0201 0403 0605 0a09 0807 0e0d0c0b 1211100f 16151413 0200 0100 0100 1a19 1c1b 201f1e1d 24232221'
    expect(hex(bytes)).toBe(`${fixed} 6162 ee cc`.replaceAll(' ', ''))
  })

  it('of a data descriptor (4.3.9)', () => {
    const sizes = { crc32: 1, compressedSize: 2, size: 3 }
    expect(hex(encodeDataDescriptor(sizes, false))).toBe('504b0708010000000200000003000000')
    expect(hex(encodeDataDescriptor(sizes, true))).toBe('504b07080100000002000000000000000300000000000000')
  })

  it('of the end records (4.3.14 to 4.3.16)', () => {
    const places = { disk: 1, directoryDisk: 2, entriesOnDisk: 3, entries: 4, directorySize: 5, directoryOffset: 6 }
    expect(hex(encodeEndRecord({ ...places, comment: name }))).toBe(
      '504b0506 0100 0200 0300 0400 05000000 06000000 0200 6162'.replaceAll(' ', ''),
    )
    expect(hex(encodeZip64EndRecord({ ...places, versionMadeBy: 7, versionNeeded: 8 }))).toBe(
      [
        '504b0606 2c00000000000000 0700 0800 01000000 02000000',
        '0300000000000000 0400000000000000 0500000000000000 0600000000000000',
      ]
        .join('')
        .replaceAll(' ', ''),
    )
    expect(hex(encodeZip64Locator({ disk: 1, endRecordOffset: 2, disks: 3 }))).toBe(
      '504b0607 01000000 0200000000000000 03000000'.replaceAll(' ', ''),
    )
  })
})

describe('values that do not fit', () => {
  const header = { versionNeeded: 0, flags: 0, method: 0, dosTime: 0, crc32: 0, compressedSize: 0, size: 0 }
  const empty = { name: new Uint8Array(0), extra: new Uint8Array(0) }

  it.each([
    ['65 536 bytes of name', () => encodeLocalHeader({ ...header, ...empty, name: new Uint8Array(0x10000) })],
    ['a size of 2^32', () => encodeLocalHeader({ ...header, ...empty, size: 2 ** 32 })],
    ['a negative size', () => encodeLocalHeader({ ...header, ...empty, size: -1 })],
    ['half a byte', () => encodeLocalHeader({ ...header, ...empty, size: 0.5 })],
    ['a size beyond 2^53', () => encodeDataDescriptor({ crc32: 0, compressedSize: 0, size: 2 ** 53 }, true)],
  ])('are refused: %s', (_, encode) => {
    expect(encode).toThrow(RangeError)
  })

  it('are not parsed either: a 64-bit size above 2^53', () => {
    const bytes = encodeDataDescriptor({ crc32: 0, compressedSize: 0, size: 0 }, true)
    bytes[23] = 1
    expect(parseDataDescriptor(bytes, true)).toBeNull()
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
