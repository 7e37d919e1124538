import { createHash } from 'node:crypto'
import { WaybillError } from '../error.ts'
import { isSealingPassword, type SealingPassword } from '../password/sealing-password.ts'
import type { Random } from '../ports.ts'
import { ahead } from './ahead.ts'
import type { Level } from './deflate.ts'
import { stopIfAborted } from './interrupt.ts'
import { clashingName } from './names.ts'
import { type Part, Preparation } from './preparation.ts'
import type { Progress } from './progress.ts'
import { SealedArchive } from './sealed-archive.ts'
import { SealedFile } from './sealed-file.ts'
import type { Source } from './sources.ts'

export type { Progress }

/** Parts prepared at once: the thread pool never runs dry, and so many pieces of 1 MiB are held at most. */
const WIDTH = 12

/** Bytes; its length has a field of 16 bits (APPNOTE 4.4.12). */
const LONGEST_COMMENT = 0xffff

export interface SealRequest {
  /** A temporary file: made exclusively (WB-EXISTS), mode 0600; not there any more when `seal` throws. */
  readonly path: string
  /** In the order in which they shall stand: see `listSources`. */
  readonly sources: readonly Source[]
  /** Makes the last entry when everything else is known. */
  readonly last: (entries: readonly SealedEntry[]) => { readonly name: string; readonly bytes: Uint8Array }
  readonly password: SealingPassword
  readonly level: Level
  /** Of the archive, at most 65 535 bytes of UTF-8; readable without the password. */
  readonly comment: string
  /** Milliseconds since 1970: the time of the last entry. */
  readonly modified: number
  readonly random: Random
  readonly signal?: AbortSignal | undefined
  /** Called after each piece; a file's have at most 1 MiB. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface SealedEntry {
  readonly name: string
  /** Of the content. */
  readonly bytes: number
  /** SHA-256 of the content while it was read: 64 hex digits; that of nothing for a directory. */
  readonly sha256: string
  readonly directory: boolean
  /** Of a wrap: what is in the inner ZIP, in order. */
  readonly inside?: readonly SealedEntry[]
}

export interface Sealed {
  /** Of the whole archive, while it was written: 64 hex digits. */
  readonly sha256: string
  readonly bytes: number
  /** In order, with the last one. */
  readonly entries: readonly SealedEntry[]
}

/**
 * Seals the sources into a new archive, whole and synced when this returns; its name in the directory is the caller's
 * to make last (`publish`). On any failure the file is gone, nothing runs any more and no source is left open.
 *
 * Throws WB-CHANGED (a source is not what was listed, or changed while it was read), WB-NOT-FOUND, WB-UNREADABLE,
 * WB-NAME-CLASH, WB-EXISTS, WB-UNWRITABLE, WB-NO-SPACE, WB-IO, WB-INTERRUPTED.
 */
export async function seal(request: SealRequest): Promise<Sealed> {
  if (!isSealingPassword(request.password)) throw new TypeError('not a sealing password, or destroyed already')
  if (Buffer.byteLength(request.comment) > LONGEST_COMMENT) throw new RangeError('the comment is too long')
  stopIfAborted(request.signal)
  refuseClash(request.sources)
  const file = await SealedFile.create(request.path)
  try {
    const entries = await new Sealing(request, file).run()
    return { ...(await file.finish()), entries }
  } catch (error) {
    await file.abandon()
    throw error
  }
}

/** Takes the prepared parts in order: hashes, encrypts, writes. */
class Sealing {
  readonly #request: SealRequest
  readonly #archive: SealedArchive
  readonly #entries: SealedEntry[] = []
  #total: number
  #done = 0
  /** Of the entry at hand. */
  #hash = createHash('sha256')
  #bytes = 0

  constructor(request: SealRequest, file: SealedFile) {
    this.#request = request
    this.#archive = new SealedArchive(file)
    this.#total = request.sources.reduce((sum, source) => sum + sizeOf(source), 0)
  }

  async run(): Promise<readonly SealedEntry[]> {
    await this.#sealAll(this.#request.sources)
    const last = this.#request.last(this.#entries)
    refuseClash([...this.#entries, last])
    this.#total += last.bytes.length
    await this.#sealAll([{ kind: 'bytes', modified: this.#request.modified, mode: 0o644, ...last }])
    await this.#archive.finish(this.#request.comment)
    return this.#entries
  }

  async #sealAll(sources: readonly Source[]): Promise<void> {
    const preparation = new Preparation(this.#request)
    try {
      for await (const part of ahead(preparation.steps(sources), WIDTH, step => step())) await this.#take(part)
    } finally {
      await preparation.close()
    }
  }

  async #take({ source, start, plain, data, finish }: Part): Promise<void> {
    stopIfAborted(this.#request.signal)
    if (start !== null) {
      await this.#archive.begin(start)
      this.#hash = createHash('sha256')
      this.#bytes = 0
    }
    this.#hash.update(plain) // before `append`, which overwrites what is stored
    this.#bytes += plain.length
    await this.#archive.append(data)
    if (finish !== null) {
      await finish()
      await this.#archive.end()
      const sha256 = this.#hash.digest('hex')
      this.#entries.push({ name: source.name, bytes: this.#bytes, sha256, directory: source.kind === 'directory' })
    }
    this.#done += plain.length
    this.#request.onProgress?.({ done: this.#done, total: this.#total, name: source.name })
  }
}

function sizeOf(source: Source): number {
  if (source.kind === 'file') return source.size
  return source.kind === 'bytes' ? source.bytes.length : 0
}

function refuseClash(named: readonly { readonly name: string }[]): void {
  const clash = clashingName(named.map(({ name }) => name))
  if (clash === null) return
  const message = `Two entries would be ${JSON.stringify(clash)} on a disk that ignores case.`
  throw new WaybillError('WB-NAME-CLASH', message, 'Rename one of them and send again.')
}
