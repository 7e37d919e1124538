import { INPUT, LITERALS, LONGEST, MATCHES, SHORTEST, STRETCH, TOKENS } from './memory'
import { DISTANCE_PRICES, LENGTH_PRICES, LITERAL_PRICES } from './prices'
import { Symbols } from './symbols'
import { DISTANCES_AT, KIND_TALLY, NEW_TALLY, Tally } from './tally'

/** u32 for each byte of a stretch and the longest match beyond it: what it costs from there to the end. */
const COSTS = memory.data((<i32>STRETCH + 259) * 4, 64)
/** The cost at the end of a stretch: positive, with what may lie beyond. */
const END_COST: u32 = 1 << 24
/** 1/64 bit: what a byte is taken to cost before any has been planned. */
const FIRST_BYTE: u32 = 160

/** The cheapest way through a stretch, one match or a literal at each byte, and the tokens of it. */
export class Plan {
  /** Tokens are made up to here. */
  static at: usize = 0
  static tokens: usize = TOKENS
  /** 1/64 bit: what the average byte of the last stretch costs, and what one beyond this stretch is taken to cost. */
  private static byte: u32 = 0

  static begin(at: usize): void {
    Plan.at = at
    Plan.tokens = TOKENS
    Plan.byte = FIRST_BYTE
  }

  /**
   * With `extend`, a match is also tried from earlier on, where the bytes before it are equal too and no longer one
   * begins: what has many equals near by is found by its rarer middle.
   */
  static make(from: usize, stop: usize, extend: bool): void {
    if (extend) Plan.choose(from, stop, true)
    else Plan.choose(from, stop, false)
    Plan.walk(from, stop)
  }

  /** The stretch begins at `from`, as MATCHES do; the way begins at `Plan.at`. */
  @inline
  private static choose(from: usize, stop: usize, extend: bool): void {
    let offset = (stop - from) << 2
    for (let beyond: u32 = 0; beyond <= LONGEST; beyond++) {
      store<u32>(COSTS + offset + (beyond << 2), END_COST - beyond * Plan.byte)
    }
    let cost = END_COST
    let after: u32 = 0
    const first = Plan.at
    for (let at = stop; at > first; ) {
      at--
      offset -= 4
      const byte = load<u8>(at)
      let match = load<u32>(MATCHES + offset)
      if (extend) {
        const source = at - (after & 0xffff)
        const longer = select<u32>(after + (1 << 16), 0, after < LONGEST << 16 && source >= INPUT)
        match = max(match, select<u32>(longer, 0, load<u8>(source) == byte))
        store<u32>(MATCHES + offset, match)
        after = match
      }
      const length = match >>> 16
      const literal = cost + load<u32>(LITERAL_PRICES + ((<usize>byte) << 2))
      const taken =
        load<u32>(COSTS + offset + (length << 2)) +
        load<u32>(LENGTH_PRICES + (length << 2)) +
        load<u32>(DISTANCE_PRICES + (clz<u32>(match & 0xffff) << 2))
      cost = min(literal, taken)
      store<u32>(COSTS + offset, cost)
    }
    if (first < stop) Plan.byte = max<i32>(0, <i32>(cost - END_COST)) / <u32>(stop - first)
  }

  /** Tokens of the way, which may lead a match beyond the stretch, and their counts. */
  private static walk(from: usize, stop: usize): void {
    let at = Plan.at
    let token = Plan.tokens
    while (at < stop) {
      const offset = (at - from) << 2
      const byte = <u32>load<u8>(at)
      const literal = load<u32>(COSTS + offset, 4) + load<u32>(LITERAL_PRICES + (byte << 2))
      const match = select<u32>(0, load<u32>(MATCHES + offset), load<u32>(COSTS + offset) == literal)
      const length = match >>> 16
      const distance = match & 0xffff
      const symbol = Symbols.ofDistance(distance)
      const kind = select<u32>(LITERALS + length - SHORTEST, byte, length != 0)
      store<u32>(token, ((distance - 1) << 14) | (symbol << 9) | kind)
      token += 4
      Tally.count(KIND_TALLY + (kind << 2))
      Tally.count(NEW_TALLY + DISTANCES_AT + (symbol << 2))
      at += max<u32>(length, 1)
    }
    Plan.at = at
    Plan.tokens = token
    Tally.settle()
  }
}
