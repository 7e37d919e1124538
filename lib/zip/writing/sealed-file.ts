import { type FileHandle, open, unlink } from 'node:fs/promises'
import { EXCLUSIVE, ioError } from '../../durable.ts'
import type { WaybillError } from '../../error.ts'

/** Fewer bytes are gathered and written together with those after them. */
const SMALL = 64 * 1024
/** Bytes after which what is written is sent on to the disk, so that little is left to wait for at the end. */
const SYNC_EVERY = 64 * 1024 * 1024

export interface SealedFileMeans {
  /** Memory for gathering; whoever appends faster than the disk writes is held back when all of it waits. */
  readonly buffers: readonly Uint8Array[]
  /** Takes the bytes of the file in order; answers the SHA-256 in hex after the last ones. */
  readonly digest: (bytes: Uint8Array, last: boolean) => Promise<string | null>
  /** Told at once when writing or hashing fails. */
  readonly onFailure: (error: unknown) => void
  /** What errors name, where the file will be called otherwise. */
  readonly final?: string
}

/**
 * The archive as a growing file of our own: created exclusively (mode 0600), written behind the caller's back, hashed on
 * the way. Ends with `finish` or `abandon`, one of which must be called.
 */
export class SealedFile {
  readonly #path: string
  readonly #final: string
  readonly #handle: FileHandle
  readonly #means: SealedFileMeans
  readonly #free: Uint8Array[]
  readonly #busy = new Set<Promise<void>>()
  #gathered: { readonly buffer: Uint8Array; length: number } | null = null
  #written = 0
  #unsynced = 0
  #syncing: Promise<void> | null = null
  /** The system tells of bytes that it could not save once, not again at the end. */
  #lost: WaybillError | null = null

  private constructor(path: string, handle: FileHandle, means: SealedFileMeans) {
    this.#path = path
    this.#final = means.final ?? path
    this.#handle = handle
    this.#means = means
    this.#free = [...means.buffers]
  }

  /** WB-EXISTS where anything has that name, be it a dangling link. */
  static async create(path: string, means: SealedFileMeans): Promise<SealedFile> {
    try {
      return new SealedFile(path, await open(path, EXCLUSIVE, 0o600), means)
    } catch (error) {
      throw ioError(error, means.final ?? path, 'write')
    }
  }

  /** Bytes appended so far: the offset of the next. */
  get length(): number {
    return this.#written + (this.#gathered?.length ?? 0)
  }

  /**
   * One call at a time. Many bytes in shared memory are written from where they lie, all others are copied; `release` is
   * called as soon as the memory may be used again.
   */
  async append(bytes: Uint8Array, release: () => void = () => {}): Promise<void> {
    if (bytes.length >= SMALL && bytes.buffer instanceof SharedArrayBuffer) {
      this.#flush()
      this.#write(bytes, release)
      return
    }
    for (let at = 0; at < bytes.length; ) at += await this.#gather(bytes.subarray(at))
    release()
  }

  /** All bytes are on the disk when this returns, and the file is closed. */
  async finish(): Promise<{ readonly sha256: string; readonly bytes: number }> {
    this.#flush()
    const sha256 = this.#means.digest(new Uint8Array(0), true)
    await Promise.all([...this.#busy, sha256])
    await this.#syncing // which the last of the writes may have begun
    try {
      await this.#handle.sync()
      if (this.#lost !== null) throw this.#lost
      await this.#handle.close()
    } catch (error) {
      throw ioError(error, this.#final, 'write')
    }
    return { sha256: (await sha256) ?? '', bytes: this.#written }
  }

  /** Closes and removes the file. Never throws: it is called on the way out of another failure. */
  async abandon(): Promise<void> {
    await Promise.allSettled(this.#busy)
    await this.#syncing
    await this.#handle.close().catch(() => {})
    await unlink(this.#path).catch(() => {})
  }

  /** Copies as much as fits into the buffer at hand; answers how much that was. */
  async #gather(bytes: Uint8Array): Promise<number> {
    this.#gathered ??= { buffer: await this.#buffer(), length: 0 }
    const { buffer, length } = this.#gathered
    const part = bytes.subarray(0, buffer.length - length)
    buffer.set(part, length)
    this.#gathered.length += part.length
    if (this.#gathered.length === buffer.length) this.#flush()
    return part.length
  }

  async #buffer(): Promise<Uint8Array> {
    for (;;) {
      const free = this.#free.pop()
      if (free !== undefined) return free
      await Promise.race(this.#busy)
    }
  }

  #flush(): void {
    if (this.#gathered === null) return
    const { buffer, length } = this.#gathered
    this.#gathered = null
    this.#write(buffer.subarray(0, length), () => this.#free.push(buffer))
  }

  /** Writes and hashes beside each other; the bytes are let go of when both are done. */
  #write(bytes: Uint8Array, release: () => void): void {
    const work = Promise.all([this.#writeAll(bytes, this.#written), this.#means.digest(bytes, false)])
    this.#written += bytes.length
    const busy = work.then(release)
    this.#busy.add(busy)
    busy.then(() => this.#busy.delete(busy), this.#means.onFailure)
  }

  /** A disk that fills up first writes less than it was given, and says ENOSPC when asked for the rest. */
  async #writeAll(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        at += (await this.#handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
      }
    } catch (error) {
      throw ioError(error, this.#final, 'write')
    }
    this.#unsynced += bytes.length
    if (this.#unsynced >= SYNC_EVERY && this.#syncing === null) this.#syncing = this.#sync()
  }

  async #sync(): Promise<void> {
    this.#unsynced = 0
    try {
      await this.#handle.datasync()
    } catch (error) {
      this.#lost = ioError(error, this.#final, 'write')
      this.#means.onFailure(this.#lost)
    }
    this.#syncing = null
  }
}
