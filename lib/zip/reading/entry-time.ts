/** When an entry was last modified, as exactly as the archive says it. */
import type { CentralHeader } from '../records.ts'
import { viewOf } from '../records-bytes.ts'
import { EXTRA_TIMESTAMP, type ExtraField, parseTimestamp } from '../records-extra.ts'
import { fromDosTime } from '../records-time.ts'

/** APPNOTE 4.5.5: NTFS extra field; its attribute 1 holds three times of 8 bytes. */
const EXTRA_NTFS = 0x000a
/** Milliseconds from 1601-01-01, where Windows file times begin, to 1970-01-01. */
const FILETIME_EPOCH = 11_644_473_600_000n

/** Milliseconds since 1970 UTC: from 0x5455, else NTFS, else the MS-DOS time taken as UTC; null for no valid date. */
export function entryTime(header: CentralHeader, extra: readonly ExtraField[]): number | null {
  const timestamp = extra.find(field => field.id === EXTRA_TIMESTAMP)
  const seconds = timestamp === undefined ? null : parseTimestamp(timestamp.data)
  if (seconds !== null) return seconds * 1000
  const ntfs = extra.find(field => field.id === EXTRA_NTFS)
  return (ntfs === undefined ? null : ntfsTime(ntfs.data)) ?? fromDosTime(header.dosTime)
}

/** Reserved (4), tag 1 (2), size 24 (2), then the modification time in steps of 100 ns (8). */
function ntfsTime(data: Uint8Array): number | null {
  if (data.length < 32) return null
  const view = viewOf(data)
  if (view.getUint16(4, true) !== 1 || view.getUint16(6, true) !== 24) return null
  const ms = Number(view.getBigUint64(8, true) / 10_000n - FILETIME_EPOCH)
  return Math.abs(ms) <= 8.64e15 ? ms : null
}
