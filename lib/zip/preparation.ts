import type { SealingPassword } from '../password/sealing-password.ts'
import type { Random } from '../ports.ts'
import { entryCipher, SALT_LENGTH } from './aes.ts'
import { isCompressible, sampleRanges } from './compressible.ts'
import { deflatePiece, type Level, PIECE, WINDOW } from './deflate.ts'
import { stopIfAborted } from './interrupt.ts'
import { METHOD_DEFLATED, METHOD_STORED } from './records.ts'
import type { EntryStart } from './sealed-archive.ts'
import { SourceFile } from './source-file.ts'
import type { FileSource, Source } from './sources.ts'

/** A part of an entry, ready to be encrypted and written. Every entry has one that starts it and one that finishes it. */
export interface Part {
  readonly source: Source
  readonly start: EntryStart | null
  /** The content; shares its memory with `data` where it is stored. */
  readonly plain: Uint8Array
  /** The content deflated or as it is, in memory that the writer may overwrite. */
  readonly data: Uint8Array
  /** Confirms that the source did not change while it was read, and lets go of it. */
  readonly finish: (() => Promise<void>) | null
}

/** What preparing needs beside the sources. */
export interface Means {
  readonly password: SealingPassword
  readonly level: Level
  readonly random: Random
  readonly signal?: AbortSignal | undefined
}

const NOTHING = new Uint8Array(0)

/**
 * What comes before writing, and can be done for many parts at once: reading, judging, deflating, deriving keys. The
 * thread pool does all of it; only hashing, encrypting and the order of the bytes are left to the writer.
 */
export class Preparation {
  readonly #means: Means
  readonly #open = new Set<SourceFile>()

  constructor(means: Means) {
    this.#means = means
  }

  /** The steps whose results, in this order, are the parts of these sources. Each may run beside those before it. */
  *steps(sources: readonly Source[]): Generator<() => Promise<Part>> {
    for (const source of sources) {
      const salt = this.#means.random.bytes(SALT_LENGTH)
      if (source.kind === 'file' && source.size > PIECE) yield* this.#pieces(source, salt)
      else yield () => this.#whole(source, salt)
    }
  }

  /** Lets go of the sources that a failure left open. Only after all steps have ended. */
  async close(): Promise<void> {
    for (const file of this.#open) await file.close()
  }

  /** A small source in one part: its sizes are known when its header is written. */
  async #whole(source: Source, salt: Uint8Array): Promise<Part> {
    stopIfAborted(this.#means.signal)
    const plain = await contentOf(source)
    const samples = sampleRanges(plain.length).map(at => plain.subarray(at.position, at.position + at.length))
    const deflated = this.#pays(samples)
      ? await deflatePiece(plain, { level: this.#means.level, dictionary: NOTHING, last: true })
      : plain
    const data = deflated.length < plain.length ? deflated : plain
    const method = data === plain ? METHOD_STORED : METHOD_DEFLATED
    const start = await this.#start(source, salt, { size: plain.length, method, length: data.length })
    return { source, start, plain, data, finish: async () => {} }
  }

  /** A large file piece by piece; it is deflated into a length that only the end will tell. */
  *#pieces(source: FileSource, salt: Uint8Array): Generator<() => Promise<Part>> {
    const begun = this.#begin(source)
    yield async () => {
      const { method } = await begun
      const length = method === METHOD_STORED ? source.size : null
      const start = await this.#start(source, salt, { size: source.size, method, length })
      return { source, start, plain: NOTHING, data: NOTHING, finish: null }
    }
    for (let position = 0; position < source.size; position += PIECE) {
      yield async () => this.#piece(source, await begun, position)
    }
  }

  async #begin(source: FileSource): Promise<OpenSource> {
    stopIfAborted(this.#means.signal)
    const file = await SourceFile.open(source)
    this.#open.add(file)
    const samples: Uint8Array[] = []
    for (const { position, length } of sampleRanges(source.size)) samples.push(await file.read(position, length))
    return { file, method: this.#pays(samples) ? METHOD_DEFLATED : METHOD_STORED }
  }

  async #piece(source: FileSource, { file, method }: OpenSource, position: number): Promise<Part> {
    stopIfAborted(this.#means.signal)
    const end = Math.min(position + PIECE, source.size)
    const last = end === source.size
    const before = method === METHOD_DEFLATED ? Math.min(WINDOW, position) : 0
    const read = await file.read(position - before, before + end - position)
    const plain = read.subarray(before)
    const data =
      method === METHOD_DEFLATED
        ? await deflatePiece(plain, { level: this.#means.level, dictionary: read.subarray(0, before), last })
        : plain
    return { source, start: null, plain, data, finish: last ? () => this.#finish(file) : null }
  }

  async #finish(file: SourceFile): Promise<void> {
    await file.confirmUnchanged()
    this.#open.delete(file)
    await file.close()
  }

  #pays(samples: readonly Uint8Array[]): boolean {
    return this.#means.level > 0 && isCompressible(samples)
  }

  async #start(
    { name, modified, mode }: Source,
    salt: Uint8Array,
    data: Pick<EntryStart, 'size' | 'method' | 'length'>,
  ): Promise<EntryStart> {
    return { name, modified, mode, salt, cipher: await entryCipher(this.#means.password.secret, salt), ...data }
  }
}

interface OpenSource {
  readonly file: SourceFile
  readonly method: EntryStart['method']
}

/** The whole content, in memory of its own. */
async function contentOf(source: Source): Promise<Uint8Array> {
  if (source.kind === 'directory') return NOTHING
  if (source.kind === 'bytes') return Uint8Array.from(source.bytes)
  if (source.kind === 'wrap') throw new RangeError('an inner ZIP is no single source')
  const file = await SourceFile.open(source)
  try {
    const content = await file.read(0, source.size)
    await file.confirmUnchanged()
    return content
  } finally {
    await file.close()
  }
}
