/** Where things lie. All of it is static: a thread has an instance of its own, which compresses one piece at a time. */

/** How far back a match may lie (RFC 1951, section 2), and so the longest dictionary. */
export const WINDOW: usize = 32 * 1024
/** The longest piece. */
export const PIECE: usize = 1024 * 1024
/** Bytes of a stored block at most (RFC 1951, 3.2.4), and what each of them costs besides. */
export const STORED: usize = 65535
export const STORED_HEADER: usize = 5

/** What is read in one go beyond the last byte: zeros, so that the same input gives the same output. */
export const MARGIN: usize = 64
/** Dictionary, then data. */
export const INPUT_SIZE: usize = WINDOW + PIECE + MARGIN
export const INPUT = memory.data(<i32>INPUT_SIZE, 64)
/** The piece as stored blocks and a flush is the longest output; the rest is for writes of eight bytes. */
export const OUTPUT_SIZE: usize = PIECE + (PIECE / STORED + 2) * STORED_HEADER + 64
export const OUTPUT = memory.data(<i32>OUTPUT_SIZE, 64)

/** So many bytes are searched, then planned: their tables stay in the nearer caches. */
export const STRETCH: usize = 16 * 1024
/** u32 for each byte of a stretch: length << 16 | distance of a match that begins there. Length 0 is none. */
export const MATCHES = memory.data(<i32>STRETCH * 4, 64)

/** RFC 1951, 3.2.5: shortest and longest match; number of literals, of symbols for literals and lengths, for distances. */
export const SHORTEST: u32 = 3
export const LONGEST: u32 = 258
export const LITERALS: u32 = 256
export const END_OF_BLOCK: u32 = 256
export const LENGTHS_FROM: u32 = 257
export const SYMBOLS: u32 = 286
export const DISTANCES: u32 = 30

/** A block is closed at the first stretch after so many tokens. */
export const ENOUGH: u32 = 128 * 1024
/**
 * u32 each: distance - 1 << 14 | distance symbol << 9 | kind. A literal's kind is its byte, and its distance is 0; the
 * kind of a match is LITERALS + length - SHORTEST.
 */
export const TOKENS_SIZE: usize = (<usize>ENOUGH + 4 * STRETCH) * 4
export const TOKENS = memory.data(<i32>TOKENS_SIZE, 64)
export const KINDS: u32 = 512
