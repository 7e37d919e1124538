import type { FileSource, PlainSource, WrapSource } from '../sources.ts'
import { groups } from './groups.ts'
import { InnerZip, innerHeader } from './inner-zip.ts'
import { once, quiet } from './once.ts'
import type { OpenFiles } from './open-files.ts'
import type { Packed } from './pack-jobs.ts'
import type { Step } from './parts.ts'
import type { PieceMeans, Pieces } from './pieces.ts'

/** The pieces of one wrap: an inner ZIP that is made as it goes. All checksums of what is in it come before its directory. */
export class Wrapping {
  readonly #source: WrapSource
  readonly #means: PieceMeans
  readonly #files: OpenFiles
  readonly #pieces: Pieces
  readonly #zip: InnerZip
  readonly #checksums: Promise<readonly number[]>[] = []

  constructor(source: WrapSource, means: PieceMeans, files: OpenFiles, pieces: Pieces) {
    this.#source = source
    this.#means = means
    this.#files = files
    this.#pieces = pieces
    this.#zip = new InnerZip(source.sources)
  }

  /** Bytes of the inner ZIP. */
  get size(): number {
    return this.#zip.size
  }

  *steps(): Generator<Step> {
    const { name, sources } = this.#source
    for (const group of groups(sources, this.#means.piece)) {
      if ('small' in group) yield this.#batch(group.small)
      else yield* this.#file(group.large)
    }
    const tail = once(async () => this.#zip.tail((await Promise.all(this.#checksums)).flat()))
    yield* this.#pieces.ofBytes(name, this.#zip.tailLength, tail)
  }

  #batch(sources: readonly PlainSource[]): Step {
    return this.#pieces.one(this.#source.name, sources, async slot => {
      const packed = this.#noted(this.#means.packing.run({ kind: 'inner', slot: slot.index, sources }))
      return { packed: await packed, encrypted: false, finish: null }
    })
  }

  /** Read twice: its checksum stands before it. */
  *#file(source: FileSource): Generator<Step> {
    const { name } = this.#source
    const open = once(async () => ({ file: await this.#files.open(source), stored: null }))
    const digested = async () => {
      const { path, size } = source
      return this.#means.packing.run({ kind: 'digest', descriptor: (await open()).file.descriptor, path, size })
    }
    yield this.#pieces.one(name, [source], async slot => {
      const digest = await this.#noted(digested())
      const header = innerHeader(source, digest.entries[0]?.crc32 ?? 0)
      const packed = await this.#pieces.deflate(slot, header, false)
      return { packed: { ...packed, entries: digest.entries }, encrypted: false, finish: null }
    })
    yield* this.#pieces.ofFile({ ...source, name }, open, false)
  }

  #noted(packed: Promise<Packed>): Promise<Packed> {
    this.#checksums.push(quiet(packed.then(({ entries }) => entries.map(entry => entry.crc32))))
    return packed
  }
}
