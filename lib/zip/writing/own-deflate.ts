/**
 * Our own deflate: smaller pieces than zlib's in less time. The work is done in WebAssembly (`assembly/deflate.ts`); here
 * its memory is filled and read. Decision 0021 has the figures.
 */
import { type Level, PIECE, WINDOW } from './deflate.ts'

/** What the module exports: addresses, and what is done with them. */
interface Exports {
  readonly memory: WebAssembly.Memory
  readonly INPUT: WebAssembly.Global<number>
  readonly OUTPUT: WebAssembly.Global<number>
  deflate(dictionary: number, length: number, last: number, ...effort: Effort): number
  wipe(): void
}

export type OwnLevel = Exclude<Level, 0>

/**
 * What `deflate` of `assembly/deflate.ts` takes. Most data become smaller than with zlib's level of that number; decision
 * 0021 says which do not.
 */
type Effort = readonly [depth: number, patience: number, extend: 0 | 1, passes: number]
const EFFORT: Readonly<Record<OwnLevel, Effort>> = {
  1: [1, 8, 0, 1],
  2: [1, 12, 0, 1],
  3: [1, 16, 0, 1],
  4: [1, 8, 1, 1],
  5: [1, 12, 1, 1],
  6: [1, 16, 1, 1],
  7: [2, 16, 1, 1],
  8: [3, 16, 1, 1],
  9: [9, 16, 1, 1],
}

/** A stored block holds so much and has five bytes more (RFC 1951, 3.2.4). */
const STORED = 65_535
const STORED_HEADER = 5

/** No piece of that many bytes is longer. */
export function ownPieceBound(length: number): number {
  return length + STORED_HEADER * (Math.ceil(length / STORED) + 1)
}

/** Bytes of the longest piece. */
export const PIECE_LIMIT = PIECE

/** A thread has one and makes one piece at a time. */
export class OwnDeflate {
  readonly #module: Exports
  readonly #memory: Uint8Array

  constructor(module: WebAssembly.Module) {
    // the build makes it of its source, which has just these
    this.#module = new WebAssembly.Instance(module).exports as unknown as Exports
    this.#memory = new Uint8Array(this.#module.memory.buffer)
  }

  /**
   * One piece as `deflatePiece` makes it: of `bytes` from `dictionary` (at most WINDOW) on, at most PIECE, with the bytes
   * before as its dictionary. Goes to the front of `out`, which has room for `ownPieceBound`; gives the length.
   * The same input gives the same piece, whatever was deflated before.
   */
  deflate(bytes: Uint8Array, dictionary: number, level: OwnLevel, last: boolean, out: Uint8Array): number {
    const length = bytes.length - dictionary
    if (dictionary < 0 || dictionary > WINDOW || length < 0 || length > PIECE_LIMIT) {
      throw new RangeError(`${dictionary} bytes of dictionary and ${length} of data do not make a piece`)
    }
    if (out.length < ownPieceBound(length)) throw new RangeError(`${out.length} bytes may be too few for the piece`)
    this.#memory.set(bytes, this.#module.INPUT.value)
    const made = this.#module.deflate(dictionary, length, last ? 1 : 0, ...EFFORT[level])
    const at = this.#module.OUTPUT.value
    out.set(this.#memory.subarray(at, at + made))
    return made
  }

  /** Wipes what is left of pieces and their content. */
  wipe(): void {
    this.#module.wipe()
  }
}
