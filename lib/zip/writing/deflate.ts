import { constants, deflateRawSync } from 'node:zlib'

export const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const
export type Level = (typeof levels)[number]

/** Plain bytes of one piece, unless asked otherwise: large enough that its seams cost nothing, small enough to share. */
export const PIECE = 1024 * 1024

/** How far back a deflate stream may refer (RFC 1951, section 2): so much of the data before a piece helps it. */
export const WINDOW = 32 * 1024

/**
 * zlib's largest hash table is a tenth faster than its default, at the same size or smaller; but making it takes as long
 * as deflating a few kilobytes.
 */
const memoryLevel = (length: number): number => (length < 64 * 1024 ? 8 : 9)

export interface PieceOptions {
  readonly level: Level
  /** What stands before the piece in the stream, at most `WINDOW` bytes; empty for none. */
  readonly dictionary: Uint8Array
  readonly last: boolean
}

/**
 * One piece of a raw deflate stream (RFC 1951), in memory of its own. Pieces are made apart from one another, and put
 * end to end they form one valid stream: all but the last end on a byte boundary with an empty stored block
 * (Z_SYNC_FLUSH), and each is given the `WINDOW` bytes of plain data before it as its dictionary, so that hardly any
 * size is lost.
 */
export function deflatePiece(plain: Uint8Array, { level, dictionary, last }: PieceOptions): Uint8Array {
  return deflateRawSync(plain, {
    level,
    memLevel: memoryLevel(plain.length),
    finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    chunkSize: pieceBound(plain.length),
    ...(dictionary.length > 0 && { dictionary }),
  })
}

/** No stream of that many plain bytes, made of pieces of `piece` bytes, grows beyond this. */
export function streamBound(length: number, piece: number = PIECE): number {
  return Math.ceil(length / piece) * pieceBound(piece)
}

/** No piece of that length grows beyond this: zlib's compressBound() (zlib 1.3, compress.c), and a flush. */
export function pieceBound(length: number): number {
  return length + Math.floor(length / 2 ** 12) + Math.floor(length / 2 ** 14) + Math.floor(length / 2 ** 25) + 64
}
