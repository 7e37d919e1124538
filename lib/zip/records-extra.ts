/**
 * Extra fields of local and central headers, encoder and parser side by side. Source: APPNOTE 6.3.10, sections 4.5 and
 * appendix E; Info-ZIP's "extrafld.txt" for 0x5455. Same rules as `records.ts`: encoders throw RangeError for a value
 * that does not fit, parsers take untrusted bytes and answer null where these are not that field.
 */
import { bytesAt, bytesOf, joined, recordWith, unsigned, viewOf } from './records-bytes.ts'

/** Header IDs (APPNOTE 4.5.2, 4.6.1). */
export const EXTRA_ZIP64 = 0x0001
export const EXTRA_TIMESTAMP = 0x5455
export const EXTRA_AES = 0x9901

/** One block of an extra field (APPNOTE 4.5.1). */
export interface ExtraField {
  readonly id: number
  readonly data: Uint8Array
}

export function encodeExtra(fields: readonly ExtraField[]): Uint8Array {
  return joined(
    ...fields.map(({ id, data }) => {
      const field = recordWith(4, data)
      field.setUint16(0, unsigned(16, id), true) // 2: header ID
      field.setUint16(2, unsigned(16, data.length), true) // 2: data size
      return bytesOf(field)
    }),
  )
}

/** Null where the blocks do not fill the extra field exactly. The same ID may stand twice: the caller decides. */
export function parseExtra(bytes: Uint8Array): ExtraField[] | null {
  const fields: ExtraField[] = []
  for (let at = 0; at < bytes.length; ) {
    const head = bytesAt(bytes, at, 4)
    if (head === null) return null
    const view = viewOf(head)
    const data = bytesAt(bytes, at + 4, view.getUint16(2, true))
    if (data === null) return null
    fields.push({ id: view.getUint16(0, true), data: data.slice() })
    at += 4 + data.length
  }
  return fields
}

/**
 * ZIP64 extended information (APPNOTE 4.5.3): 8 bytes for each of size, compressed size and local header offset, in
 * this order, and only for those whose 32-bit field in the record is `SENTINEL_32`. In a local header both sizes stand.
 */
export interface Zip64Extra {
  readonly size?: number
  readonly compressedSize?: number
  readonly localHeaderOffset?: number
}

export function encodeZip64Extra(values: Zip64Extra): ExtraField {
  const present = [values.size, values.compressedSize, values.localHeaderOffset].filter(value => value !== undefined)
  const data = recordWith(8 * present.length)
  for (const [i, value] of present.entries()) data.setBigUint64(8 * i, BigInt(unsigned(53, value)), true)
  return { id: EXTRA_ZIP64, data: bytesOf(data) }
}

/**
 * `wanted` names the values whose 32-bit field is the sentinel. Null where the data are not exactly as long as that
 * needs, or a value is above `Number.MAX_SAFE_INTEGER`.
 */
export function parseZip64Extra(
  data: Uint8Array,
  wanted: { readonly [Name in keyof Zip64Extra]-?: boolean },
): Zip64Extra | null {
  const names = (['size', 'compressedSize', 'localHeaderOffset'] as const).filter(name => wanted[name])
  if (data.length !== 8 * names.length) return null
  const values: { -readonly [Name in keyof Zip64Extra]: number } = {}
  for (const [i, name] of names.entries()) {
    const value = Number(viewOf(data).getBigUint64(8 * i, true))
    if (!Number.isSafeInteger(value)) return null
    values[name] = value
  }
  return values
}

/** Extended timestamp (Info-ZIP 0x5455), modification time alone: seconds since 1970 UTC, 32 bits, signed. */
export function encodeTimestamp(seconds: number): ExtraField {
  if (!fitsTimestamp(seconds)) throw new RangeError(`${seconds} is not a signed integer of 32 bits`)
  const data = recordWith(5)
  data.setUint8(0, 1) // 1: flags, bit 0: modification time is present
  data.setInt32(1, seconds, true) // 4: modification time
  return { id: EXTRA_TIMESTAMP, data: bytesOf(data) }
}

/** False before December 1901 and after January 2038: the field is left out then, the DOS time remains. */
export function fitsTimestamp(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= -(2 ** 31) && seconds < 2 ** 31
}

/** The modification time in seconds; null where the field does not carry one. Access and creation time are ignored. */
export function parseTimestamp(data: Uint8Array): number | null {
  if (data.length < 5 || ((data[0] ?? 0) & 1) === 0) return null
  return viewOf(data).getInt32(1, true)
}

/** WinZip AES (APPNOTE appendix E; WinZip "AES Encryption Information", section II). */
export interface AesExtra {
  /** 1 (AE-1: the CRC is stored) or 2 (AE-2: the CRC is zero, the HMAC alone counts). */
  readonly vendorVersion: number
  /** 1: AES-128, 2: AES-192, 3: AES-256. */
  readonly strength: number
  /** The compression method proper. */
  readonly method: number
}

/** "AE" as a little-endian number. */
const AES_VENDOR = 0x4541

export function encodeAesExtra(values: AesExtra): ExtraField {
  const data = recordWith(7)
  data.setUint16(0, unsigned(16, values.vendorVersion), true) // 2: vendor version
  data.setUint16(2, AES_VENDOR, true) // 2: vendor ID
  data.setUint8(4, unsigned(8, values.strength)) // 1: encryption strength
  data.setUint16(5, unsigned(16, values.method), true) // 2: compression method
  return { id: EXTRA_AES, data: bytesOf(data) }
}

/** Null where length or vendor ID are not those of the field. Version, strength and method are the caller's to check. */
export function parseAesExtra(data: Uint8Array): AesExtra | null {
  if (data.length !== 7) return null
  const view = viewOf(data)
  if (view.getUint16(2, true) !== AES_VENDOR) return null
  return { vendorVersion: view.getUint16(0, true), strength: view.getUint8(4), method: view.getUint16(5, true) }
}
