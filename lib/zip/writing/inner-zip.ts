import { METHOD_STORED, VERSION_ZIP64 } from '../records.ts'
import { joined } from '../records-bytes.ts'
import type { PlainSource } from '../sources.ts'
import { archiveTail } from './archive-tail.ts'
import { EntryRecords } from './entry-records.ts'
import { sizeOf } from './pack-jobs.ts'

/**
 * The layout of the ZIP inside a wrap: entries stored, in clear, with sizes and CRC-32 in their local headers, so that
 * every program opens it. Where everything lies is known before anything is read; only the checksums are not.
 */
export class InnerZip {
  readonly #sources: readonly PlainSource[]
  readonly #offsets: number[] = []
  /** Where the central directory begins. */
  readonly #end: number
  /** Bytes of the whole inner ZIP. */
  readonly size: number
  readonly tailLength: number

  constructor(sources: readonly PlainSource[]) {
    this.#sources = sources
    let at = 0
    for (const source of sources) {
      this.#offsets.push(at)
      at += innerHeader(source, 0).length + sizeOf(source)
    }
    this.#end = at
    this.tailLength = this.tail(sources.map(() => 0)).length
    this.size = at + this.tailLength
  }

  /** Central directory and end, for the CRC-32 of each source. Always of the same length. */
  tail(checksums: readonly number[]): Uint8Array {
    const headers = this.#sources.map((source, i) => {
      const size = sizeOf(source)
      return records(source, checksums[i] ?? 0).centralHeader({ size, length: size }, this.#offsets[i] ?? 0)
    })
    const directory = joined(...headers)
    const place = { entries: headers.length, directorySize: directory.length, directoryOffset: this.#end }
    return joined(directory, archiveTail({ ...place, comment: '', versionNeeded: VERSION_ZIP64 }))
  }
}

export function innerHeader(source: PlainSource, checksum: number): Uint8Array {
  return records(source, checksum).localHeader()
}

function records(source: PlainSource, checksum: number): EntryRecords {
  const { name, modified, mode } = source
  const size = sizeOf(source)
  const sizes = { size, length: size }
  return new EntryRecords({ name, modified, mode, method: METHOD_STORED, sizes, bound: size, crc32: checksum })
}
