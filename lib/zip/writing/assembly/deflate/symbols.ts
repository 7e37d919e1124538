import { DISTANCES, LONGEST, SHORTEST } from './memory'

/** Symbols for lengths, counted from 257, and how many bits follow the longest of their codes. */
const LENGTH_SYMBOLS: u32 = 29

const LENGTH_SYMBOL = memory.data(256)
const LENGTH_BASE = memory.data(32)
const LENGTH_EXTRA = memory.data(32)
/** u8 by Symbols.near. */
const DISTANCE_SYMBOL = memory.data(513)

/** The symbol that stands for the distance of a literal, which is 0. It is never written. */
export const NO_DISTANCE: u32 = 30

/** The alphabets of lengths and distances (RFC 1951, 3.2.5). */
export class Symbols {
  /** 0 for symbol 257. `excess` is the length less SHORTEST. */
  @inline
  static ofLength(excess: u32): u32 {
    return load<u8>(LENGTH_SYMBOL + excess)
  }

  @inline
  static lengthBase(symbol: u32): u32 {
    return load<u8>(LENGTH_BASE + symbol)
  }

  @inline
  static lengthExtra(symbol: u32): u32 {
    return load<u8>(LENGTH_EXTRA + symbol)
  }

  /** Of 0 to 32 768; NO_DISTANCE for 0. Two distances with one `near` have one symbol: from 257 on, symbols hold whole 128s. */
  @inline
  static ofDistance(distance: u32): u32 {
    return load<u8>(DISTANCE_SYMBOL + select<u32>(distance, 256 + ((distance - 1) >>> 7), distance <= 256))
  }

  /** Bits after a distance symbol; they are the low bits of the distance less 1. */
  @inline
  static distanceExtra(symbol: u32): u32 {
    return symbol < 4 ? 0 : (symbol >>> 1) - 1
  }

  static prepare(): void {
    let base: u32 = 0
    for (let symbol: u32 = 0; symbol < LENGTH_SYMBOLS; symbol++) {
      const last = symbol == LENGTH_SYMBOLS - 1 // 258 alone, though the symbol before could reach it
      if (last) base = LONGEST - SHORTEST
      const extra: u32 = last || symbol < 8 ? 0 : (symbol >>> 2) - 1
      store<u8>(LENGTH_BASE + symbol, base)
      store<u8>(LENGTH_EXTRA + symbol, extra)
      memory.fill(LENGTH_SYMBOL + base, <u8>symbol, min<u32>(1 << extra, 256 - base))
      base += 1 << extra
    }
    let distance: u32 = 1
    for (let symbol: u32 = 0; symbol < DISTANCES; symbol++) {
      const end = distance + (1 << Symbols.distanceExtra(symbol))
      for (; distance < end; distance += distance <= 256 ? 1 : 128) {
        store<u8>(DISTANCE_SYMBOL + select<u32>(distance, 256 + ((distance - 1) >>> 7), distance <= 256), symbol)
      }
    }
    store<u8>(DISTANCE_SYMBOL, NO_DISTANCE)
  }
}
