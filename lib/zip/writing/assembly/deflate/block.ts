import { CODE_LENGTHS, DISTANCES_IN_LENGTHS, Header } from './header'
import {
  DISTANCES,
  END_OF_BLOCK,
  KINDS,
  LENGTHS_FROM,
  LITERALS,
  STORED,
  STORED_HEADER,
  SYMBOLS,
  TOKENS,
} from './memory'
import { PrefixCode } from './prefix-code'
import { NO_DISTANCE, Symbols } from './symbols'
import { BLOCK_TALLY, DISTANCES_AT, Tally } from './tally'
import { Writer } from './writer'

/** The kinds of a block (RFC 1951, 3.2.3), and the bits that say whether it is the last and which it is. */
const IS_STORED: u32 = 0
const IS_FIXED: u32 = 1
const IS_DYNAMIC: u32 = 2
const START: u32 = 3
/** One less than the format allows (15): so a token and seven bits before it fit in 64 with room. */
const LIMIT: u32 = 14

/** u16, as CODE_LENGTHS are laid out. */
const CODES = memory.data((288 + 32) * 2, 16)
const DISTANCE_CODES: usize = CODES + DISTANCES_IN_LENGTHS * 2
/** u32 for each kind of token: its code with extra bits | bits << 24. */
const KIND_CODES = memory.data(<i32>KINDS * 4, 64)
/** u32 for each distance symbol: code | bits << 16 | extra bits << 24; nothing for NO_DISTANCE. */
const SYMBOL_CODES = memory.data(32 * 4, 64)

/** Writes blocks, each in the shortest of the three forms. */
export class Block {
  /** The block of the tokens from TOKENS to `end`, counted in BLOCK_TALLY, which stand for the bytes from `at` to `to`. */
  static write(end: usize, at: usize, to: usize, last: u32): void {
    Tally.count(BLOCK_TALLY + (END_OF_BLOCK << 2))
    const dynamicBits = START + Block.dynamicCodes()
    const fixedBits = START + Block.bits(true)
    const storedBits = Block.storedSize(to - at) << 3
    if (storedBits <= min(dynamicBits, fixedBits)) return Block.store(at, to, last)
    if (fixedBits <= dynamicBits) {
      Writer.put(last | (IS_FIXED << 1), START)
      Block.fixedCodes()
    } else {
      Writer.put(last | (IS_DYNAMIC << 1), START)
      Header.write()
    }
    Block.prepare()
    Writer.flush()
    Block.send(end)
    Writer.put(load<u16>(CODES + (END_OF_BLOCK << 1)), load<u8>(CODE_LENGTHS + END_OF_BLOCK))
    Writer.flush()
  }

  /** Bytes of stored blocks, at least one. */
  static storedSize(length: usize): u32 {
    return <u32>(length + STORED_HEADER * max<usize>(1, (length + STORED - 1) / STORED))
  }

  /** RFC 1951, 3.2.4; at least one block. */
  static store(at: usize, to: usize, last: u32): void {
    do {
      const length = min<usize>(STORED, to - at)
      Writer.put((at + length == to ? last : 0) | (IS_STORED << 1), START)
      Writer.align()
      store<u16>(Writer.at, length)
      store<u16>(Writer.at, ~length, 2)
      memory.copy(Writer.at + 4, at, length)
      Writer.at += length + 4
      at += length
    } while (at < to)
  }

  /** Makes codes of the tally and gives the size in bits. */
  private static dynamicCodes(): u32 {
    PrefixCode.make(BLOCK_TALLY, SYMBOLS, LIMIT, CODE_LENGTHS, CODES)
    PrefixCode.make(BLOCK_TALLY + DISTANCES_AT, DISTANCES, LIMIT, CODE_LENGTHS + DISTANCES_IN_LENGTHS, DISTANCE_CODES)
    return Header.make() + Block.bits(false)
  }

