/**
 * A source file, known to be the very one that was listed: same device and inode, size and modification time, when it is
 * opened and again after its last byte was read. WB-CHANGED otherwise. What this cannot see: a writer that changes bytes
 * in place and sets the time back.
 */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { ioError } from '../../durable.ts'
import { errnoOf, WaybillError } from '../../error.ts'
import type { FileSource } from '../sources.ts'

/** Never through a link put in the file's place; a fifo put there does not hang. Windows knows neither flag. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** A large file, open as long as pieces of it are read by number. */
export class SourceFile {
  readonly #source: FileSource
  readonly #handle: FileHandle

  private constructor(source: FileSource, handle: FileHandle) {
    this.#source = source
    this.#handle = handle
  }

  /** The caller closes it. */
  static async open(source: FileSource): Promise<SourceFile> {
    const handle = await open(source.path, READ).catch(error => Promise.reject(openError(source, error)))
    const file = new SourceFile(source, handle)
    try {
      await file.confirmUnchanged()
      return file
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Good in every thread, until `close`. */
  get descriptor(): number {
    return this.#handle.fd
  }

  /** `length` bytes from `position` on, in memory of their own. WB-CHANGED where the file ends before that. */
  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(length)
    for (let at = 0; at < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, position + at).catch(error => {
        throw ioError(error, this.#source.path, 'read')
      })
      if (bytesRead === 0) throw changed(this.#source.path)
      at += bytesRead
    }
    return bytes
  }

  async confirmUnchanged(): Promise<void> {
    const stat = await this.#handle.stat({ bigint: true }).catch(error => {
      throw ioError(error, this.#source.path, 'read')
    })
    refuseChanged(this.#source, stat)
  }

  /** A file that was only read has nothing to lose: an error on closing is none of ours. */
  async close(): Promise<void> {
    await this.#handle.close().catch(() => {})
  }
}

/** The whole of a small file into the beginning of `target`; opened, confirmed, read, confirmed and closed at once. */
export function readWhole(source: FileSource, target: Uint8Array): Uint8Array {
  let descriptor: number
  try {
    descriptor = openSync(source.path, READ)
  } catch (error) {
    throw openError(source, error)
  }
  try {
    const content = target.subarray(0, source.size)
    confirm()
    readExactly(descriptor, source.path, content, 0)
    confirm()
    return content
  } finally {
    closeSync(descriptor)
  }

  function confirm(): void {
    try {
      refuseChanged(source, fstatSync(descriptor, { bigint: true }))
    } catch (error) {
      throw errnoOf(error) === undefined || error instanceof WaybillError ? error : ioError(error, source.path, 'read')
    }
  }
}

/** Fills `target` from `position` on. WB-CHANGED where the file ends before that. */
export function readExactly(descriptor: number, path: string, target: Uint8Array, position: number): void {
  for (let at = 0; at < target.length; ) {
    let read: number
    try {
      read = readSync(descriptor, target, at, target.length - at, position + at)
    } catch (error) {
      throw ioError(error, path, 'read')
    }
    if (read === 0) throw changed(path)
    at += read
  }
}

function refuseChanged({ identity, size, path }: FileSource, stat: BigIntStats): void {
  const same =
    stat.isFile() &&
    stat.dev === identity.dev &&
    stat.ino === identity.ino &&
    stat.size === BigInt(size) &&
    stat.mtimeNs === identity.mtimeNs
  if (!same) throw changed(path)
}

function openError(source: FileSource, error: unknown): WaybillError {
  // ELOOP: a link. ENXIO: a socket. Neither was there when the file was listed.
  if (['ELOOP', 'ENXIO'].includes(errnoOf(error) ?? '')) return changed(source.path, error)
  return ioError(error, source.path, 'read')
}

function changed(path: string, cause?: unknown): WaybillError {
  const hint = 'Wait until no program writes to it, then send again.'
  return new WaybillError('WB-CHANGED', `${path} changed while it was being sealed.`, hint, { cause })
}
