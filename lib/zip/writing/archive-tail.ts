import { SENTINEL_16, SENTINEL_32, VERSION_ZIP64 } from '../records.ts'
import { joined } from '../records-bytes.ts'
import { encodeEndRecord, encodeZip64EndRecord, encodeZip64Locator } from '../records-end.ts'
import { VERSION_MADE_BY } from './entry-records.ts'

export interface ArchiveTail {
  readonly entries: number
  /** Bytes of the central directory, and where it begins. */
  readonly directorySize: number
  readonly directoryOffset: number
  /** UTF-8, at most 65 535 bytes. */
  readonly comment: string
  readonly versionNeeded: number
}

/** What follows the central directory; ZIP64 records only where a count, a size or an offset needs them. */
export function archiveTail({ entries, directorySize, directoryOffset, comment, versionNeeded }: ArchiveTail) {
  const end = { disk: 0, directoryDisk: 0, entriesOnDisk: entries, entries, directorySize, directoryOffset }
  const zip64 = entries >= SENTINEL_16 || directorySize >= SENTINEL_32 || directoryOffset >= SENTINEL_32
  const versions = { versionMadeBy: VERSION_MADE_BY, versionNeeded: Math.max(versionNeeded, VERSION_ZIP64) }
  const endRecordOffset = directoryOffset + directorySize
  return joined(
    zip64 ? encodeZip64EndRecord({ ...versions, ...end }) : new Uint8Array(0),
    zip64 ? encodeZip64Locator({ disk: 0, endRecordOffset, disks: 1 }) : new Uint8Array(0),
    encodeEndRecord({
      ...end,
      entriesOnDisk: Math.min(entries, SENTINEL_16),
      entries: Math.min(entries, SENTINEL_16),
      directorySize: Math.min(directorySize, SENTINEL_32),
      directoryOffset: Math.min(directoryOffset, SENTINEL_32),
      comment: new TextEncoder().encode(comment),
    }),
  )
}
