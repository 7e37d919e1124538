import { deflatePiece, type Level, type PieceOptions, pieceBound } from './deflate.ts'
import { OwnDeflate, type OwnLevel, PIECE_LIMIT } from './own-deflate.ts'

/** Bytes: below this zlib is faster, and its pieces are smaller. */
const OWN_FROM = 128 * 1024
/** The levels at which our own deflate is faster than zlib or makes smaller pieces (decision 0021); 1 and 2 are zlib's. */
const isOwnLevel = (level: Level): level is OwnLevel => level >= 3
/** Bytes from the middle of a piece that both are tried on; how much larger ours may be, since it is the faster one. */
const SAMPLE = 8 * 1024
const TOLERANCE = 1.03

const NOTHING = new Uint8Array(0)

/** Makes pieces of a deflate stream, with whichever of two compressors suits them: a thread has one. */
export class Compressor {
  readonly #own: OwnDeflate | null
  readonly #scratch = new Uint8Array(2 * SAMPLE)

  /** `module`: of `Modules`; null where zlib does all. */
  constructor(module: WebAssembly.Module | null) {
    this.#own = module === null ? null : new OwnDeflate(module)
  }

  /**
   * One piece, as `deflatePiece` makes it, of `bytes` from `dictionary` on; into the front of `out`. Answers its length.
   * The same bytes give the same piece, whatever was deflated before.
   */
  deflate(bytes: Uint8Array, dictionary: number, level: Level, last: boolean, out: Uint8Array): number {
    const plain = bytes.subarray(dictionary)
    if (this.#own !== null && isOwnLevel(level) && this.#suits(this.#own, plain, level)) {
      return this.#own.deflate(bytes, dictionary, level, last, out)
    }
    return viaZlib(plain, { level, dictionary: bytes.subarray(0, dictionary), last }, out)
  }

  /** Records that are nearly all zeros, for one, become a sixth larger with ours: a sample shows it. */
  #suits(own: OwnDeflate, plain: Uint8Array, level: OwnLevel): boolean {
    if (plain.length < OWN_FROM || plain.length > PIECE_LIMIT) return false
    const middle = Math.floor((plain.length - SAMPLE) / 2)
    const sample = plain.subarray(middle, middle + SAMPLE)
    const ours = own.deflate(sample, 0, level, true, this.#scratch)
    return ours <= TOLERANCE * viaZlib(sample, { level, dictionary: NOTHING, last: true }, this.#scratch)
  }
}

function viaZlib(plain: Uint8Array, options: PieceOptions, out: Uint8Array): number {
  let piece = deflatePiece(plain, options)
  // zlib promises its bound for its default memory alone; stored blocks keep to it always.
  if (piece.length > pieceBound(plain.length)) piece = deflatePiece(plain, { ...options, level: 0 })
  out.set(piece)
  const { length } = piece
  free(piece)
  return length
}

/** Bytes: above this a result of zlib is alone in its memory. */
const LARGE = 256 * 1024

/** Gives large memory back now, not when the collector comes by; small results lie in memory that others share. */
function free({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > LARGE) buffer.transfer(0)
}
