/**
 * Where the central directory lies: the records at the end of the file, read so strictly that no other program could
 * find another directory. Source: APPNOTE 6.3.10, 4.3.14 to 4.3.16 and 4.4.1.4.
 */

import { WaybillError } from '../../error.ts'
import { centralHeaderLength, SENTINEL_16, SENTINEL_32 } from '../records.ts'
import { viewOf } from '../records-bytes.ts'
import {
  END_RECORD_FIXED,
  type EndRecord,
  parseEndRecord,
  parseZip64EndRecord,
  parseZip64Locator,
  ZIP64_END_RECORD_LENGTH,
  ZIP64_LOCATOR_LENGTH,
} from '../records-end.ts'
import type { ArchiveSource } from './archive-source.ts'
import { damaged, unsafe, unsupported } from './refusal.ts'

export interface DirectoryPlace {
  readonly offset: number
  readonly size: number
  readonly entries: number
  readonly zip64: boolean
  readonly comment: Uint8Array
}

/** The longest comment is 65 535 bytes (its length is a 16-bit field). */
const LONGEST_END = END_RECORD_FIXED + 0xffff
/** "PK" and the two bytes after it: end record, local header, split archive. */
const END_SIGNATURE = 0x06054b50
const LOCAL_SIGNATURE = 0x04034b50
const SPLIT_SIGNATURE = 0x08074b50

/**
 * Exactly one end record must reach the end of the file and point to a directory that ends where it begins. Throws
 * WB-NOT-ZIP, WB-DAMAGED (cut short), WB-UNSAFE-ARCHIVE (bytes before or after, two readings) or WB-UNSUPPORTED-ARCHIVE.
 */
export async function findDirectory(file: ArchiveSource): Promise<DirectoryPlace> {
  const tailAt = Math.max(0, file.bytes - LONGEST_END)
  const tail = await file.read(tailAt, file.bytes - tailAt)
  const ends = endRecords(tail)
  const closing = ends.filter(end => end.at + END_RECORD_FIXED + end.record.comment.length === tail.length)
  const places: DirectoryPlace[] = []
  const reasons: WaybillError[] = []
  for (const { at, record } of closing) {
    const place = await directoryOf(file, tailAt + at, record)
    if (place instanceof WaybillError) reasons.push(place)
    else places.push(place)
  }
  const [place, second] = places
  if (place !== undefined && second === undefined) return place
  if (second !== undefined) throw unsafe('has two directories, so that programs may read different files from it')
  throw reasons.at(-1) ?? (await withoutEnd(file, tail, ends))
}

interface Found {
  readonly at: number
  readonly record: EndRecord
}

function endRecords(tail: Uint8Array): Found[] {
  const view = viewOf(tail)
  const found: Found[] = []
  for (let at = 0; at + END_RECORD_FIXED <= tail.length; at++) {
    if (view.getUint32(at, true) !== END_SIGNATURE) continue
    const record = parseEndRecord(tail, at)
    if (record !== null) found.push({ at, record })
  }
  return found
}

async function directoryOf(file: ArchiveSource, at: number, end: EndRecord): Promise<DirectoryPlace | WaybillError> {
  const zip64 = await zip64EndOf(file, at)
  if (zip64 instanceof WaybillError) return zip64
  const {
    disk,
    directoryDisk,
    entriesOnDisk,
    entries,
    directorySize: size,
    directoryOffset: offset,
  } = zip64?.end ?? end
  if (disk !== 0 || directoryDisk !== 0 || entriesOnDisk !== entries) return unsupported('is one part of several')
  if (zip64 !== null && !agree(end, zip64.end)) return damaged('has two end records that contradict each other')
  const directoryEnd = zip64?.at ?? at
  const shift = directoryEnd - (offset + size)
  if (shift === 0) return { offset, size, entries, zip64: zip64 !== null, comment: end.comment }
  if (shift > 0 && (await directoryStartsAt(file, offset + shift))) {
    return unsafe(`has ${shift} bytes before its beginning or between its parts`)
  }
  return damaged('has no directory where its end record says')
}

/** Null where there is no ZIP64 locator right before the end record. */
async function zip64EndOf(file: ArchiveSource, endAt: number) {
  const locatorAt = endAt - ZIP64_LOCATOR_LENGTH
  const locator = locatorAt < 0 ? null : parseZip64Locator(await file.readNear(locatorAt, ZIP64_LOCATOR_LENGTH))
  if (locator === null) return null
  if (locator.disk !== 0 || locator.disks > 1) return unsupported('is one part of several')
  const at = locatorAt - ZIP64_END_RECORD_LENGTH
  const end = at < 0 ? null : parseZip64EndRecord(await file.readNear(at, ZIP64_END_RECORD_LENGTH))
  if (end === null) return damaged('has a ZIP64 end record that cannot be read')
  if (locator.endRecordOffset === at) return { at, end }
  const shift = at - locator.endRecordOffset
  return shift > 0 ? unsafe(`has ${shift} bytes before its beginning`) : damaged('has a wrong ZIP64 locator')
}

/** Each field of the old record holds the value of the ZIP64 record or "see there" (APPNOTE 4.4.1.4). */
function agree(end: EndRecord, zip64: Omit<EndRecord, 'comment'>): boolean {
  const same = (value: number, sentinel: number, real: number) => value === sentinel || value === real
  return (
    same(end.disk, SENTINEL_16, 0) &&
    same(end.directoryDisk, SENTINEL_16, 0) &&
    same(end.entriesOnDisk, SENTINEL_16, zip64.entries) &&
    same(end.entries, SENTINEL_16, zip64.entries) &&
    same(end.directorySize, SENTINEL_32, zip64.directorySize) &&
    same(end.directoryOffset, SENTINEL_32, zip64.directoryOffset)
  )
}

async function directoryStartsAt(file: ArchiveSource, at: number): Promise<boolean> {
  const length = Math.min(file.bytes - at, 64)
  return centralHeaderLength(await file.readNear(at, length)) !== null
}

/** No end record reaches the end of the file: says as well as can be told what became of it. */
async function withoutEnd(file: ArchiveSource, tail: Uint8Array, ends: readonly Found[]): Promise<WaybillError> {
  const last = ends.at(-1)
  if (last !== undefined) {
    const after = tail.length - (last.at + END_RECORD_FIXED + last.record.comment.length)
    return unsafe(`has ${after} bytes after its end`)
  }
  const start = file.bytes < 4 ? 0 : viewOf(await file.readNear(0, 4)).getUint32(0, true)
  if (start === SPLIT_SIGNATURE) return unsupported('is one part of several')
  if (start === LOCAL_SIGNATURE || start === END_SIGNATURE) return damaged('is cut short: its end is missing')
  const hint = 'Check that this is the file that was sent to you.'
  return new WaybillError('WB-NOT-ZIP', `${file.path} is not a ZIP archive.`, hint)
}
