import { KEYS_LENGTH, type KeyDerivation } from '../keys/key-derivation.ts'
import { METHOD_DEFLATED, METHOD_STORED } from '../records.ts'
import type { FileSource, PlainSource, Source } from '../sources.ts'
import { isCompressible, sampleRanges } from './compressible.ts'
import { type Level, streamBound } from './deflate.ts'
import type { EntrySizes } from './entry-records.ts'
import { groups } from './groups.ts'
import { once } from './once.ts'
import { OpenFiles } from './open-files.ts'
import type { Method } from './pack-jobs.ts'
import type { BeginPart, Step } from './parts.ts'
import { type OpenFile, type PieceMeans, Pieces } from './pieces.ts'
import { Wrapping } from './wrapping.ts'

/** What preparing needs beside the sources. */
export interface PreparationMeans extends PieceMeans {
  readonly derivation: KeyDerivation
  readonly salt: () => Uint8Array
  readonly level: Level
}

/** A large entry around its pieces. */
interface Framed {
  readonly source: Source
  readonly salt: Uint8Array
  readonly keys: SharedArrayBuffer
  /** Null where the content is deflated: they are known at its end. */
  readonly sizes: () => Promise<EntrySizes | null>
  /** Plain bytes, at the most. */
  readonly most: number
  /** Plain bytes. */
  readonly size: number
}

/**
 * Cuts sources into jobs. A step takes its slot when it is begun and so in order, whatever it waits for later: the first
 * part under way always has one, and the writer never waits for a part that waits for the writer.
 */
export class Preparation {
  readonly #means: PreparationMeans
  readonly #files = new OpenFiles()
  readonly #pieces: Pieces
  readonly #keys: SharedArrayBuffer[] = []

  constructor(means: PreparationMeans) {
    this.#means = means
    this.#pieces = new Pieces(means, this.#files)
  }

  /** The steps whose results, in this order, are the parts of these sources. Each may run beside those before it. */
  *steps(sources: readonly Source[]): Generator<Step> {
    for (const group of groups(sources, this.#means.piece)) {
      if ('small' in group) yield this.#batch(group.small)
      else yield* this.#large(group.large)
    }
  }

  /** Lets go of what a failure left open, and of all keys. Only after all steps have ended. */
  async close(): Promise<void> {
    await this.#files.close()
    for (const keys of this.#keys) new Uint8Array(keys).fill(0)
  }

  #batch(sources: readonly PlainSource[]): Step {
    const salts = sources.map(() => this.#means.salt())
    return async () => {
      const slot = await this.#means.slots.take()
      const packed = await this.#means.packing.run({ kind: 'batch', slot: slot.index, sources, salts })
      return { kind: 'batch', sources, slot, packed }
    }
  }

  #large(source: Exclude<Source, { kind: 'directory' }>): Generator<Step> {
    const deflated = { source, ...this.#newKeys(), sizes: async () => null }
    switch (source.kind) {
      case 'file': {
        const open = once(() => this.#openEntry(source, deflated.keys))
        const { size } = source
        const sizes = async () => ((await open()).stored === null ? null : { size, length: size })
        return this.#framed({ ...deflated, sizes, most: size, size }, this.#pieces.ofFile(source, open, true))
      }
      case 'bytes': {
        const size = source.bytes.length
        const pieces = this.#pieces.ofBytes(source.name, size, async () => source.bytes)
        return this.#framed({ ...deflated, most: size, size }, pieces)
      }
      case 'wrap': {
        const wrapping = new Wrapping(source, this.#means, this.#files, this.#pieces)
        const { size } = wrapping
        return this.#framed({ ...deflated, most: size + 256 * source.sources.length, size }, wrapping.steps())
      }
    }
  }

  *#framed(entry: Framed, pieces: Generator<Step>): Generator<Step> {
    const { source, size } = entry
    yield () => this.#begin(entry)
    yield* pieces
    yield async () => ({ kind: 'end', name: source.name, size })
  }

  async #begin({ source, salt, keys, most, ...entry }: Framed): Promise<BeginPart> {
    const { name, modified, mode } = source
    const sizes = await entry.sizes()
    const method: Method = sizes === null ? METHOD_DEFLATED : METHOD_STORED
    const bound = sizes === null ? streamBound(most, this.#means.piece) : most
    const shape = { name, modified, mode, method, sizes, bound, crc32: null }
    return { kind: 'begin', shape, salt, keys: new Uint8Array(keys) }
  }

  /** In memory that every thread sees, so that there is one copy, which is zeroed. */
  #newKeys(): { readonly salt: Uint8Array; readonly keys: SharedArrayBuffer } {
    const salt = this.#means.salt()
    const keys = new SharedArrayBuffer(KEYS_LENGTH)
    const derived = this.#means.derivation.deriveKeys(salt)
    new Uint8Array(keys).set(derived)
    derived.fill(0)
    this.#keys.push(keys)
    return { salt, keys }
  }

  async #openEntry(source: FileSource, keys: SharedArrayBuffer): Promise<OpenFile> {
    const file = await this.#files.open(source)
    const samples: Uint8Array[] = []
    for (const { position, length } of sampleRanges(source.size)) samples.push(await file.read(position, length))
    return { file, stored: this.#means.level > 0 && isCompressible(samples) ? null : keys }
  }
}
