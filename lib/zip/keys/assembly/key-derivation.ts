/**
 * PBKDF2-HMAC-SHA1 (RFC 8018, 5.2), four output blocks at once: lane i is the block T(i + 1). The memory is the host's
 * to fill and to wipe; every row is 16 bytes, the words of four lanes.
 */
import { compressBlock } from './sha1/block'
import { compressDigest } from './sha1/digest'

/** 16 rows in: the block to compress. */
export const BLOCK = memory.data(16 * 16, 16)
/** 5 rows each: the state after the inner and the outer pad of HMAC, which `pad` makes of BLOCK. */
export const INNER = memory.data(5 * 16, 16)
export const OUTER = memory.data(5 * 16, 16)
/** 5 rows out: the exclusive or of all rounds. */
export const RESULT = memory.data(5 * 16, 16)
/** 5 rows: what the last round gave. */
const DIGEST = memory.data(5 * 16, 16)
/** The initial state (FIPS 180-4, 5.3.3). */
const INITIAL = memory.data<u32>([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])

/** The state after BLOCK, which is a whole block that begins a message, goes to INNER or OUTER. */
export function pad(to: usize): void {
  for (let i: usize = 0; i < 5; i++) v128.store(to + i * 16, v128.load_splat<u32>(INITIAL + i * 4))
  compressBlock(BLOCK, to, to)
}

/** BLOCK is the padded block of salt and block number, which follows the inner pad; `rounds` is at least 1. */
export function derive(rounds: i32): void {
  compressBlock(BLOCK, INNER, DIGEST)
  compressDigest(OUTER, DIGEST)
  memory.copy(RESULT, DIGEST, 5 * 16)
  for (let i = 1; i < rounds; i++) {
    compressDigest(INNER, DIGEST)
    compressDigest(OUTER, DIGEST)
    for (let at: usize = 0; at < 5 * 16; at += 16) {
      v128.store(RESULT + at, v128.xor(v128.load(RESULT + at), v128.load(DIGEST + at)))
    }
  }
}
