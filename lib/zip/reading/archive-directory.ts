/** The central directory, record by record, as what it says of each entry. Source: APPNOTE 6.3.10, 4.3.12, 4.4, 4.5.3. */

import {
  type CentralHeader,
  centralHeaderLength,
  FLAG_ENCRYPTED,
  METHOD_AES,
  METHOD_DEFLATED,
  METHOD_STORED,
  parseCentralHeader,
  SENTINEL_32,
} from '../records.ts'
import {
  type AesExtra,
  EXTRA_AES,
  EXTRA_ZIP64,
  type ExtraField,
  parseAesExtra,
  parseExtra,
  parseZip64Extra,
} from '../records-extra.ts'
import type { DirectoryPlace } from './archive-end.ts'
import type { ArchiveSource } from './archive-source.ts'
import { entryName } from './entry-name.ts'
import { entryTime } from './entry-time.ts'
import { damaged, quoted, unsafe, unsupported } from './refusal.ts'

/** How an entry is sealed: WinZip AES. */
export interface EntrySeal {
  /** 1: the CRC-32 of the content is stored and holds; 2: it is not. */
  readonly vendorVersion: 1 | 2
  /** 1: AES-128, 2: AES-192, 3: AES-256. */
  readonly strength: 1 | 2 | 3
}

/** An entry as the central directory has it; every value was checked for itself, none yet against the local header. */
export interface ListedEntry {
  readonly name: string
  /** True where how the name is written was guessed. */
  readonly guessedName: boolean
  readonly directory: boolean
  /** Declared size of the content. */
  readonly bytes: number
  /** Milliseconds since 1970 UTC. */
  readonly modified: number | null
  /** Null for an entry in clear. */
  readonly seal: EntrySeal | null
  readonly method: typeof METHOD_STORED | typeof METHOD_DEFLATED
  readonly compressedSize: number
  readonly localHeaderOffset: number
  readonly header: CentralHeader
}

/** Memory that a directory may take: a file of that many bytes has to exist first. */
const LONGEST_DIRECTORY = 2 ** 29

export async function readDirectory(file: ArchiveSource, place: DirectoryPlace): Promise<ListedEntry[]> {
  if (place.size > LONGEST_DIRECTORY) throw unsupported('has a directory of more than 512 MiB')
  const bytes = await file.read(place.offset, place.size)
  const entries: ListedEntry[] = []
  const names = new Set<string>()
  let at = 0
  for (; entries.length < place.entries; at += centralHeaderLength(bytes, at) ?? 0) {
    const header = parseCentralHeader(bytes, at)
    if (header === null) throw damaged('has a directory that cannot be read')
    const entry = listedEntry(header)
    if (names.has(entry.name)) throw unsafe(`holds ${quoted(entry.name)} twice`)
    names.add(entry.name)
    entries.push(entry)
  }
  if (at !== bytes.length) throw tooMany(place, bytes, at)
  return entries
}

/** Records beyond those counted: perhaps the 16-bit counter overflowed, which only ZIP64 allows for. */
function tooMany(place: DirectoryPlace, bytes: Uint8Array, from: number): Error {
  let more = 0
  for (let at = from, length: number | null; ; at += length, more++) {
    length = centralHeaderLength(bytes, at)
    if (length === null) break
  }
  if (!place.zip64 && more > 0 && more % 0x10000 === 0) return unsupported('has more than 65535 entries without ZIP64')
  return damaged('has a directory longer than its entries')
}

function listedEntry(header: CentralHeader): ListedEntry {
  const extra = parseExtra(header.extra)
  if (extra === null) throw damaged('has a directory that cannot be read')
  const { name, guessed } = entryName(header, extra)
  const sizes = realSizes(header, extra)
  if (header.disk !== 0) throw unsupported('is one part of several')
  const aes = sealOf(name, header, extra)
  return {
    name,
    guessedName: guessed,
    directory: isDirectory(name, header),
    bytes: sizes.size,
    modified: entryTime(header, extra),
    // zip.js stores what is empty without salt and code, though it marks it as encrypted: that is as good as in clear
    seal: aes === null || (sizes.compressedSize === 0 && sizes.size === 0) ? null : checkedSeal(name, aes),
    method: checkedMethod(name, aes?.method ?? header.method),
    compressedSize: sizes.compressedSize,
    localHeaderOffset: sizes.localHeaderOffset,
    header,
  }
}

