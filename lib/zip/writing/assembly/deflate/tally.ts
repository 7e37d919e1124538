import { Logarithm } from './logarithm'
import { DISTANCES, KINDS, LENGTHS_FROM, LITERALS, SYMBOLS } from './memory'
import { Symbols } from './symbols'

/** Where a tally has its distances; before them are literals and lengths. */
export const DISTANCES_AT: usize = 288 * 4
const SIZE: usize = DISTANCES_AT + 32 * 4

/** u32 for each symbol of literals and lengths, then of distances: how often the block so far has it. */
export const BLOCK_TALLY = memory.data(<i32>SIZE, 16)
/** The same for the stretches since the last decision on where the block ends. */
export const NEW_TALLY = memory.data(<i32>SIZE, 16)
const KEPT = memory.data(<i32>SIZE, 16)
/** u32 for each kind of token. */
export const KIND_TALLY = memory.data(<i32>KINDS * 4, 16)

/** 2^-12 bit: what a block costs besides its tokens, and what a symbol costs in its header. */
const BLOCK_COST: i64 = 60 << 12
const SYMBOL_COST: i64 = 4 << 12

/** How often each symbol occurs. */
export class Tally {
  @inline
  static count(place: usize): void {
    store<u32>(place, load<u32>(place) + 1)
  }

  /** Moves the counts by kind into those by symbol. */
  static settle(): void {
    for (let kind: u32 = 0; kind < KINDS; kind++) {
      const symbol = kind < LITERALS ? kind : LENGTHS_FROM + Symbols.ofLength(kind - LITERALS)
      const place = NEW_TALLY + (symbol << 2)
      store<u32>(place, load<u32>(place) + load<u32>(KIND_TALLY + (kind << 2)))
    }
    memory.fill(KIND_TALLY, 0, <usize>KINDS * 4)
  }

  /** The new becomes a part of the block. */
  static join(): void {
    for (let at: usize = 0; at < SIZE; at += 16) {
      v128.store(BLOCK_TALLY + at, i32x4.add(v128.load(BLOCK_TALLY + at), v128.load(NEW_TALLY + at)))
    }
    memory.fill(NEW_TALLY, 0, SIZE)
  }

  /** What is new, to be counted anew after `restore`. */
  static keep(): void {
    memory.copy(KEPT, NEW_TALLY, SIZE)
  }

  static restore(): void {
    memory.copy(NEW_TALLY, KEPT, SIZE)
  }

  static forget(tally: usize): void {
    memory.fill(tally, 0, SIZE)
  }

  /**
   * Whether a block of its own for the new takes less: the entropies of two alphabets apart and together, and a guess
   * at the header.
   */
  static differs(): bool {
    return Tally.gain(0, SYMBOLS) + Tally.gain(DISTANCES_AT, DISTANCES) > BLOCK_COST
  }

  private static gain(from: usize, symbols: u32): i64 {
    let gain: i64 = 0
    let before: u32 = 0
    let after: u32 = 0
    for (let at = from; at < from + (symbols << 2); at += 4) {
      const old = load<u32>(BLOCK_TALLY + at)
      const young = load<u32>(NEW_TALLY + at)
      before += old
      after += young
      if (young == 0) continue
      gain -= SYMBOL_COST
      if (old != 0) gain -= Logarithm.weighed(old + young) - Logarithm.weighed(old) - Logarithm.weighed(young)
    }
    return gain + Logarithm.weighed(before + after) - Logarithm.weighed(before) - Logarithm.weighed(after)
  }
}
