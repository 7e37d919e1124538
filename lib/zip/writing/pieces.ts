import type { FileSource, PlainSource } from '../sources.ts'
import type { Slot, Slots } from './arena.ts'
import { WINDOW } from './deflate.ts'
import type { OpenFiles } from './open-files.ts'
import type { Packed } from './pack-jobs.ts'
import type { Packing } from './packing.ts'
import type { PiecePart, Step } from './parts.ts'
import type { SourceFile } from './source-file.ts'

/** A large file, open, and how its entry stores it: the keys where it is encrypted as it is read. */
export interface OpenFile {
  readonly file: SourceFile
  readonly stored: SharedArrayBuffer | null
}

/** What a piece's work needs of the slot that it was given. */
type PieceWork = (slot: Slot) => Promise<Pick<PiecePart, 'packed' | 'encrypted' | 'finish'>>

/** What cutting needs: where the work is done, the slots that the content lies in meanwhile, and a piece's length. */
export interface PieceMeans {
  readonly packing: Packing
  readonly slots: Slots
  /** Plain bytes. */
  readonly piece: number
}

/** Cuts the content of large entries. */
export class Pieces {
  readonly #means: PieceMeans
  readonly #files: OpenFiles

  constructor(means: PieceMeans, files: OpenFiles) {
    this.#means = means
    this.#files = files
  }

  /** `ends`: the entry ends with the last piece. */
  *ofFile(source: FileSource, open: () => Promise<OpenFile>, ends: boolean): Generator<Step> {
    const { packing, piece } = this.#means
    for (let position = 0; position < source.size; position += piece) {
      yield this.one(source.name, [], async slot => {
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
        return { packed, encrypted: stored !== null, finish: last ? () => this.#files.finish(file) : null }
      })
    }
  }

  /** The last pieces of an entry, out of memory. */
  *ofBytes(name: string, length: number, content: () => Promise<Uint8Array>): Generator<Step> {
    for (let at = 0; at < length; at += this.#means.piece) {
      yield this.one(name, [], async slot => {
        const bytes = (await content()).subarray(at, at + this.#means.piece)
        const packed = await this.deflate(slot, bytes, at + bytes.length === length)
        return { packed, encrypted: false, finish: null }
      })
    }
  }

  /** `inside`: what begins in this piece of an inner ZIP. */
  one(name: string, inside: readonly PlainSource[], work: PieceWork): Step {
    return async () => {
      const slot = await this.#means.slots.take()
      return { kind: 'piece', name, slot, inside, ...(await work(slot)) }
    }
  }

  deflate(slot: Slot, bytes: Uint8Array, last: boolean): Promise<Packed> {
    slot.input.set(bytes, WINDOW)
    const { index } = slot
    const job = { slot: index, file: null, length: bytes.length, before: 0, last, stored: null }
    return this.#means.packing.run({ kind: 'piece', ...job })
  }
}
