import { AES_OVERHEAD, type EntryCipher } from './aes.ts'
import { streamBound } from './deflate.ts'
import {
  type CentralHeader,
  encodeCentralHeader,
  encodeDataDescriptor,
  encodeLocalHeader,
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_UTF8,
  MADE_BY_UNIX,
  METHOD_AES,
  type METHOD_DEFLATED,
  type METHOD_STORED,
  SENTINEL_16,
  SENTINEL_32,
  VERSION_AES,
} from './records.ts'
import { joined } from './records-bytes.ts'
import { encodeEndRecord, encodeZip64EndRecord, encodeZip64Locator } from './records-end.ts'
import { encodeAesExtra, encodeExtra, encodeTimestamp, encodeZip64Extra, fitsTimestamp } from './records-extra.ts'
import { toDosTime } from './records-time.ts'
import type { SealedFile } from './sealed-file.ts'

/** Unix, version 6.3 of the specification (APPNOTE 4.4.2). */
const VERSION_MADE_BY = (MADE_BY_UNIX << 8) | 63
/** AE-2: no CRC of the plain text, the MAC alone counts. */
const AE_2 = 2
const AES_256 = 3

/** File types of `st_mode` (POSIX <sys/stat.h>) and the directory bit of MS-DOS. */
const S_IFREG = 0o100000
const S_IFDIR = 0o040000
const DOS_DIRECTORY = 0x10

/** What is known of an entry before the first byte of its data. */
export interface EntryStart {
  /** As it stands in the archive: NFC, relative; a directory's ends in `/`. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly modified: number
  /** Permission bits. */
  readonly mode: number
  /** Of the plain content. */
  readonly size: number
  readonly method: typeof METHOD_STORED | typeof METHOD_DEFLATED
  /** Length of what will be appended; null where it is not known yet: a data descriptor follows the data then. */
  readonly length: number | null
  readonly salt: Uint8Array
  readonly cipher: EntryCipher
}

/**
 * The structure of the archive around the entries' data: local headers, descriptors, central directory, end. One entry
 * at a time: `begin`, `append` …, `end`; then `finish`.
 *
 * A directory is sealed like a file without content (28 bytes of salt, verifier and MAC), so that no entry is in clear
 * and none can be slipped in. 7-Zip, bsdtar and zip.js at its strictest make the directory from it (test/interop).
 */
export class SealedArchive {
  readonly #file: SealedFile
  readonly #directory: Uint8Array[] = []
  #entry: OpenEntry | null = null

  constructor(file: SealedFile) {
    this.#file = file
  }

