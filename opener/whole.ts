import type { ArchivedFile } from './archived-file.ts'
import type { Watch } from './watch.ts'

/** Bytes after which a part is handed to the browser, which may lay it on its disk. */
const PART = 2 ** 24

/**
 * A content that grows piece by piece; most of it lies where the browser keeps its blobs, not in this page's memory. Throws a
 * RangeError as soon as the browser has no room for it.
 */
export class Parts {
  readonly #parts: Blob[] = []
  #pieces: Uint8Array<ArrayBuffer>[] = []
  #length = 0

  async add(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#pieces.push(piece)
    this.#length += piece.length
    if (this.#length >= PART) await this.#close()
  }

  /** Whether so many bytes more, added one after the other, all stay in this page's memory at first. */
  hasRoomFor(bytes: number): boolean {
    return this.#length + bytes < PART
  }

  /** Of no type that a browser would act on. */
  async blob(type = 'application/octet-stream'): Promise<Blob> {
    await this.#close()
    return new Blob(this.#parts, { type })
  }

  async #close(): Promise<void> {
    if (this.#length > 0) this.#parts.push(await kept(new Blob(this.#pieces)))
    this.#pieces = []
    this.#length = 0
  }
}

/** Making a blob never fails: that there is no room for it Chromium says only to whoever reads it, from half a gigabyte on. */
async function kept(blob: Blob): Promise<Blob> {
  try {
    await blob.slice(0, 1).arrayBuffer()
  } catch (error) {
    throw new RangeError('the browser has no room for this much', { cause: error })
  }
  return blob
}

/** The content, only when it was authenticated and compared to its last byte. */
export async function wholeOf(file: ArchivedFile, watch: Watch, type?: string): Promise<Blob> {
  const parts = new Parts()
  for await (const piece of file.read(watch)) await parts.add(piece)
  return parts.blob(type)
}
