/**
 * Compresses one piece of a raw deflate stream (RFC 1951). For each byte of a stretch the longest of a few earlier
 * matches is found, then the cheapest way through the stretch is planned by what symbols have cost so far; both without
 * branches that depend on the data. A block ends where the statistics of its symbols change.
 */
import { Block } from './deflate/block'
import { Finder } from './deflate/finder'
import { Logarithm } from './deflate/logarithm'
import {
  ENOUGH,
  INPUT as INPUT_AT,
  INPUT_SIZE,
  MARGIN,
  OUTPUT as OUTPUT_AT,
  OUTPUT_SIZE,
  STRETCH,
  TOKENS,
  TOKENS_SIZE,
} from './deflate/memory'
import { Plan } from './deflate/plan'
import { Prices } from './deflate/prices'
import { Symbols } from './deflate/symbols'
import { BLOCK_TALLY, NEW_TALLY, Tally } from './deflate/tally'
import { Writer } from './deflate/writer'

/** The dictionary (at most 32 KiB) goes here and the data (at most 1 MiB) after it. */
export const INPUT: usize = INPUT_AT
/** The piece comes out here. */
export const OUTPUT: usize = OUTPUT_AT

/** With fewer tokens nothing can be said about where a block ends. */
const FEW_TOKENS: usize = 1500

Symbols.prepare()
Logarithm.prepare()

/**
 * The length of the piece. It ends on a byte boundary: the last one with the end of the stream, any other with an empty
 * stored block, and can be put before the next. `depth`, `patience`: see Finder; `extend`: see Plan; `passes`: how often
 * a stretch is planned, at least 1.
 * Never longer than stored blocks would be: five bytes for each 65 535, and five for the end.
 */
export function deflate(
  dictionary: u32,
  length: u32,
  last: u32,
  depth: u32,
  patience: u32,
  extend: u32,
  passes: u32,
): u32 {
  const start = INPUT + dictionary
  const end = start + length
  memory.fill(end, 0, MARGIN)
  Writer.begin(OUTPUT)
  if (length > 0 || last != 0) compress(start, end, last, depth, patience, extend != 0, passes)
  if (last != 0) Writer.align()
  else Block.store(end, end, 0)
  const bound = length > 0 || last != 0 ? Block.storedSize(length) : 0
  if (<u32>(Writer.at - OUTPUT) > bound + (last != 0 ? 0 : Block.storedSize(0))) {
    Writer.begin(OUTPUT)
    Block.store(start, end, last)
    if (last == 0) Block.store(end, end, 0)
  }
  return <u32>(Writer.at - OUTPUT)
}

/** Wipes what shows the content of earlier pieces. */
export function wipe(): void {
  memory.fill(INPUT, 0, INPUT_SIZE)
  memory.fill(OUTPUT, 0, OUTPUT_SIZE)
  memory.fill(TOKENS, 0, TOKENS_SIZE)
}

function compress(start: usize, end: usize, last: u32, depth: u32, patience: u32, extend: bool, passes: u32): void {
  Finder.begin(start, depth)
  Plan.begin(start)
  Tally.forget(BLOCK_TALLY)
  Tally.forget(NEW_TALLY)
  Prices.guess(start, end)
  let block = start // where it begins
  let decided = start
  let decidedTokens = TOKENS
  while (Plan.at < end) {
    const from = Finder.at
    const stop = min(end, from + STRETCH)
    Finder.find(stop, end, depth, patience)
    parse(from, stop, extend, from == start ? max<u32>(passes, 2) : passes)
    if (Plan.at < end && Plan.tokens - decidedTokens < FEW_TOKENS << 2) continue
    const enough = decidedTokens - TOKENS > ENOUGH << 2
    if (decided > block && (enough || Tally.differs())) {
      Block.write(decidedTokens, block, decided, 0)
      memory.copy(TOKENS, decidedTokens, Plan.tokens - decidedTokens)
      Plan.tokens -= decidedTokens - TOKENS
      block = decided
      Tally.forget(BLOCK_TALLY)
    }
    Tally.join()
    Prices.learn()
    decided = Plan.at
    decidedTokens = Plan.tokens
  }
  Block.write(Plan.tokens, block, end, last)
  Finder.clear(end, depth)
}

/** Each time but the first by prices that count the tokens of the time before. */
function parse(from: usize, stop: usize, extend: bool, passes: u32): void {
  const at = Plan.at
  const tokens = Plan.tokens
  Tally.keep()
  while (true) {
    Plan.make(from, stop, extend)
    if (--passes == 0) return
    Prices.learn()
    Tally.restore()
    Plan.at = at
    Plan.tokens = tokens
  }
}
