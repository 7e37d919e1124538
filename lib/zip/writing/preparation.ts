import type { KeyDerivation } from '../keys/key-derivation.ts'
import { KEYS_LENGTH } from '../keys/key-derivation.ts'
import { METHOD_DEFLATED, METHOD_STORED } from '../records.ts'
import type { BytesSource, FileSource, PlainSource, Source, WrapSource } from '../sources.ts'
import type { Slot, Slots } from './arena.ts'
import { isCompressible, sampleRanges } from './compressible.ts'
import { type Level, streamBound, WINDOW } from './deflate.ts'
import type { EntryShape, EntrySizes } from './entry-records.ts'
import { groups } from './groups.ts'
import { InnerZip, innerHeader } from './inner-zip.ts'
import type { Method, Packed } from './pack-jobs.ts'
import type { Packing } from './packing.ts'
import { SourceFile } from './source-file.ts'

/** What the writer takes, in order. Large entries: a beginning, pieces, an end; small ones: batches of whole records. */
export type Part = BatchPart | BeginPart | PiecePart | EndPart

export interface BatchPart {
  readonly kind: 'batch'
  readonly sources: readonly PlainSource[]
  readonly slot: Slot
  readonly packed: Packed
}

export interface BeginPart {
  readonly kind: 'begin'
  readonly shape: EntryShape
  readonly salt: Uint8Array
  /** Zeroed when all is done. */
  readonly keys: Uint8Array
}

export interface PiecePart {
  readonly kind: 'piece'
  readonly name: string
  readonly slot: Slot
  readonly packed: Packed
  /** Stored pieces are ciphertext already. */
  readonly encrypted: boolean
  /** What begins in this piece of an inner ZIP. */
  readonly inside: readonly PlainSource[]
  /** Confirms that a file whose last piece this is did not change while it was read, and lets go of it. */
  readonly finish: (() => Promise<void>) | null
}

export interface EndPart {
  readonly kind: 'end'
  readonly name: string
  readonly size: number
}

export type Step = () => Promise<Part>

/** What preparing needs beside the sources. */
export interface PreparationMeans {
  readonly packing: Packing
  readonly slots: Slots
  readonly derivation: KeyDerivation
  readonly salt: () => Uint8Array
  readonly level: Level
  readonly piece: number
}

/** A large file, open, and how its entry stores it: the keys where it is encrypted as it is read. */
interface OpenFile {
  readonly file: SourceFile
  readonly stored: SharedArrayBuffer | null
}

/** What a piece's work needs of the slot that it was given. */
type PieceWork = (slot: Slot) => Promise<Pick<PiecePart, 'packed' | 'encrypted' | 'finish'>>

/**
 * Cuts sources into jobs. A step takes its slot when it is begun and so in order, whatever it waits for later: the first
 * part under way always has one, and the writer never waits for a part that waits for the writer.
 */
export class Preparation {
  readonly #means: PreparationMeans
  readonly #open = new Set<SourceFile>()
  readonly #keys: SharedArrayBuffer[] = []

  constructor(means: PreparationMeans) {
    this.#means = means
  }

  /** The steps whose results, in this order, are the parts of these sources. Each may run beside those before it. */
  *steps(sources: readonly Source[]): Generator<Step> {
    for (const group of groups(sources, this.#means.piece)) {
      if ('small' in group) yield this.#batch(group.small)
      else if (group.large.kind === 'wrap') yield* this.#wrap(group.large)
      else if (group.large.kind === 'file') yield* this.#large(group.large)
      else yield* this.#bytes(group.large)
    }
  }

  /** Lets go of what a failure left open, and of all keys. Only after all steps have ended. */
  async close(): Promise<void> {
    for (const file of this.#open) await file.close()
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

  *#large(source: FileSource): Generator<Step> {
    const { salt, keys } = this.#newKeys()
    const open = once(() => this.#openEntry(source, keys))
    yield async () => {
      const sizes = (await open()).stored === null ? null : { size: source.size, length: source.size }
      return this.#begin(source, sizes, source.size, salt, keys)
    }
    yield* this.#filePieces(source, open, true)
    yield async () => ({ kind: 'end', name: source.name, size: source.size })
  }

  *#bytes(source: BytesSource): Generator<Step> {
    const { salt, keys } = this.#newKeys()
    const size = source.bytes.length
    yield async () => this.#begin(source, null, size, salt, keys)
    yield* this.#bytesPieces(source.name, size, async () => source.bytes)
    yield async () => ({ kind: 'end', name: source.name, size })
  }

  /** One deflated entry whose content is made as it goes. The checksums of all that is in it come before its directory. */
  *#wrap(source: WrapSource): Generator<Step> {
    const { salt, keys } = this.#newKeys()
    const zip = new InnerZip(source.sources)
    const checksums: Promise<readonly number[]>[] = []
    const noted = (packed: Promise<Packed>): Promise<Packed> => {
      checksums.push(quiet(packed.then(({ entries }) => entries.map(entry => entry.crc32))))
      return packed
    }
    yield async () => this.#begin(source, null, zip.size + 256 * source.sources.length, salt, keys)
    for (const group of groups(source.sources, this.#means.piece)) {
      if ('small' in group) yield this.#innerBatch(source.name, group.small, noted)
      else yield* this.#innerFile(source.name, group.large, noted)
    }
    const tail = once(async () => zip.tail((await Promise.all(checksums)).flat()))
    yield* this.#bytesPieces(source.name, zip.tailLength, tail)
    yield async () => ({ kind: 'end', name: source.name, size: zip.size })
  }

  #innerBatch(
    name: string,
    sources: readonly PlainSource[],
    noted: (packed: Promise<Packed>) => Promise<Packed>,
  ): Step {
    return this.#piece(name, sources, async slot => {
      const packed = noted(this.#means.packing.run({ kind: 'inner', slot: slot.index, sources }))
      return { packed: await packed, encrypted: false, finish: null }
    })
  }

