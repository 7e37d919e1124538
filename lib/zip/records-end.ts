/**
 * The records that end a ZIP file, encoder and parser side by side. Source: APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
 * Same rules as `records.ts`: fields hold what stands on disk, encoders throw RangeError, parsers answer null.
 */
import { bytesAt, bytesOf, recordWith, unsigned, viewOf } from './records-bytes.ts'

/** Bytes of the end of central directory record before its comment. */
export const END_RECORD_FIXED = 22
/** Bytes of the ZIP64 end record (version 1, without extensible data) and of its locator. */
export const ZIP64_END_RECORD_LENGTH = 56
export const ZIP64_LOCATOR_LENGTH = 20

const END_SIGNATURE = 0x06054b50
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50

/** End of central directory record (APPNOTE 4.3.16). */
export interface EndRecord {
  readonly disk: number
  readonly directoryDisk: number
  readonly entriesOnDisk: number
  readonly entries: number
  readonly directorySize: number
  readonly directoryOffset: number
  readonly comment: Uint8Array
}

export function encodeEndRecord(record: EndRecord): Uint8Array {
  const view = recordWith(END_RECORD_FIXED, record.comment)
  view.setUint32(0, END_SIGNATURE, true) // 4: end of central dir signature
  view.setUint16(4, unsigned(16, record.disk), true) // 2: number of this disk
  view.setUint16(6, unsigned(16, record.directoryDisk), true) // 2: disk with the start of the central directory
  view.setUint16(8, unsigned(16, record.entriesOnDisk), true) // 2: entries in the central directory on this disk
  view.setUint16(10, unsigned(16, record.entries), true) // 2: entries in the central directory
  view.setUint32(12, unsigned(32, record.directorySize), true) // 4: size of the central directory
  view.setUint32(16, unsigned(32, record.directoryOffset), true) // 4: offset of the central directory
  view.setUint16(20, unsigned(16, record.comment.length), true) // 2: comment length
  return bytesOf(view)
}

/** Bytes after the comment are not looked at: whoever searches for the record checks that it ends the file. */
export function parseEndRecord(bytes: Uint8Array, at = 0): EndRecord | null {
  const fixed = bytesAt(bytes, at, END_RECORD_FIXED)
  if (fixed === null) return null
  const view = viewOf(fixed)
  if (view.getUint32(0, true) !== END_SIGNATURE) return null
  const comment = bytesAt(bytes, at + END_RECORD_FIXED, view.getUint16(20, true))
  if (comment === null) return null
  return {
    disk: view.getUint16(4, true),
    directoryDisk: view.getUint16(6, true),
    entriesOnDisk: view.getUint16(8, true),
    entries: view.getUint16(10, true),
    directorySize: view.getUint32(12, true),
    directoryOffset: view.getUint32(16, true),
    comment: comment.slice(),
  }
}

/** ZIP64 end of central directory record, version 1 (APPNOTE 4.3.14). */
export interface Zip64EndRecord {
  readonly versionMadeBy: number
  readonly versionNeeded: number
  readonly disk: number
  readonly directoryDisk: number
  readonly entriesOnDisk: number
  readonly entries: number
  readonly directorySize: number
  readonly directoryOffset: number
}

/** The size field counts what comes after it: signature (4) and the field itself (8) are not in (APPNOTE 4.3.14.1). */
const ZIP64_END_SIZE = ZIP64_END_RECORD_LENGTH - 12

export function encodeZip64EndRecord(record: Zip64EndRecord): Uint8Array {
  const view = recordWith(ZIP64_END_RECORD_LENGTH)
  view.setUint32(0, ZIP64_END_SIGNATURE, true) // 4: zip64 end of central dir signature
  view.setBigUint64(4, BigInt(ZIP64_END_SIZE), true) // 8: size of this record
  view.setUint16(12, unsigned(16, record.versionMadeBy), true) // 2: version made by
  view.setUint16(14, unsigned(16, record.versionNeeded), true) // 2: version needed to extract
  view.setUint32(16, unsigned(32, record.disk), true) // 4: number of this disk
  view.setUint32(20, unsigned(32, record.directoryDisk), true) // 4: disk with the start of the central directory
  view.setBigUint64(24, BigInt(unsigned(53, record.entriesOnDisk)), true) // 8: entries on this disk
  view.setBigUint64(32, BigInt(unsigned(53, record.entries)), true) // 8: entries
  view.setBigUint64(40, BigInt(unsigned(53, record.directorySize)), true) // 8: size of the central directory
  view.setBigUint64(48, BigInt(unsigned(53, record.directoryOffset)), true) // 8: offset of the central directory
  return bytesOf(view)
}

/** Null also for version 2 of the record (encrypted directory) and values above `Number.MAX_SAFE_INTEGER`. */
export function parseZip64EndRecord(bytes: Uint8Array, at = 0): Zip64EndRecord | null {
  const whole = bytesAt(bytes, at, ZIP64_END_RECORD_LENGTH)
  if (whole === null) return null
  const view = viewOf(whole)
  if (view.getUint32(0, true) !== ZIP64_END_SIGNATURE) return null
  if (view.getBigUint64(4, true) !== BigInt(ZIP64_END_SIZE)) return null
  const record = {
    versionMadeBy: view.getUint16(12, true),
    versionNeeded: view.getUint16(14, true),
    disk: view.getUint32(16, true),
    directoryDisk: view.getUint32(20, true),
    entriesOnDisk: Number(view.getBigUint64(24, true)),
    entries: Number(view.getBigUint64(32, true)),
    directorySize: Number(view.getBigUint64(40, true)),
    directoryOffset: Number(view.getBigUint64(48, true)),
  }
  return Object.values(record).every(Number.isSafeInteger) ? record : null
}

/** ZIP64 end of central directory locator (APPNOTE 4.3.15). */
export interface Zip64Locator {
  /** Disk with the start of the ZIP64 end record. */
  readonly disk: number
  readonly endRecordOffset: number
  readonly disks: number
}

export function encodeZip64Locator(locator: Zip64Locator): Uint8Array {
  const view = recordWith(ZIP64_LOCATOR_LENGTH)
  view.setUint32(0, ZIP64_LOCATOR_SIGNATURE, true) // 4: zip64 end of central dir locator signature
  view.setUint32(4, unsigned(32, locator.disk), true) // 4: disk with the start of the zip64 end record
  view.setBigUint64(8, BigInt(unsigned(53, locator.endRecordOffset)), true) // 8: offset of the zip64 end record
  view.setUint32(16, unsigned(32, locator.disks), true) // 4: total number of disks
  return bytesOf(view)
}

/** Null also where the offset is above `Number.MAX_SAFE_INTEGER`. */
export function parseZip64Locator(bytes: Uint8Array, at = 0): Zip64Locator | null {
  const whole = bytesAt(bytes, at, ZIP64_LOCATOR_LENGTH)
  if (whole === null) return null
  const view = viewOf(whole)
  if (view.getUint32(0, true) !== ZIP64_LOCATOR_SIGNATURE) return null
  const endRecordOffset = Number(view.getBigUint64(8, true))
  if (!Number.isSafeInteger(endRecordOffset)) return null
  return { disk: view.getUint32(4, true), endRecordOffset, disks: view.getUint32(16, true) }
}
