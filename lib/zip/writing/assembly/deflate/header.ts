import { DISTANCES, LENGTHS_FROM, SYMBOLS } from './memory'
import { PrefixCode } from './prefix-code'
import { Tally } from './tally'
import { Writer } from './writer'

/** Lengths of codes, u8: literals and lengths, then distances. */
export const CODE_LENGTHS = memory.data(288 + 32, 16)
export const DISTANCES_IN_LENGTHS: usize = 288

/** The alphabet of code lengths (RFC 1951, 3.2.7): 0 to 15, copy the last 3 to 6 times, zeros 3 to 10 times, 11 to 138 times. */
const ALPHABET: u32 = 19
const COPY: u32 = 16
const ZEROS: u32 = 17
const MANY_ZEROS: u32 = 18
/** Codes of that alphabet have at most seven bits: three say how many. */
const LIMIT: u32 = 7
/** The order in which they are sent. */
const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])

/** u16: symbol | repetition << 8. */
const SENT = memory.data(320 * 2, 16)
const COUNTS = memory.data(ALPHABET * 4, 16)
const LENGTHS = memory.data(ALPHABET, 16)
const CODES = memory.data(ALPHABET * 2, 16)

/** The code lengths of a dynamic block, themselves compressed (RFC 1951, 3.2.7). */
export class Header {
  private static symbols: u32 = 0
  private static distances: u32 = 0
  private static sent: u32 = 0
  private static lengths: u32 = 0

  /** Takes CODE_LENGTHS and gives the size in bits. */
  static make(): u32 {
    Header.symbols = Header.used(CODE_LENGTHS, SYMBOLS, LENGTHS_FROM)
    Header.distances = Header.used(CODE_LENGTHS + DISTANCES_IN_LENGTHS, DISTANCES, 1)
    Header.sent = 0
    memory.fill(COUNTS, 0, ALPHABET * 4)
    const total = Header.symbols + Header.distances
    for (let i: u32 = 0; i < total; ) {
      const length = Header.lengthAt(i)
      let run: u32 = 1
      while (i + run < total && Header.lengthAt(i + run) == length) run++
      i += run
      Header.send(length, run)
    }
    PrefixCode.make(COUNTS, ALPHABET, LIMIT, LENGTHS, CODES)
    Header.lengths = ALPHABET
    while (Header.lengths > 4 && load<u8>(LENGTHS + load<u8>(ORDER + Header.lengths - 1)) == 0) Header.lengths--
    let bits = 5 + 5 + 4 + Header.lengths * 3
    for (let i: u32 = 0; i < Header.sent; i++) {
      const symbol = <u32>load<u8>(SENT + (i << 1))
      bits += <u32>load<u8>(LENGTHS + symbol) + Header.extra(symbol)
    }
    return bits
  }

  static write(): void {
    Writer.put(Header.symbols - LENGTHS_FROM, 5)
    Writer.put(Header.distances - 1, 5)
    Writer.put(Header.lengths - 4, 4)
    for (let i: u32 = 0; i < Header.lengths; i++) {
      Writer.flush()
      Writer.put(load<u8>(LENGTHS + load<u8>(ORDER + i)), 3)
    }
    for (let i: u32 = 0; i < Header.sent; i++) {
      const symbol = <u32>load<u8>(SENT + (i << 1))
      Writer.flush()
      Writer.put(load<u16>(CODES + (symbol << 1)), load<u8>(LENGTHS + symbol))
      Writer.put(load<u8>(SENT + (i << 1), 1), Header.extra(symbol))
    }
    Writer.flush()
  }

  private static used(lengths: usize, symbols: u32, least: u32): u32 {
    while (symbols > least && load<u8>(lengths + symbols - 1) == 0) symbols--
    return symbols
  }

  private static lengthAt(i: u32): u32 {
    return load<u8>(CODE_LENGTHS + i + (i < Header.symbols ? 0 : DISTANCES_IN_LENGTHS - Header.symbols))
  }

  private static send(length: u32, run: u32): void {
    if (length == 0) {
      while (run >= 3) {
        const zeros = min<u32>(run, 138)
        run -= zeros
        if (zeros < 11) Header.symbol(ZEROS, zeros - 3)
        else Header.symbol(MANY_ZEROS, zeros - 11)
      }
    } else if (run >= 4) {
      Header.symbol(length, 0)
      run--
      while (run >= 3) {
        const copies = min<u32>(run, 6)
        run -= copies
        Header.symbol(COPY, copies - 3)
      }
    }
    while (run-- > 0) Header.symbol(length, 0)
  }

  private static symbol(symbol: u32, repetition: u32): void {
    store<u16>(SENT + (Header.sent++ << 1), symbol | (repetition << 8))
    Tally.count(COUNTS + (symbol << 2))
  }

  private static extra(symbol: u32): u32 {
    return symbol < COPY ? 0 : symbol == COPY ? 2 : symbol == ZEROS ? 3 : 7
  }
}
