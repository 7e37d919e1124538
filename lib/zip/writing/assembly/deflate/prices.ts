import { Logarithm } from './logarithm'
import { DISTANCES, LENGTHS_FROM, LITERALS, LONGEST, SHORTEST, STRETCH, SYMBOLS, WINDOW } from './memory'
import { Symbols } from './symbols'
import { BLOCK_TALLY, DISTANCES_AT, NEW_TALLY, Tally } from './tally'

/** Prices are in 1/64 bit. */
const BIT: u32 = 64
/** u32 for each byte. */
export const LITERAL_PRICES = memory.data(256 * 4, 16)
/** u32 for each length of 0 to 258, extra bits and all. */
export const LENGTH_PRICES = memory.data(259 * 4, 16)
/** u32 by the leading zeros of a distance, extra bits and all. */
export const DISTANCE_PRICES = memory.data(33 * 4, 16)

/** Of what cannot be had: more than a stretch of literals, twice of which still fits. */
const NEVER: u32 = 1 << 26
/** Leading zeros of the window: the longest distance. */
const FARTHEST: u32 = 16
/** Before anything is known: a length costs three bits and a quarter for each symbol, a distance four. Extra bits come on top. */
const FIRST_LENGTH: u32 = 3 * BIT
const FIRST_LENGTH_STEP: u32 = BIT / 4
const FIRST_DISTANCE: u32 = 4 * BIT

/** What tokens will cost in bits, by what the block so far has. */
export class Prices {
  /** From the tokens counted. */
  static learn(): void {
    let tokens: u32 = SYMBOLS
    let matches: u32 = DISTANCES
    for (let s: u32 = 0; s < SYMBOLS; s++) tokens += Prices.counted(s << 2)
    for (let s: u32 = 0; s < DISTANCES; s++) matches += Prices.counted(DISTANCES_AT + (s << 2))
    const all = Logarithm.of(tokens << 2)
    for (let byte: u32 = 0; byte < LITERALS; byte++) {
      store<u32>(LITERAL_PRICES + (byte << 2), Prices.price(all, (Prices.counted(byte << 2) << 2) + 1))
    }
    for (let length: u32 = 0; length <= LONGEST; length++) {
      let price = NEVER
      if (length >= SHORTEST) {
        const symbol = Symbols.ofLength(length - SHORTEST)
        price =
          Prices.price(all, (Prices.counted((LENGTHS_FROM + symbol) << 2) << 2) + 2) + Symbols.lengthExtra(symbol) * BIT
      }
      store<u32>(LENGTH_PRICES + (length << 2), price)
    }
    const far = Logarithm.of(matches << 1)
    for (let zeros: u32 = 0; zeros < 33; zeros++) {
      let price = NEVER
      if (zeros >= FARTHEST && zeros < 32) {
        // two symbols begin under one power of two
        const low = Symbols.ofDistance(1 << (31 - zeros))
        const high = Symbols.ofDistance(min<u32>(<u32>WINDOW, (2 << (31 - zeros)) - 1))
        const both = Prices.counted(DISTANCES_AT + (low << 2)) + Prices.counted(DISTANCES_AT + (high << 2))
        price = Prices.price(far, both + 2) + Symbols.distanceExtra(high) * BIT
      }
      store<u32>(DISTANCE_PRICES + (zeros << 2), price)
    }
  }

  /** Before the first token: from the bytes themselves. */
  static guess(at: usize, end: usize): void {
    for (end = min(end, at + STRETCH); at < end; at++) Tally.count(NEW_TALLY + ((<usize>load<u8>(at)) << 2))
    Prices.learn()
    Tally.forget(NEW_TALLY)
    for (let length = SHORTEST; length <= LONGEST; length++) {
      const symbol = Symbols.ofLength(length - SHORTEST)
      const price = FIRST_LENGTH + symbol * FIRST_LENGTH_STEP + Symbols.lengthExtra(symbol) * BIT
      store<u32>(LENGTH_PRICES + (length << 2), price)
    }
    for (let zeros = FARTHEST; zeros < 32; zeros++) {
      store<u32>(DISTANCE_PRICES + (zeros << 2), FIRST_DISTANCE + (30 - min<u32>(zeros, 30)) * BIT)
    }
  }

  @inline
  private static counted(offset: usize): u32 {
    return load<u32>(BLOCK_TALLY + offset) + load<u32>(NEW_TALLY + offset)
  }

  /** At least half a bit. */
  @inline
  private static price(all: u32, part: u32): u32 {
    const log = Logarithm.of(part)
    return max<u32>(all > log ? (all - log) >>> 6 : 0, BIT / 2)
  }
}
