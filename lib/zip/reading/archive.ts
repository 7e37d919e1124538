/**
 * The structure of an archive, read whole and checked before any content: central directory and local headers agree, no
 * two entries share a byte, nothing stands before or after. What passes has one reading only. Source: APPNOTE 6.3.10,
 * 4.3 and 4.4.
 */

import {
  FLAG_DESCRIPTOR,
  LOCAL_HEADER_FIXED,
  type LocalHeader,
  localHeaderLength,
  METHOD_STORED,
  parseLocalHeader,
  SENTINEL_32,
} from '../records.ts'
import { sameBytes, viewOf } from '../records-bytes.ts'
import { EXTRA_AES, EXTRA_ZIP64, parseExtra, parseZip64Extra } from '../records-extra.ts'
import { type EntrySeal, type ListedEntry, onlyExtra, readDirectory } from './archive-directory.ts'
import { findDirectory } from './archive-end.ts'
import type { ArchiveSource } from './archive-source.ts'
import { lenientText } from './entry-name.ts'
import { damaged, quoted, unsafe } from './refusal.ts'

export interface ArchiveEntry extends ListedEntry {
  /** Position in the file of the first byte of data: the salt, where the entry is sealed. */
  readonly start: number
  /** Bytes of the compressed content: without salt, verifier and authentication code. */
  readonly payload: number
}

/** An entry whose content is encrypted. */
export type SealedArchiveEntry = ArchiveEntry & { readonly seal: EntrySeal }

export function isSealed(entry: ArchiveEntry): entry is SealedArchiveEntry {
  return entry.seal !== null
}

export interface Archive {
  /** In the order of the central directory. */
  readonly entries: readonly ArchiveEntry[]
  readonly comment: string
  readonly bytes: number
  /** Bytes between entries that belong to none. */
  readonly gaps: number
}

/** WinZip AES: salt of 8, 12 or 16 bytes by strength, verifier of 2, authentication code of 10 ("File format"). */
export const SALT_LENGTH = { 1: 8, 2: 12, 3: 16 } as const
export const VERIFIER_LENGTH = 2
export const CODE_LENGTH = 10

/** Throws WB-NOT-ZIP, WB-DAMAGED, WB-UNSAFE-ARCHIVE, WB-UNSUPPORTED-ARCHIVE. */
export async function readArchive(file: ArchiveSource): Promise<Archive> {
  const place = await findDirectory(file)
  const listed = await readDirectory(file, place)
  const inFile = listed.map((entry, index) => ({ entry, index }))
  inFile.sort((a, b) => a.entry.localHeaderOffset - b.entry.localHeaderOffset)
  const entries: ArchiveEntry[] = new Array(listed.length)
  const first = inFile[0]?.entry.localHeaderOffset ?? place.offset
  if (first > 0) throw unsafe(`has ${first} bytes before its beginning`)
  let gaps = 0
  for (const [i, { entry, index }] of inFile.entries()) {
    const next = inFile[i + 1]?.entry.localHeaderOffset ?? place.offset
    const { located, end } = await locate(file, entry, Math.min(next, place.offset))
    entries[index] = located
    gaps += next - end
  }
  return { entries, comment: lenientText(place.comment), bytes: file.bytes, gaps }
}

/** Reads the local header and, where there is one, the data descriptor; `limit` is where the next record begins. */
async function locate(file: ArchiveSource, entry: ListedEntry, limit: number) {
  const at = entry.localHeaderOffset
  const room = limit - at
  if (room < LOCAL_HEADER_FIXED) throw overlap(entry)
  const length = localHeaderLength(await file.readNear(at, LOCAL_HEADER_FIXED))
  if (length === null) throw damaged(`has no entry where ${quoted(entry.name)} should begin`)
  if (room < length) throw overlap(entry)
  const local = parseLocalHeader(await file.readNear(at, length))
  if (local === null) throw damaged(`has no entry where ${quoted(entry.name)} should begin`)
  const zip64 = compareHeaders(entry, local)
  const start = at + length
  const dataEnd = start + entry.compressedSize
  if (dataEnd > limit) throw overlap(entry)
  const tail = await file.readNear(dataEnd, Math.min(limit - dataEnd, LONGEST_DESCRIPTOR))
  const end = dataEnd + (entry.header.flags & FLAG_DESCRIPTOR ? descriptorLength(entry, tail, zip64) : 0)
  return { located: { ...entry, start, payload: payloadOf(entry) }, end }
}

function overlap(entry: ListedEntry): Error {
  return unsafe(`has entries that overlap: ${quoted(entry.name)} runs into the next`)
}

