import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { ioError } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import type { FileSource } from './sources.ts'

/** Never through a link put in the file's place; a fifo put there does not hang. Windows knows neither flag. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * A source file, open for reading, known to be the very one that was listed: same device and inode, size and
 * modification time, when it is opened and again after the last byte was read (`confirmUnchanged`). WB-CHANGED otherwise.
 * What this cannot see: a writer that changes bytes in place and sets the time back.
 */
export class SourceFile {
  readonly #source: FileSource
  readonly #handle: FileHandle

  private constructor(source: FileSource, handle: FileHandle) {
    this.#source = source
    this.#handle = handle
  }

  /** The caller closes it. */
  static async open(source: FileSource): Promise<SourceFile> {
    let handle: FileHandle
    try {
      handle = await open(source.path, READ)
    } catch (error) {
      // ELOOP: a link. ENXIO: a socket. Neither was there when the file was listed.
      if (['ELOOP', 'ENXIO'].includes(errnoOf(error) ?? '')) throw changed(source, error)
      throw ioError(error, source.path, 'read')
    }
    const file = new SourceFile(source, handle)
    try {
      await file.confirmUnchanged()
      return file
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** `length` bytes from `position` on, in memory of their own. WB-CHANGED where the file ends before that. */
  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length)
    for (let at = 0; at < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, position + at).catch(error => {
        throw ioError(error, this.#source.path, 'read')
      })
      if (bytesRead === 0) throw changed(this.#source)
      at += bytesRead
    }
    return bytes
  }

  async confirmUnchanged(): Promise<void> {
    const stat = await this.#handle.stat({ bigint: true }).catch(error => {
      throw ioError(error, this.#source.path, 'read')
    })
    const { identity, size } = this.#source
    const same =
      stat.isFile() &&
      stat.dev === identity.dev &&
      stat.ino === identity.ino &&
      stat.size === BigInt(size) &&
      stat.mtimeNs === identity.mtimeNs
    if (!same) throw changed(this.#source)
  }

  /** A file that was only read has nothing to lose: an error on closing is none of ours. */
  async close(): Promise<void> {
    await this.#handle.close().catch(() => {})
  }
}

function changed(source: FileSource, cause?: unknown): WaybillError {
  const hint = 'Wait until no program writes to it, then send again.'
  return new WaybillError('WB-CHANGED', `${source.path} changed while it was being sealed.`, hint, { cause })
}