  /** RFC 1951, 3.2.6: symbols 286 and 287, 30 and 31 take part in the codes and never occur. */
  private static fixedCodes(): void {
    for (let s: u32 = 0; s < 288; s++) store<u8>(CODE_LENGTHS + s, Block.fixedLength(s))
    memory.fill(CODE_LENGTHS + DISTANCES_IN_LENGTHS, 5, 32)
    PrefixCode.number(288, 9, CODE_LENGTHS, CODES)
    PrefixCode.number(32, 5, CODE_LENGTHS + DISTANCES_IN_LENGTHS, DISTANCE_CODES)
  }

  private static fixedLength(symbol: u32): u32 {
    return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
  }

  /** Of all tokens, with the codes of CODE_LENGTHS or the fixed ones. */
  private static bits(fixed: bool): u32 {
    let bits: u32 = 0
    for (let s: u32 = 0; s < SYMBOLS; s++) {
      const length = fixed ? Block.fixedLength(s) : <u32>load<u8>(CODE_LENGTHS + s)
      const extra = s < LENGTHS_FROM ? 0 : Symbols.lengthExtra(s - LENGTHS_FROM)
      bits += load<u32>(BLOCK_TALLY + (s << 2)) * (length + extra)
    }
    for (let s: u32 = 0; s < DISTANCES; s++) {
      const length = fixed ? 5 : <u32>load<u8>(CODE_LENGTHS + DISTANCES_IN_LENGTHS + s)
      bits += load<u32>(BLOCK_TALLY + DISTANCES_AT + (s << 2)) * (length + Symbols.distanceExtra(s))
    }
    return bits
  }

  /** The tables for `send`. */
  private static prepare(): void {
    for (let kind: u32 = 0; kind < KINDS; kind++) {
      let symbol = kind
      let excess: u32 = 0
      let extra: u32 = 0
      if (kind >= LITERALS) {
        const length = Symbols.ofLength(kind - LITERALS)
        symbol = LENGTHS_FROM + length
        excess = kind - LITERALS - Symbols.lengthBase(length)
        extra = Symbols.lengthExtra(length)
      }
      const bits = <u32>load<u8>(CODE_LENGTHS + symbol)
      const code = <u32>load<u16>(CODES + (symbol << 1)) | (excess << bits)
      store<u32>(KIND_CODES + (kind << 2), code | ((bits + extra) << 24))
    }
    for (let s: u32 = 0; s < DISTANCES; s++) {
      const bits = <u32>load<u8>(CODE_LENGTHS + DISTANCES_IN_LENGTHS + s)
      const code = <u32>load<u16>(DISTANCE_CODES + (s << 1)) | (bits << 16) | (Symbols.distanceExtra(s) << 24)
      store<u32>(SYMBOL_CODES + (s << 2), code)
    }
    store<u32>(SYMBOL_CODES + (NO_DISTANCE << 2), 0)
  }

  /** At most 14 + 5 bits for a literal or a length and 14 + 13 for a distance, and 7 from before. */
  private static send(end: usize): void {
    let bits = Writer.bits
    let count = Writer.count
    let at = Writer.at
    for (let place = TOKENS; place < end; place += 4) {
      const token = load<u32>(place)
      const kind = load<u32>(KIND_CODES + ((token & (KINDS - 1)) << 2))
      const code = load<u32>(SYMBOL_CODES + (((token >>> 9) & 31) << 2))
      bits |= (<u64>(kind & 0xffffff)) << count
      count += <u64>(kind >>> 24)
      const length = (code >>> 16) & 0xff
      const extra = code >>> 24
      bits |= (<u64>((code & 0xffff) | (((token >>> 14) & ((1 << extra) - 1)) << length))) << count
      count += <u64>(length + extra)
      store<u64>(at, bits)
      at += <usize>(count >> 3)
      bits >>= count & 56
      count &= 7
    }
    Writer.bits = bits
    Writer.count = count
    Writer.at = at
  }
}
