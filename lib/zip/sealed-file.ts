import { createHash } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { EXCLUSIVE, ioError } from '../durable.ts'

/** Bytes a write, and how many of them may wait for the disk: whoever appends faster than it writes is held back. */
const WRITE_LENGTH = 1024 * 1024
const BUFFERS = 4

/**
 * The archive as a growing file of our own: created exclusively (mode 0600), written behind the caller's back in large
 * pieces, hashed on the way. Ends with `finish` or `abandon`, one of which must be called.
 */
export class SealedFile {
  readonly #path: string
  readonly #handle: FileHandle
  readonly #hash = createHash('sha256')
  readonly #free: Uint8Array[] = []
  readonly #writing: Promise<void>[] = []
  #made = 0
  #current: Uint8Array | null = null
  #filled = 0
  #written = 0

  private constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  /** WB-EXISTS where anything has that name, be it a dangling link. */
  static async create(path: string): Promise<SealedFile> {
    try {
      return new SealedFile(path, await open(path, EXCLUSIVE, 0o600))
    } catch (error) {
      throw ioError(error, path, 'write')
    }
  }

  /** Bytes appended so far: the offset of the next. */
  get length(): number {
    return this.#written + this.#filled
  }

  /** Takes a copy: the caller may use the bytes again. Rejects also for what went wrong with earlier bytes. */
  async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      this.#current ??= await this.#buffer()
      const part = bytes.subarray(at, at + WRITE_LENGTH - this.#filled)
      this.#current.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === WRITE_LENGTH) this.#flush()
    }
  }

  /** All bytes are on the disk when this returns, and the file is closed. */
  async finish(): Promise<{ readonly sha256: string; readonly bytes: number }> {
    this.#flush()
    try {
      await Promise.all(this.#writing)
      await this.#handle.sync()
      await this.#handle.close()
    } catch (error) {
      throw ioError(error, this.#path, 'write')
    }
    return { sha256: this.#hash.digest('hex'), bytes: this.#written }
  }

  /** Closes and removes the file. Never throws: it is called on the way out of another failure. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#writing)
    await this.#handle.close().catch(() => {})
    await unlink(this.#path).catch(() => {})
  }

  async #buffer(): Promise<Uint8Array> {
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.#made < BUFFERS) {
      this.#made++
      return new Uint8Array(WRITE_LENGTH)
    }
    await this.#writing.shift()
    return this.#buffer()
  }

  #flush(): void {
    if (this.#current === null) return
    const buffer = this.#current
    const bytes = buffer.subarray(0, this.#filled)
    this.#hash.update(bytes)
    const writing = this.#writeAll(bytes, this.#written).then(() => {
      this.#free.push(buffer)
    })
    writing.catch(() => {}) // awaited by `#buffer` or `finish`; until then no "unhandled rejection"
    this.#writing.push(writing)
    this.#written += this.#filled
    this.#current = null
    this.#filled = 0
  }

  /** A disk that fills up first writes less than it was given, and says ENOSPC when asked for the rest. */
  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await this.#handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
      }
    } catch (error) {
      throw ioError(error, this.#path, 'write')
    }
  }
}
