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
  METHOD_STORED,
  SENTINEL_32,
  VERSION_AES,
  VERSION_ZIP64,
} from '../records.ts'
import { encodeAesExtra, encodeExtra, encodeTimestamp, encodeZip64Extra, fitsTimestamp } from '../records-extra.ts'
import { toDosTime } from '../records-time.ts'

/** Unix, version 6.3 of the specification (APPNOTE 4.4.2). */
export const VERSION_MADE_BY = (MADE_BY_UNIX << 8) | 63
/** What encryption adds to an entry's compressed size: salt (16), verifier (2), MAC (10). */
const AES_OVERHEAD = 16 + 2 + 10
/** AE-2: no CRC of the plain text, the MAC alone counts. */
const AE_2 = 2
const AES_256 = 3
/** A file or a folder that is stored in clear (APPNOTE 4.4.3.2). */
const VERSION_CLEAR = 20

/** File types of `st_mode` (POSIX <sys/stat.h>) and the directory bit of MS-DOS. */
const S_IFREG = 0o100000
const S_IFDIR = 0o040000
const DOS_DIRECTORY = 0x10

/** What is known of an entry before the first byte of its data. */
export interface EntryShape {
  /** As it stands in the archive: NFC, relative; a directory's ends in `/`. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly modified: number
  /** Permission bits. */
  readonly mode: number
  readonly method: typeof METHOD_STORED | typeof METHOD_DEFLATED
  /** Plain and stored or deflated; null where that is not known yet: a data descriptor follows the data then. */
  readonly sizes: EntrySizes | null
  /** Neither of the two gets larger than this. */
  readonly bound: number
  /** CRC-32 of an entry in clear, as the inner ZIP of a wrap has them; null for a sealed one (AE-2 stores none). */
  readonly crc32: number | null
}

export interface EntrySizes {
  /** Bytes of the plain content. */
  readonly size: number
  /** Bytes of the stored or deflated content, without salt, verifier and MAC. */
  readonly length: number
}

/** The records of one entry: local header, descriptor, central header. They agree because they come from one place. */
export class EntryRecords {
  readonly #shape: EntryShape
  readonly #name: Uint8Array
  readonly #zip64: boolean

  constructor(shape: EntryShape) {
    this.#shape = shape
    this.#name = new TextEncoder().encode(shape.name)
    this.#zip64 = shape.bound + AES_OVERHEAD >= SENTINEL_32
  }

  /** Sizes stand here where they are known; else they are zero (APPNOTE 4.4.4, bit 3) and in the descriptor. */
  localHeader(): Uint8Array {
    const { sizes } = this.#shape
    return encodeLocalHeader(this.#header(sizes === null ? { compressedSize: 0, size: 0 } : this.#stored(sizes), null))
  }

  /** Empty where the local header has the sizes. */
  descriptor(sizes: EntrySizes): Uint8Array {
    if (this.#shape.sizes !== null) return new Uint8Array(0)
    return encodeDataDescriptor({ crc32: 0, ...this.#stored(sizes) }, this.#zip64)
  }

  /** `offset`: where the local header begins. */
  centralHeader(sizes: EntrySizes, offset: number): Uint8Array {
    const directory = this.#shape.name.endsWith('/')
    const mode = (directory ? S_IFDIR : S_IFREG) | this.#shape.mode
    return encodeCentralHeader({
      ...this.#header(this.#stored(sizes), offset),
      versionMadeBy: VERSION_MADE_BY,
      disk: 0,
      internalAttributes: 0,
      externalAttributes: mode * 0x10000 + (directory ? DOS_DIRECTORY : 0),
      localHeaderOffset: Math.min(offset, SENTINEL_32),
      comment: new Uint8Array(0),
    })
  }

  #stored({ size, length }: EntrySizes): { compressedSize: number; size: number } {
    return { compressedSize: length + (this.#shape.crc32 === null ? AES_OVERHEAD : 0), size }
  }

  /**
   * What local and central header share. An entry that needs ZIP64 in one has it in both: readers conclude from either
   * how long the descriptor is.
   */
  #header(sizes: { compressedSize: number; size: number }, offset: number | null) {
    const { modified, method, crc32 } = this.#shape
    const sealed = crc32 === null
    const seconds = Math.floor(modified / 1000)
    const farAway = offset !== null && offset >= SENTINEL_32
    const zip64 = { ...(this.#zip64 && sizes), ...(farAway && { localHeaderOffset: offset }) }
    const clearVersion = this.#zip64 || farAway ? VERSION_ZIP64 : VERSION_CLEAR
    return {
      versionNeeded: sealed ? VERSION_AES : clearVersion,
      flags: (sealed ? FLAG_ENCRYPTED : 0) | FLAG_UTF8 | (this.#shape.sizes === null ? FLAG_DESCRIPTOR : 0),
      method: sealed ? METHOD_AES : METHOD_STORED,
      dosTime: toDosTime(modified),
      crc32: crc32 ?? 0,
      compressedSize: this.#zip64 ? SENTINEL_32 : sizes.compressedSize,
      size: this.#zip64 ? SENTINEL_32 : sizes.size,
      name: this.#name,
      extra: encodeExtra([
        ...(this.#zip64 || farAway ? [encodeZip64Extra(zip64)] : []),
        ...(fitsTimestamp(seconds) ? [encodeTimestamp(seconds)] : []),
        ...(sealed ? [encodeAesExtra({ vendorVersion: AE_2, strength: AES_256, method })] : []),
      ]),
    } satisfies Partial<CentralHeader>
  }
}
