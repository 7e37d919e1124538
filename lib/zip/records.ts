/**
 * Per-entry records of a ZIP file, encoder and parser side by side. Source: PKWARE APPNOTE 6.3.10, section 4.3.
 *
 * These codecs know layout only. Fields hold what stands on disk: a 32-bit size of `SENTINEL_32` means "see the ZIP64
 * extra field", and resolving it is the caller's business. All numbers are little-endian (APPNOTE 4.4.1.1).
 * Encoders throw RangeError for a value that does not fit its field. Parsers take untrusted bytes: they never throw and
 * never read outside the array; `null` means "these bytes are not that whole record".
 */
import { bytesAt, bytesOf, recordWith, unsigned, viewOf } from './records-bytes.ts'

/** General purpose bit 0: the entry is encrypted (APPNOTE 4.4.4). */
export const FLAG_ENCRYPTED = 1 << 0
/** Bit 3: CRC and sizes in the local header are zero; a data descriptor follows the data. */
export const FLAG_DESCRIPTOR = 1 << 3
/** Bit 11: name and comment are UTF-8. */
export const FLAG_UTF8 = 1 << 11

/** Compression methods (APPNOTE 4.4.5). */
export const METHOD_STORED = 0
export const METHOD_DEFLATED = 8
/** WinZip AES: the method proper is in extra field 0x9901 (APPNOTE 4.4.5, appendix E). */
export const METHOD_AES = 99

/** Version needed to extract 4.5: ZIP64; 5.1: AES (APPNOTE 4.4.3.2). */
export const VERSION_ZIP64 = 45
export const VERSION_AES = 51
/** Upper byte of "version made by": the external attributes carry Unix modes (APPNOTE 4.4.2). */
export const MADE_BY_UNIX = 3

/** In a 16-bit or 32-bit field: the value is in the ZIP64 record (APPNOTE 4.4.1.4). */
export const SENTINEL_16 = 0xffff
export const SENTINEL_32 = 0xffffffff

/** Bytes before name and extra field (local) or name, extra field and comment (central). */
export const LOCAL_HEADER_FIXED = 30
export const CENTRAL_HEADER_FIXED = 46

const LOCAL_SIGNATURE = 0x04034b50
const CENTRAL_SIGNATURE = 0x02014b50
const DESCRIPTOR_SIGNATURE = 0x08074b50

/** What local and central headers share. */
interface Header {
  readonly versionNeeded: number
  readonly flags: number
  readonly method: number
  /** Date and time as in `records-time.ts`. */
  readonly dosTime: number
  readonly crc32: number
  readonly compressedSize: number
  readonly size: number
  readonly name: Uint8Array
  /** The raw extra field: see `records-extra.ts`. */
  readonly extra: Uint8Array
}

/** APPNOTE 4.3.7. */
export interface LocalHeader extends Header {}

/** APPNOTE 4.3.12. */
export interface CentralHeader extends Header {
  /** Upper byte: host system; lower byte: version of the specification times ten. */
  readonly versionMadeBy: number
  readonly disk: number
  readonly internalAttributes: number
  /** Made by Unix: the `st_mode` in the upper 16 bits, MS-DOS attributes in the lowest 8. */
  readonly externalAttributes: number
  readonly localHeaderOffset: number
  readonly comment: Uint8Array
}

export function encodeLocalHeader(header: LocalHeader): Uint8Array {
  const record = recordWith(LOCAL_HEADER_FIXED, header.name, header.extra)
  record.setUint32(0, LOCAL_SIGNATURE, true) // 4: local file header signature
  record.setUint16(4, unsigned(16, header.versionNeeded), true) // 2: version needed to extract
  record.setUint16(6, unsigned(16, header.flags), true) // 2: general purpose bit flag
  record.setUint16(8, unsigned(16, header.method), true) // 2: compression method
  record.setUint32(10, unsigned(32, header.dosTime), true) // 2 + 2: last mod file time, date
  record.setUint32(14, unsigned(32, header.crc32), true) // 4: crc-32
  record.setUint32(18, unsigned(32, header.compressedSize), true) // 4: compressed size
  record.setUint32(22, unsigned(32, header.size), true) // 4: uncompressed size
  record.setUint16(26, unsigned(16, header.name.length), true) // 2: file name length
  record.setUint16(28, unsigned(16, header.extra.length), true) // 2: extra field length
  return bytesOf(record)
}

/** Length of the local header that starts at `at`, from its fixed part alone; null if that is cut or not one. */
export function localHeaderLength(bytes: Uint8Array, at = 0): number | null {
  const fixed = bytesAt(bytes, at, LOCAL_HEADER_FIXED)
  if (fixed === null) return null
  const view = viewOf(fixed)
  if (view.getUint32(0, true) !== LOCAL_SIGNATURE) return null
  return LOCAL_HEADER_FIXED + view.getUint16(26, true) + view.getUint16(28, true)
}

export function parseLocalHeader(bytes: Uint8Array, at = 0): LocalHeader | null {
  const length = localHeaderLength(bytes, at)
  const record = length === null ? null : bytesAt(bytes, at, length)
  if (record === null) return null
  const view = viewOf(record)
  const nameEnd = LOCAL_HEADER_FIXED + view.getUint16(26, true)
  return {
    versionNeeded: view.getUint16(4, true),
    flags: view.getUint16(6, true),
    method: view.getUint16(8, true),
    dosTime: view.getUint32(10, true),
    crc32: view.getUint32(14, true),
    compressedSize: view.getUint32(18, true),
    size: view.getUint32(22, true),
    name: record.slice(LOCAL_HEADER_FIXED, nameEnd),
    extra: record.slice(nameEnd),
  }
}

