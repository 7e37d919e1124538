/** Plain ZIP files, which seal nothing: for evidence that everybody may open. Made by archiver. */
import { createWriteStream, openSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { EXCLUSIVE, ioError } from '../durable.ts'
import { errnoOf } from '../error.ts'
import { stopIfAborted } from './interrupt.ts'

export interface PlainFile {
  readonly name: string
  /** Asked for piece by piece, once. */
  readonly content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

export interface PlainOptions {
  readonly modified: Date
  readonly signal?: AbortSignal | undefined
  readonly final?: string
}

/**
 * Writes a new file with mode 0600 and syncs it. The next file of `files` is asked for when the one before it is in the
 * archive, so that it may depend on that. All entries have mode 0600 and the time `modified`, in UTC. On a failure the
 * part that was written stays: the caller removes it. An error names `final`, where that is what it will be called. WB-INTERRUPTED, and the codes of disks.
 */
export async function writePlainZip(
  path: string,
  files: Iterable<PlainFile>,
  { modified, signal, final = path }: PlainOptions,
): Promise<void> {
  const { ZipArchive } = await import('archiver')
  const archive = new ZipArchive({ zlib: { level: 6 } })
  try {
    const fd = openSync(path, EXCLUSIVE, 0o600)
    // it syncs and closes what it was given
    const written = pipeline(archive, createWriteStream('', { fd, flush: true }))
    written.catch(() => undefined) // the same error comes out of the waits below
    for (const { name, content } of files) {
      stopIfAborted(signal)
      const added = new Promise<unknown>(resolve => archive.once('entry', resolve))
      const source = Readable.from(content, { objectMode: false })
      source.once('error', error => archive.destroy(error)) // archiver does not tell of a source that fails
      archive.append(source, { name, date: modified, mode: 0o600 })
      await Promise.race([added, written])
    }
    archive.finalize().catch(() => undefined) // never settles when `written` fails
    await written
  } catch (error) {
    archive.destroy()
    throw errnoOf(error) === undefined ? error : ioError(error, final, 'write')
  }
}
