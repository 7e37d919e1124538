/**
 * Entries onto the disk, so that a name appears only when its content was authenticated, and `into` only when all are.
 *
 * Everything happens in a directory of our own beside `into`, mode 0700:
 *
 *     .<into>.<8 symbols>.tmp/partial/7    the entry at hand, O_EXCL, never through a link
 *     .<into>.<8 symbols>.tmp/content/…    the entries that are whole, under their true names
 *
 * At the end `content` is renamed to `into`. On any failure the directory goes, and nothing of it is left. Files get
 * mode 0600 and directories 0700 whatever the archive says: what was sealed is for one person.
 */
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, renameSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { EXCLUSIVE, ioError, temporaryBeside } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import type { Random } from '../ports.ts'
import type { Secret } from '../secret.ts'
import { ahead } from './ahead.ts'
import type { ArchiveFile } from './archive-file.ts'
import { isSealed, readContent } from './decrypt.ts'
import { stopIfAborted } from './interrupt.ts'
import { type Extraction, notAsListed } from './listed.ts'
import { type CountPiece, type OnProgress, progressCounter } from './progress.ts'
import { quoted, unsafe } from './refusal.ts'

/** Entries under way at once: derivation of keys and writing overlap, memory stays at a few MiB. */
const LANES = 4

export async function unpack(
  file: ArchiveFile,
  extractions: readonly Extraction[],
  password: Secret,
  into: string,
  options: {
    random: Random
    signal?: AbortSignal | undefined
    onProgress?: OnProgress | undefined
  },
): Promise<void> {
  const directory = temporaryBeside(into, options.random)
  try {
    await mkdir(directory, { mode: 0o700 })
  } catch (error) {
    throw ioError(error, dirname(into), 'write')
  }
  try {
    const total = extractions.reduce((sum, { entry }) => sum + entry.bytes, 0)
    const count = progressCounter(total, options.onProgress)
    const work = new Unpacking(file, password, directory, count, options.signal)
    await finished(ahead(extractions, LANES, extraction => work.extract(extraction)))
    await work.setTimes(extractions)
    stopIfAborted(options.signal)
    await appear(join(directory, 'content'), into)
  } catch (error) {
    throw errnoOf(error) === undefined ? error : ioError(error, into, 'write')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function finished(work: AsyncIterable<void>): Promise<void> {
  const iterator = work[Symbol.asyncIterator]()
  while ((await iterator.next()).done !== true);
}

class Unpacking {
  readonly #file: ArchiveFile
  readonly #password: Secret
  readonly #count: CountPiece
  readonly #signal: AbortSignal | undefined
  readonly #content: string
  readonly #partial: string
  readonly #made = new Set<string>()
  #begun = 0

  constructor(file: ArchiveFile, password: Secret, directory: string, count: CountPiece, signal?: AbortSignal) {
    this.#file = file
    this.#password = password
    this.#count = count
    this.#signal = signal
    this.#content = join(directory, 'content')
    this.#partial = join(directory, 'partial')
    this.#makeDirectory(this.#content)
    this.#makeDirectory(this.#partial)
  }

  async extract(extraction: Extraction): Promise<void> {
    stopIfAborted(this.#signal)
    const target = this.#pathOf(extraction.name)
    if (extraction.entry.directory) {
      await this.#read(extraction, async () => undefined)
      this.#makeDirectory(target)
    } else {
      const partial = join(this.#partial, `${this.#begun++}`)
      await this.#write(extraction, partial)
      this.#place(partial, target, extraction.name)
    }
  }

  /** Times of directories last: writing into one changes its own. */
  async setTimes(extractions: readonly Extraction[]): Promise<void> {
    for (const { entry, name } of extractions) {
      if (!entry.directory || entry.modified === null) continue
      await utimes(this.#pathOf(name), entry.modified / 1000, entry.modified / 1000)
    }
  }

  async #write(extraction: Extraction, path: string): Promise<void> {
    const handle = await open(path, EXCLUSIVE, 0o600)
    try {
      await this.#read(extraction, piece => writeAll(handle, piece))
      const { modified } = extraction.entry
      if (modified !== null) await handle.utimes(modified / 1000, modified / 1000)
    } finally {
      await handle.close()
    }
  }

  /** Ends without an error only when the whole content was authentic and as listed. */
  async #read({ entry, name, sha256 }: Extraction, take: (piece: Uint8Array) => Promise<void>): Promise<void> {
    const hash = createHash('sha256')
    if (isSealed(entry)) {
      for await (const piece of readContent(this.#file, entry, this.#password)) {
        stopIfAborted(this.#signal)
        if (sha256 !== null) hash.update(piece)
        await take(piece)
        this.#count(piece.length, name)
      }
    }
    if (sha256 !== null && hash.digest('hex') !== sha256) throw notAsListed(`${quoted(name)} has another content`)
  }

  /** Without a pause between look and rename: two entries that this disk takes for one cannot both pass. */
  #place(partial: string, target: string, name: string): void {
    this.#makeDirectory(dirname(target))
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) {
      throw unsafe(`holds two entries that are one file on this disk: ${quoted(name)}`)
    }
    renameSync(partial, target)
  }

  /** `name` passed the rules of `names.ts`: no part of it leads out. */
  #pathOf(name: string): string {
    return join(this.#content, ...name.split('/'))
  }

  #makeDirectory(path: string): void {
    if (this.#made.has(path)) return
    mkdirSync(path, { recursive: true, mode: 0o700 })
    this.#made.add(path)
  }
}

async function writeAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten
}

/** WB-EXISTS where `into` came into being meanwhile; an empty directory there may be replaced, nothing else. */
async function appear(content: string, into: string): Promise<void> {
  try {
    await rename(content, into)
  } catch (error) {
    if (!TAKEN.has(errnoOf(error) ?? '')) throw error
    const hint = 'Choose another folder.'
    throw new WaybillError('WB-EXISTS', `${into} exists already.`, hint, { cause: error })
  }
}

const TAKEN: ReadonlySet<string> = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'])