  /** Read twice: its checksum stands before it. */
  *#innerFile(name: string, source: FileSource, noted: (packed: Promise<Packed>) => Promise<Packed>): Generator<Step> {
    const open = once(async () => ({ file: await this.#openFile(source), stored: null }))
    const digested = async () => {
      const { path, size } = source
      return this.#means.packing.run({ kind: 'digest', descriptor: (await open()).file.descriptor, path, size })
    }
    yield this.#piece(name, [source], async slot => {
      const digest = await noted(digested())
      const header = innerHeader(source, digest.entries[0]?.crc32 ?? 0)
      const packed = await this.#deflateBytes(slot, header, false)
      return { packed: { ...packed, entries: digest.entries }, encrypted: false, finish: null }
    })
    yield* this.#filePieces({ ...source, name }, open, false)
  }

  /** `ends`: the entry ends with the last piece. */
  *#filePieces(source: FileSource, open: () => Promise<OpenFile>, ends: boolean): Generator<Step> {
    const { packing, piece } = this.#means
    for (let position = 0; position < source.size; position += piece) {
      yield this.#piece(source.name, [], async slot => {
        const { file, stored } = await open()
        const length = Math.min(piece, source.size - position)
        const last = position + length === source.size
        const packed = await packing.run({
          kind: 'piece',
          slot: slot.index,
          file: { descriptor: file.descriptor, path: source.path, position },
          length,
          before: stored === null ? Math.min(WINDOW, position) : 0,
          last: last && ends,
          stored: stored === null ? null : { keys: stored, position },
        })
        return { packed, encrypted: stored !== null, finish: last ? () => this.#finish(file) : null }
      })
    }
  }

  /** The last pieces of an entry, out of memory. */
  *#bytesPieces(name: string, length: number, content: () => Promise<Uint8Array>): Generator<Step> {
    for (let at = 0; at < length; at += this.#means.piece) {
      yield this.#piece(name, [], async slot => {
        const bytes = (await content()).subarray(at, at + this.#means.piece)
        const packed = await this.#deflateBytes(slot, bytes, at + bytes.length === length)
        return { packed, encrypted: false, finish: null }
      })
    }
  }

  #deflateBytes(slot: Slot, bytes: Uint8Array, last: boolean): Promise<Packed> {
    slot.input.set(bytes, WINDOW)
    const { index } = slot
    const job = { slot: index, file: null, length: bytes.length, before: 0, last, stored: null }
    return this.#means.packing.run({ kind: 'piece', ...job })
  }

  #piece(name: string, inside: readonly PlainSource[], work: PieceWork): Step {
    return async () => {
      const slot = await this.#means.slots.take()
      return { kind: 'piece', name, slot, inside, ...(await work(slot)) }
    }
  }

  /** `size`: of the plain content, at the most. */
  #begin(source: Source, sizes: EntrySizes | null, size: number, salt: Uint8Array, keys: SharedArrayBuffer): BeginPart {
    const { name, modified, mode } = source
    const method: Method = sizes === null ? METHOD_DEFLATED : METHOD_STORED
    const bound = sizes === null ? streamBound(size, this.#means.piece) : size
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
    const file = await this.#openFile(source)
    const samples: Uint8Array[] = []
    for (const { position, length } of sampleRanges(source.size)) samples.push(await file.read(position, length))
    return { file, stored: this.#means.level > 0 && isCompressible(samples) ? null : keys }
  }

  async #openFile(source: FileSource): Promise<SourceFile> {
    const file = await SourceFile.open(source)
    this.#open.add(file)
    return file
  }

  async #finish(file: SourceFile): Promise<void> {
    await file.confirmUnchanged()
    this.#open.delete(file)
    await file.close()
  }
}

/** The first call does the work, all get its result. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null
  return () => {
    result ??= quiet(work())
    return result
  }
}

/** Looked at when its turn comes; until then no "unhandled rejection". */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
