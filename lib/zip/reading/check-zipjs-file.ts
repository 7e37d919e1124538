import type { ArchiveFile } from './archive-file.ts'

/** Pieces in which contents are read. */
const PIECE = 2 ** 18

/** The reader port of zip.js over our file: small memory whatever the size. */
export class PositionalReader {
  readonly #file: ArchiveFile
  readonly size: number

  constructor(file: ArchiveFile) {
    this.#file = file
    this.size = file.bytes
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.createReadable()
  }

  createReadable(range?: { offset?: number; size?: number }): ReadableStream<Uint8Array> {
    let at = range?.offset ?? 0
    const end = Math.min(at + (range?.size ?? this.size), this.size)
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (at >= end) return controller.close()
      const piece = await this.readUint8Array(at, Math.min(PIECE, end - at))
      at += piece.length
      controller.enqueue(piece)
    }
    return new ReadableStream({ pull }, { highWaterMark: 0 })
  }

  /** Less than `length` at the end of the file, as zip.js expects. */
  async readUint8Array(at: number, length: number): Promise<Uint8Array> {
    return this.#file.readNow(at, Math.max(0, Math.min(length, this.size - at)))
  }
}