  async begin(start: EntryStart): Promise<void> {
    if (this.#entry !== null) throw new RangeError('the entry before is not ended')
    const entry = new OpenEntry(start, this.#file.length)
    await this.#file.append(joined(entry.localHeader(), start.salt, start.cipher.verifier))
    this.#entry = entry
  }

  /** The next bytes of the entry's stored or deflated data. Encrypts them in place: they are ciphertext afterwards. */
  async append(data: Uint8Array): Promise<void> {
    const entry = this.#open()
    entry.encrypt(data)
    await this.#file.append(data)
  }

  async end(): Promise<void> {
    const entry = this.#open()
    await this.#file.append(joined(entry.mac(), entry.descriptor()))
    this.#directory.push(entry.centralHeader())
    this.#entry = null
  }

  /** `comment` is in UTF-8 at most 65 535 bytes long. */
  async finish(comment: string): Promise<void> {
    const directoryOffset = this.#file.length
    for (const header of this.#directory) await this.#file.append(header)
    const end = {
      disk: 0,
      directoryDisk: 0,
      entriesOnDisk: this.#directory.length,
      entries: this.#directory.length,
      directorySize: this.#file.length - directoryOffset,
      directoryOffset,
    }
    const endRecordOffset = this.#file.length
    if (end.entries >= SENTINEL_16 || end.directorySize >= SENTINEL_32 || directoryOffset >= SENTINEL_32) {
      const versions = { versionMadeBy: VERSION_MADE_BY, versionNeeded: VERSION_AES }
      await this.#file.append(encodeZip64EndRecord({ ...versions, ...end }))
      await this.#file.append(encodeZip64Locator({ disk: 0, endRecordOffset, disks: 1 }))
    }
    await this.#file.append(
      encodeEndRecord({
        ...end,
        entriesOnDisk: Math.min(end.entries, SENTINEL_16),
        entries: Math.min(end.entries, SENTINEL_16),
        directorySize: Math.min(end.directorySize, SENTINEL_32),
        directoryOffset: Math.min(directoryOffset, SENTINEL_32),
        comment: new TextEncoder().encode(comment),
      }),
    )
  }

  #open(): OpenEntry {
    if (this.#entry === null) throw new RangeError('no entry was begun')
    return this.#entry
  }
}

/** One entry on its way: its records, and the cipher at its place in the stream. */
class OpenEntry {
  readonly #start: EntryStart
  readonly #name: Uint8Array
  readonly #offset: number
  readonly #zip64: boolean
  #length = 0

  constructor(start: EntryStart, offset: number) {
    this.#start = start
    this.#name = new TextEncoder().encode(start.name)
    this.#offset = offset
    const longest = start.length ?? streamBound(start.size)
    this.#zip64 = Math.max(start.size, longest + AES_OVERHEAD) >= SENTINEL_32
  }

  encrypt(data: Uint8Array): void {
    this.#start.cipher.keystream.apply(data, this.#length)
    this.#start.cipher.authenticate(data)
    this.#length += data.length
  }

  mac(): Uint8Array {
    if (this.#start.length !== null && this.#start.length !== this.#length) {
      throw new RangeError(`the header of ${this.#start.name} promised another length`)
    }
    return this.#start.cipher.mac()
  }

  /** Sizes stand here where they are known; else they are zero (APPNOTE 4.4.4, bit 3) and in the descriptor. */
  localHeader(): Uint8Array {
    const known = this.#start.length !== null
    const sizes = {
      compressedSize: known ? (this.#start.length ?? 0) + AES_OVERHEAD : 0,
      size: known ? this.#start.size : 0,
    }
    return encodeLocalHeader(this.#header(sizes, null))
  }

  descriptor(): Uint8Array {
    if (this.#start.length !== null) return new Uint8Array(0)
    return encodeDataDescriptor({ crc32: 0, ...this.#sizes() }, this.#zip64)
  }

  centralHeader(): Uint8Array {
    const directory = this.#start.name.endsWith('/')
    const mode = (directory ? S_IFDIR : S_IFREG) | this.#start.mode
    return encodeCentralHeader({
      ...this.#header(this.#sizes(), this.#offset),
      versionMadeBy: VERSION_MADE_BY,
      disk: 0,
      internalAttributes: 0,
      externalAttributes: mode * 0x10000 + (directory ? DOS_DIRECTORY : 0),
      localHeaderOffset: Math.min(this.#offset, SENTINEL_32),
      comment: new Uint8Array(0),
    })
  }

  #sizes(): { compressedSize: number; size: number } {
    return { compressedSize: this.#length + AES_OVERHEAD, size: this.#start.size }
  }

  /**
   * What local and central header share. An entry that needs ZIP64 in one has it in both: readers conclude from either
   * how long the descriptor is.
   */
  #header(sizes: { compressedSize: number; size: number }, offset: number | null) {
    const seconds = Math.floor(this.#start.modified / 1000)
    const farAway = offset !== null && offset >= SENTINEL_32
    const zip64 = { ...(this.#zip64 && sizes), ...(farAway && { localHeaderOffset: offset }) }
    return {
      versionNeeded: VERSION_AES,
      flags: FLAG_ENCRYPTED | FLAG_UTF8 | (this.#start.length === null ? FLAG_DESCRIPTOR : 0),
      method: METHOD_AES,
      dosTime: toDosTime(this.#start.modified),
      crc32: 0,
      compressedSize: this.#zip64 ? SENTINEL_32 : sizes.compressedSize,
      size: this.#zip64 ? SENTINEL_32 : sizes.size,
      name: this.#name,
      extra: encodeExtra([
        ...(this.#zip64 || farAway ? [encodeZip64Extra(zip64)] : []),
        ...(fitsTimestamp(seconds) ? [encodeTimestamp(seconds)] : []),
        encodeAesExtra({ vendorVersion: AE_2, strength: AES_256, method: this.#start.method }),
      ]),
    } satisfies Partial<CentralHeader>
  }
}
