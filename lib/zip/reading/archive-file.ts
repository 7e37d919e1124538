import { readSync, read as readWithCallback } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { open, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { ioError } from '../../durable.ts'
import { WaybillError } from '../../error.ts'
import type { ArchiveSource } from './archive-source.ts'
import { damaged } from './refusal.ts'

/** Small reads are served from one window of the file, so that 20 000 neighbouring headers cost few system calls. */
const WINDOW = 64 * 2 ** 10

const readAsync = promisify(readWithCallback)

/** An open archive as it is lent to another thread: descriptors belong to the whole process. */
export interface LentFile {
  readonly path: string
  readonly descriptor: number
  readonly bytes: number
}

/**
 * An archive on disk, read by position through one descriptor, in every thread the same: whoever swaps the file by name
 * meanwhile changes nothing. The file is untrusted; what is read beyond its end is WB-DAMAGED.
 */
export class ArchiveFile implements LentFile, ArchiveSource {
  readonly path: string
  readonly descriptor: number
  readonly bytes: number
  #window: { at: number; bytes: Uint8Array } = { at: 0, bytes: new Uint8Array(0) }

  /** Whoever lends the file closes it, after the last read. */
  constructor({ path, descriptor, bytes }: LentFile) {
    this.path = path
    this.descriptor = descriptor
    this.bytes = bytes
  }

  /** Lends the open file to `work` and closes it afterwards. */
  static async use<T>(path: string, work: (file: ArchiveFile) => Promise<T>): Promise<T> {
    const handle = await openRegular(path)
    try {
      return await work(new ArchiveFile({ path, descriptor: handle.fd, bytes: (await handle.stat()).size }))
    } finally {
      await handle.close()
    }
  }

  async read(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#room(at, length)
    for (let done = 0; done < length; ) {
      const { bytesRead } = await readAsync(this.descriptor, bytes, done, length - done, at + done).catch(
        (error: unknown) => Promise.reject(ioError(error, this.path)),
      )
      done += some(bytesRead)
    }
    return bytes
  }

  /** Like `read` without a pause: for a few bytes, or in a thread that has nothing else to do. */
  readNow(at: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#room(at, length)
    for (let done = 0; done < length; ) done += some(this.#readSome(bytes, done, at + done))
    return bytes
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

  #room(at: number, length: number): Uint8Array<ArrayBuffer> {
    if (at < 0 || at + length > this.bytes) throw damaged('ends before its contents do')
    return Buffer.allocUnsafeSlow(length) // not cleared first: it is filled whole, or thrown away
  }

  #readSome(bytes: Uint8Array, done: number, at: number): number {
    try {
      return readSync(this.descriptor, bytes, done, bytes.length - done, at)
    } catch (error) {
      throw ioError(error, this.path)
    }
  }
}

/** `count`, if it is not the end of the file. */
function some(count: number): number {
  if (count === 0) throw damaged('became shorter while it was read')
  return count
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
