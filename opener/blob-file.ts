import type { ArchiveSource } from '../lib/zip/reading/archive-source.ts'
import { damaged } from '../lib/zip/reading/refusal.ts'

/** Small reads are served from one window, so that neighbouring headers cost few reads of the file. */
const WINDOW = 256 * 2 ** 10

/** A file of this device, or an archive out of an archive, read by position. */
export class BlobFile implements ArchiveSource {
  readonly path: string
  readonly bytes: number
  readonly #blob: Blob
  #window = { at: 0, bytes: new Uint8Array(0) }

  constructor(blob: Blob, path: string) {
    this.#blob = blob
    this.path = path
    this.bytes = blob.size
  }

  async read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (at < 0 || at + length > this.bytes) throw damaged('ends before its contents do')
    return new Uint8Array(
      await this.#blob
        .slice(at, at + length)
        .arrayBuffer()
        .catch(unreadable),
    )
  }

  async readNear(at: number, length: number): Promise<Uint8Array> {
    const { at: start, bytes } = this.#window
    if (at < start || at + length > start + bytes.length) {
      const wanted = Math.max(length, Math.min(WINDOW, this.bytes - at))
      this.#window = { at, bytes: await this.read(at, wanted) }
    }
    const offset = at - this.#window.at
    return this.#window.bytes.subarray(offset, offset + length)
  }
}

/** Firefox calls the reading of a file that is gone aborted, as if somebody had stopped it. */
function unreadable(error: unknown): never {
  throw error instanceof DOMException ? new DOMException(`${error.name}: ${error.message}`, 'NotReadableError') : error
}
