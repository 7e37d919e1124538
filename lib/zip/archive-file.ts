import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { ioError } from '../durable.ts'
import { WaybillError } from '../error.ts'
import { damaged } from './refusal.ts'

/** Small reads are served from one window of the file, so that 20 000 neighbouring headers cost few system calls. */
const WINDOW = 64 * 2 ** 10

/**
 * An archive on disk, read by position through one handle: whoever swaps the file by name meanwhile changes nothing.
 * The file is untrusted; what is read beyond its end is WB-DAMAGED.
 */
export class ArchiveFile {
  readonly path: string
  readonly bytes: number
  readonly #handle: FileHandle
  #window: { at: number; bytes: Uint8Array } = { at: 0, bytes: new Uint8Array(0) }

  private constructor(path: string, handle: FileHandle, bytes: number) {
    this.path = path
    this.#handle = handle
    this.bytes = bytes
  }

  /** Lends the open file to `work` and closes it afterwards. */
  static async use<T>(path: string, work: (file: ArchiveFile) => Promise<T>): Promise<T> {
    const handle = await openRegular(path)
    try {
      return await work(new ArchiveFile(path, handle, (await handle.stat()).size))
    } finally {
      await handle.close()
    }
  }

  /** Exactly `length` bytes, in memory of their own. */
  async read(at: number, length: number): Promise<Uint8Array> {
    if (at < 0 || at + length > this.bytes) throw damaged('ends before its contents do')
    const bytes = new Uint8Array(length)
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#handle
        .read(bytes, done, length - done, at + done)
        .catch((error: unknown) => Promise.reject(ioError(error, this.path)))
      if (bytesRead === 0) throw damaged('became shorter while it was read')
      done += bytesRead
    }
    return bytes
  }

  /** Like `read`, for few bytes beside those read last; one call at a time, and the result is valid until the next. */
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

async function openRegular(path: string): Promise<FileHandle> {
  try {
    // asked before it is opened: opening a named pipe would wait for a writer
    if ((await stat(path)).isFile()) return await open(path, 'r')
  } catch (error) {
    throw ioError(error, path)
  }
  throw new WaybillError('WB-NOT-ZIP', `${path} is not a file.`, 'Name the archive itself.')
}