export function encodeCentralHeader(header: CentralHeader): Uint8Array {
  const record = recordWith(CENTRAL_HEADER_FIXED, header.name, header.extra, header.comment)
  record.setUint32(0, CENTRAL_SIGNATURE, true) // 4: central file header signature
  record.setUint16(4, unsigned(16, header.versionMadeBy), true) // 2: version made by
  record.setUint16(6, unsigned(16, header.versionNeeded), true) // 2: version needed to extract
  record.setUint16(8, unsigned(16, header.flags), true) // 2: general purpose bit flag
  record.setUint16(10, unsigned(16, header.method), true) // 2: compression method
  record.setUint32(12, unsigned(32, header.dosTime), true) // 2 + 2: last mod file time, date
  record.setUint32(16, unsigned(32, header.crc32), true) // 4: crc-32
  record.setUint32(20, unsigned(32, header.compressedSize), true) // 4: compressed size
  record.setUint32(24, unsigned(32, header.size), true) // 4: uncompressed size
  record.setUint16(28, unsigned(16, header.name.length), true) // 2: file name length
  record.setUint16(30, unsigned(16, header.extra.length), true) // 2: extra field length
  record.setUint16(32, unsigned(16, header.comment.length), true) // 2: file comment length
  record.setUint16(34, unsigned(16, header.disk), true) // 2: disk number start
  record.setUint16(36, unsigned(16, header.internalAttributes), true) // 2: internal file attributes
  record.setUint32(38, unsigned(32, header.externalAttributes), true) // 4: external file attributes
  record.setUint32(42, unsigned(32, header.localHeaderOffset), true) // 4: relative offset of local header
  return bytesOf(record)
}

/** Length of the central header that starts at `at`, from its fixed part alone; null if that is cut or not one. */
export function centralHeaderLength(bytes: Uint8Array, at = 0): number | null {
  const fixed = bytesAt(bytes, at, CENTRAL_HEADER_FIXED)
  if (fixed === null) return null
  const view = viewOf(fixed)
  if (view.getUint32(0, true) !== CENTRAL_SIGNATURE) return null
  return CENTRAL_HEADER_FIXED + view.getUint16(28, true) + view.getUint16(30, true) + view.getUint16(32, true)
}

export function parseCentralHeader(bytes: Uint8Array, at = 0): CentralHeader | null {
  const length = centralHeaderLength(bytes, at)
  const record = length === null ? null : bytesAt(bytes, at, length)
  if (record === null) return null
  const view = viewOf(record)
  const nameEnd = CENTRAL_HEADER_FIXED + view.getUint16(28, true)
  const extraEnd = nameEnd + view.getUint16(30, true)
  return {
    versionMadeBy: view.getUint16(4, true),
    versionNeeded: view.getUint16(6, true),
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    dosTime: view.getUint32(12, true),
    crc32: view.getUint32(16, true),
    compressedSize: view.getUint32(20, true),
    size: view.getUint32(24, true),
    disk: view.getUint16(34, true),
    internalAttributes: view.getUint16(36, true),
    externalAttributes: view.getUint32(38, true),
    localHeaderOffset: view.getUint32(42, true),
    name: record.slice(CENTRAL_HEADER_FIXED, nameEnd),
    extra: record.slice(nameEnd, extraEnd),
    comment: record.slice(extraEnd),
  }
}

/** APPNOTE 4.3.9. Always with its signature, which the standard leaves optional and everybody writes. */
export interface DataDescriptor {
  readonly crc32: number
  readonly compressedSize: number
  readonly size: number
}

/** 16 bytes; 24 where the local header carries a ZIP64 extra field (APPNOTE 4.3.9.2). */
export function dataDescriptorLength(zip64: boolean): number {
  return zip64 ? 24 : 16
}

export function encodeDataDescriptor(descriptor: DataDescriptor, zip64: boolean): Uint8Array {
  const record = recordWith(dataDescriptorLength(zip64))
  record.setUint32(0, DESCRIPTOR_SIGNATURE, true) // 4: signature
  record.setUint32(4, unsigned(32, descriptor.crc32), true) // 4: crc-32
  if (zip64) {
    record.setBigUint64(8, BigInt(unsigned(53, descriptor.compressedSize)), true) // 8: compressed size
    record.setBigUint64(16, BigInt(unsigned(53, descriptor.size)), true) // 8: uncompressed size
  } else {
    record.setUint32(8, unsigned(32, descriptor.compressedSize), true) // 4: compressed size
    record.setUint32(12, unsigned(32, descriptor.size), true) // 4: uncompressed size
  }
  return bytesOf(record)
}

/** Null also where a 64-bit size is above `Number.MAX_SAFE_INTEGER`. */
export function parseDataDescriptor(bytes: Uint8Array, zip64: boolean, at = 0): DataDescriptor | null {
  const record = bytesAt(bytes, at, dataDescriptorLength(zip64))
  if (record === null) return null
  const view = viewOf(record)
  if (view.getUint32(0, true) !== DESCRIPTOR_SIGNATURE) return null
  const compressedSize = zip64 ? Number(view.getBigUint64(8, true)) : view.getUint32(8, true)
  const size = zip64 ? Number(view.getBigUint64(16, true)) : view.getUint32(12, true)
  if (!Number.isSafeInteger(compressedSize) || !Number.isSafeInteger(size)) return null
  return { crc32: view.getUint32(4, true), compressedSize, size }
}
