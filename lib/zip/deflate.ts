import { promisify } from 'node:util'
import { constants, deflateRaw, deflateRawSync } from 'node:zlib'

export const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const
export type Level = (typeof levels)[number]

/** Plain bytes of one piece. */
export const PIECE = 1024 * 1024

/** How far back a deflate stream may refer (RFC 1951, section 2): so much of the data before a piece helps it. */
export const WINDOW = 32 * 1024

const inPool = promisify(deflateRaw)

/** A piece of up to this many bytes is deflated at once: the way to the thread pool and back takes longer. */
const AT_ONCE = 16 * 1024

/**
 * One piece of a raw deflate stream (RFC 1951). Pieces are made apart from one another and put
 * end to end form one valid stream: all but the last end on a byte boundary with an empty stored block (Z_SYNC_FLUSH),
 * and each is given the `WINDOW` bytes of plain data before it as its dictionary, so that hardly any size is lost.
 */
export async function deflatePiece(
  plain: Uint8Array,
  options: { readonly level: Level; readonly dictionary: Uint8Array; readonly last: boolean },
): Promise<Uint8Array> {
  const settings = {
    level: options.level,
    finishFlush: options.last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    chunkSize: pieceBound(plain.length), // the whole result in one visit to the pool
    ...(options.dictionary.length > 0 && { dictionary: options.dictionary }),
  }
  return plain.length <= AT_ONCE ? deflateRawSync(plain, settings) : inPool(plain, settings)
}

/** No stream of that many plain bytes, made of pieces, grows beyond this. */
export function streamBound(length: number): number {
  return Math.ceil(length / PIECE) * pieceBound(PIECE)
}

/** No piece of that length grows beyond this: zlib's compressBound() (zlib 1.3, compress.c), and a flush. */
function pieceBound(length: number): number {
  return length + Math.floor(length / 2 ** 12) + Math.floor(length / 2 ** 14) + Math.floor(length / 2 ** 25) + 64
}