/** The one field of that kind, or null; WB-DAMAGED for two, since programs would take different ones. */
export function onlyExtra(extra: readonly ExtraField[], id: number): ExtraField | null {
  const [first, second] = extra.filter(field => field.id === id)
  if (second !== undefined) throw damaged('has an entry with the same extra field twice')
  return first ?? null
}

function realSizes(header: CentralHeader, extra: readonly ExtraField[]) {
  const { size, compressedSize, localHeaderOffset } = header
  const wanted = {
    size: size === SENTINEL_32,
    compressedSize: compressedSize === SENTINEL_32,
    localHeaderOffset: localHeaderOffset === SENTINEL_32,
  }
  const field = onlyExtra(extra, EXTRA_ZIP64)
  if (field === null || !Object.values(wanted).includes(true)) return { size, compressedSize, localHeaderOffset }
  const large = parseZip64Extra(field.data, wanted)
  if (large === null) throw damaged('has a ZIP64 field that cannot be read')
  return { size, compressedSize, localHeaderOffset, ...large }
}

/** General purpose bits (APPNOTE 4.4.4): 5 patch data, 6 strong encryption, 13 masked headers. */
const FLAGS_UNSUPPORTED = (1 << 5) | (1 << 6) | (1 << 13)

function sealOf(name: string, header: CentralHeader, extra: readonly ExtraField[]): AesExtra | null {
  if ((header.flags & FLAGS_UNSUPPORTED) !== 0) throw unsupported(`holds ${quoted(name)} in an unknown form`)
  const encrypted = (header.flags & FLAG_ENCRYPTED) !== 0
  const field = onlyExtra(extra, EXTRA_AES)
  if (!encrypted && header.method !== METHOD_AES && field === null) return null
  if (encrypted && header.method !== METHOD_AES) {
    throw unsupported(`holds ${quoted(name)} in the old ZIP encryption (ZipCrypto), which protects nothing`)
  }
  const aes = field === null ? null : parseAesExtra(field.data)
  if (!encrypted || aes === null) throw damaged(`contradicts itself on how ${quoted(name)} is encrypted`)
  return aes
}

function checkedSeal(name: string, { vendorVersion, strength }: AesExtra): EntrySeal {
  if ((vendorVersion === 1 || vendorVersion === 2) && (strength === 1 || strength === 2 || strength === 3)) {
    return { vendorVersion, strength }
  }
  throw unsupported(`holds ${quoted(name)} in an unknown kind of AES`)
}

function checkedMethod(name: string, method: number): ListedEntry['method'] {
  if (method === METHOD_STORED || method === METHOD_DEFLATED) return method
  throw unsupported(`holds ${quoted(name)} compressed with method ${method}, neither stored nor deflated`)
}

/** `st_mode` of Unix (POSIX `S_IFMT` and its values; zero in archives of others), MS-DOS directory bit (APPNOTE 4.4.15). */
const TYPE_MASK = 0o170000
const TYPE_REGULAR = 0o100000
const TYPE_DIRECTORY = 0o040000
const TYPE_LINK = 0o120000
const DOS_DIRECTORY = 0x10

function isDirectory(name: string, header: CentralHeader): boolean {
  const type = (header.externalAttributes >>> 16) & TYPE_MASK
  if (type === TYPE_LINK) throw unsafe(`holds a link, ${quoted(name)}`)
  if (type !== 0 && type !== TYPE_REGULAR && type !== TYPE_DIRECTORY) throw unsafe(`holds a device, ${quoted(name)}`)
  const directory = name.endsWith('/')
  const said = type === 0 ? (header.externalAttributes & DOS_DIRECTORY) !== 0 : type === TYPE_DIRECTORY
  if (said && !directory) throw unsafe(`contradicts itself on whether ${quoted(name)} is a folder`)
  return directory
}