/** WB-DAMAGED where local and central header differ in what a reader relies on; answers whether the local is ZIP64. */
function compareHeaders(entry: ListedEntry, local: LocalHeader): boolean {
  const { header: central, name } = entry
  const differ = (what: string) => damaged(`has two different ${what} for ${quoted(name)}`)
  if (!sameBytes(local.name, central.name)) throw differ('names')
  if (local.flags !== central.flags) throw differ('flags')
  if (local.method !== central.method) throw differ('methods')
  const extra = parseExtra(local.extra)
  const centralExtra = parseExtra(central.extra)
  if (extra === null || centralExtra === null)
    throw damaged(`has an extra field of ${quoted(name)} that cannot be read`)
  const aes = onlyExtra(extra, EXTRA_AES)?.data ?? new Uint8Array(0)
  if (!sameBytes(aes, onlyExtra(centralExtra, EXTRA_AES)?.data ?? new Uint8Array(0))) {
    throw differ('kinds of encryption')
  }
  const zip64 = onlyExtra(extra, EXTRA_ZIP64)
  const sizes = localSizes(local, zip64?.data ?? null)
  const late = (local.flags & FLAG_DESCRIPTOR) !== 0
  const same = (value: number, real: number) => value === real || (late && value === 0)
  if (!same(local.crc32, central.crc32)) throw differ('checksums')
  if (!same(sizes.size, entry.bytes) || !same(sizes.compressedSize, entry.compressedSize)) throw differ('sizes')
  return zip64 !== null
}

/** In a local header both sizes stand in the ZIP64 field (APPNOTE 4.5.3); some writers leave out what is not needed. */
function localSizes(local: LocalHeader, zip64: Uint8Array | null): { size: number; compressedSize: number } {
  const { size, compressedSize } = local
  const wanted = {
    size: size === SENTINEL_32,
    compressedSize: compressedSize === SENTINEL_32,
    localHeaderOffset: false,
  }
  if (zip64 === null || (!wanted.size && !wanted.compressedSize)) return { size, compressedSize }
  const both = { size: true, compressedSize: true, localHeaderOffset: false }
  const large = parseZip64Extra(zip64, both) ?? parseZip64Extra(zip64, wanted)
  if (large === null) throw damaged('has a ZIP64 field that cannot be read')
  return {
    size: wanted.size ? (large.size ?? size) : size,
    compressedSize: wanted.compressedSize ? (large.compressedSize ?? compressedSize) : compressedSize,
  }
}

const LONGEST_DESCRIPTOR = 24
const DESCRIPTOR_SIGNATURE = 0x08074b50

/**
 * Length of the data descriptor at the start of `tail` (APPNOTE 4.3.9). Neither its signature nor its width is certain
 * in archives of other makers: the form that says what the central directory says is taken, the likeliest first.
 */
function descriptorLength(entry: ListedEntry, tail: Uint8Array, zip64: boolean): number {
  for (const wide of [zip64, !zip64]) {
    for (const signed of [true, false]) {
      const length = (signed ? 4 : 0) + (wide ? 20 : 12)
      if (length <= tail.length && descriptorSays(entry, tail, signed, wide)) return length
    }
  }
  throw damaged(`has sizes after ${quoted(entry.name)} that contradict its directory`)
}

function descriptorSays(entry: ListedEntry, tail: Uint8Array, signed: boolean, wide: boolean): boolean {
  const view = viewOf(tail)
  const at = signed ? 4 : 0
  const size = (offset: number) => (wide ? Number(view.getBigUint64(offset, true)) : view.getUint32(offset, true))
  return (
    (!signed || view.getUint32(0, true) === DESCRIPTOR_SIGNATURE) &&
    view.getUint32(at, true) === entry.header.crc32 &&
    size(at + 4) === entry.compressedSize &&
    size(at + 4 + (wide ? 8 : 4)) === entry.bytes
  )
}

/** WB-DAMAGED where the declared sizes cannot both be true. */
function payloadOf(entry: ListedEntry): number {
  const { seal, compressedSize, bytes, name } = entry
  const payload = compressedSize - (seal === null ? 0 : SALT_LENGTH[seal.strength] + VERIFIER_LENGTH + CODE_LENGTH)
  if (payload < 0) throw damaged(`has too few bytes for ${quoted(name)}`)
  if (entry.method === METHOD_STORED && payload !== bytes) throw damaged(`lies about the size of ${quoted(name)}`)
  if (entry.directory && bytes !== 0) throw unsafe(`holds a folder with content, ${quoted(name)}`)
  return payload
}
