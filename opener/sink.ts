import { Parts } from './whole.ts'

/** Where a new file grows, piece by piece. */
export interface Sink {
  /** So far. */
  readonly bytes: number
  add(piece: Uint8Array<ArrayBuffer>): Promise<void>
  /**
   * Adds a piece whose final form is known only after the `content` bytes that follow it; what comes back puts that, of
   * the same length, in its place.
   */
  reserve(piece: Uint8Array<ArrayBuffer>, content: number): Promise<(final: Uint8Array<ArrayBuffer>) => Promise<void>>
}

/** In the browser's keeping, until it is saved. */
export class BlobSink implements Sink {
  readonly #before: BlobPart[] = []
  #parts = new Parts()
  bytes = 0

  async add(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#parts.add(piece)
    this.bytes += piece.length
  }

  async reserve(piece: Uint8Array<ArrayBuffer>, content: number) {
    // ten thousand small files would be twenty thousand blobs: what is still in this memory is set right there
    if (this.#parts.hasRoomFor(piece.length + content)) {
      await this.add(piece)
      return async (final: Uint8Array<ArrayBuffer>) => piece.set(final)
    }
    const index = this.#before.push(await this.#parts.blob(), piece) - 1
    this.#parts = new Parts()
    this.bytes += piece.length
    return async (final: Uint8Array<ArrayBuffer>) => {
      this.#before[index] = final
    }
  }

  async blob(): Promise<Blob> {
    return new Blob([...this.#before, await this.#parts.blob()], { type: 'application/octet-stream' })
  }
}

/**
 * In a file of the disk. The browser writes beside it and puts the whole in its place on `close`; until then, and after
 * `abort`, the file is as it was (File System Standard, `createWritable`).
 */
export class FileSink implements Sink {
  readonly #stream: FileSystemWritableFileStream
  bytes = 0

  constructor(stream: FileSystemWritableFileStream) {
    this.#stream = stream
  }

  async add(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#stream.write(piece)
    this.bytes += piece.length
  }

  async reserve(piece: Uint8Array<ArrayBuffer>) {
    const position = this.bytes
    await this.add(piece)
    return async (final: Uint8Array<ArrayBuffer>) => {
      await this.#stream.write({ type: 'write', position, data: final })
      await this.#stream.seek(this.bytes)
    }
  }
}
