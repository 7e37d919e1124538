import { INPUT, LONGEST, MATCHES, WINDOW } from './memory'

/** Positions, u32, newest first; 0 is none. For depth 1 and 2 one or two for each hash of four bytes. */
const TABLE_SIZE: usize = 512 * 1024
const TABLE = memory.data(512 * 1024, 64)
const PAIR_BITS: u32 = 16
/** For greater depths the table has buckets of four for each hash of five bytes; DEEPER has the four before those. */
const BUCKET_BITS: u32 = 15
const DEEPER = memory.data(512 * 1024, 64)
/** And this is the newest of each hash of three bytes. */
const NEWEST_BITS: u32 = 15
const NEWEST_SIZE: usize = 4 << 15
const NEWEST = memory.data(4 << 15, 64)
/** From so many bytes on it is quicker to clear the tables whole. */
const MANY: usize = 48 * 1024

/** Bytes that one comparison covers. */
const WIDTH: u32 = 16
/** 2^32 and 2^64 divided by the golden ratio: multiplicative hashing (Knuth, volume 3, 6.4). */
const GOLDEN: u32 = 0x9e3779b1
const GOLDEN_WIDE: u64 = 0x9e3779b97f4a7c15

/**
 * For each byte the longest match, the nearest of equals, among a fixed number of earlier positions (the depth: 1 to 5
 * or 9) that begin with the same bytes. Without a branch that depends on the data, except for matches of 16 bytes and
 * more: they are not looked for anew until no more than `patience` bytes of them are left, so that runs take linear time.
 */
export class Finder {
  /** Looked for up to here. */
  static at: usize = 0
  /** The match of the byte before goes on for so many bytes at this distance. */
  private static rest: u32 = 0
  private static distance: u32 = 0

  @inline
  private static pair(at: usize): usize {
    return TABLE + ((<usize>((load<u32>(at) * GOLDEN) >>> (32 - PAIR_BITS))) << 3)
  }

  @inline
  private static bucket(at: usize): usize {
    return TABLE + ((<usize>(((load<u64>(at) << 24) * GOLDEN_WIDE) >> (64 - BUCKET_BITS))) << 4)
  }

  @inline
  private static newest(at: usize): usize {
    return NEWEST + ((<usize>(((load<u32>(at) << 8) * GOLDEN) >>> (32 - NEWEST_BITS))) << 2)
  }

  @inline
  private static insert(at: usize, depth: u32): void {
    if (depth == 1) return store<u32>(Finder.pair(at), at)
    if (depth == 2) return Finder.pushPair(Finder.pair(at), at)
    store<u32>(Finder.newest(at), at)
    const bucket = Finder.bucket(at)
    Finder.push(bucket, at, v128.load(bucket), depth)
  }

  @inline
  private static pushPair(pair: usize, at: usize): void {
    store<u64>(pair, (load<u64>(pair) << 32) | <u64>at)
  }

  /** What falls out of a bucket goes to the deeper one. */
  @inline
  private static push(bucket: usize, at: usize, positions: v128, depth: u32): void {
    v128.store(bucket, i32x4.shuffle(i32x4.splat(<i32>at), positions, 0, 4, 5, 6))
    if (depth <= 5) return
    const deeper = bucket + (DEEPER - TABLE)
    v128.store(deeper, i32x4.shuffle(positions, v128.load(deeper), 3, 4, 5, 6))
  }

  /** Length (up to WIDTH) << 32 | position: the greatest is the longest and then the nearest. */
  @inline
  private static compare(here: v128, position: i32): u64 {
    const equal = i8x16.bitmask(i8x16.eq(v128.load(<usize>position), here))
    return ((<u64>(<u32>ctz(~equal))) << 32) | <u64>(<u32>position)
  }

  /** `compare` up to `room`, for the longest of four; 0 if none has WIDTH bytes. */
  private static measure(at: usize, positions: v128, room: u32): u64 {
    let best: u64 = 0
    for (let lane = 0; lane < 4; lane++) {
      const position = <usize>i32x4.extract_lane(positions, 0)
      positions = i32x4.shuffle(positions, positions, 1, 2, 3, 0)
      let length: u32 = 0
      while (length < room) {
        const unequal = ~i8x16.bitmask(i8x16.eq(v128.load(position + length), v128.load(at + length)))
        length += ctz(unequal)
        if (unequal & 0xffff) break
      }
      if (length >= WIDTH) best = max(best, ((<u64>min(length, room)) << 32) | <u64>position)
    }
    return best
  }

  /** Learns the dictionary, which ends at `from`. */
  static begin(from: usize, depth: u32): void {
    for (let at = INPUT; at < from; at++) Finder.insert(at, depth)
    Finder.at = from
    Finder.rest = 0
  }

  /** Forgets all of the input, which ends at `end`. */
  static clear(end: usize, depth: u32): void {
    if (end - INPUT > MANY) {
      memory.fill(TABLE, 0, TABLE_SIZE)
      if (depth > 2) memory.fill(NEWEST, 0, NEWEST_SIZE)
      if (depth > 5) memory.fill(DEEPER, 0, TABLE_SIZE)
      return
    }
    for (let at = INPUT; at < end; at++) {
      if (depth <= 2) {
        store<u64>(Finder.pair(at), 0)
        continue
      }
      store<u32>(Finder.newest(at), 0)
      v128.store(Finder.bucket(at), i32x4.splat(0))
      if (depth > 5) v128.store(Finder.bucket(at) + (DEEPER - TABLE), i32x4.splat(0))
    }
  }

  /** Fills MATCHES from `Finder.at` to `stop`, at most a STRETCH, of the input, which ends at `end`. */
  static find(stop: usize, end: usize, depth: u32, patience: u32): void {
    if (depth == 1) Finder.search(stop, end, 1, patience)
    else if (depth == 2) Finder.search(stop, end, 2, patience)
    else if (depth == 3) Finder.search(stop, end, 3, patience)
    else if (depth == 4) Finder.search(stop, end, 4, patience)
    else if (depth == 5) Finder.search(stop, end, 5, patience)
    else Finder.search(stop, end, 9, patience)
  }

  /** Inlined, so that each depth has a loop of its own. */
  @inline
  private static search(stop: usize, end: usize, depth: u32, patience: u32): void {
    let at = Finder.at
    let rest = Finder.rest
    let distance = Finder.distance
    let match = MATCHES
    if (at == INPUT && at < stop) {
      Finder.insert(at++, depth)
      store<u32>(match, 0)
      match += 4
    }
    while (at < stop) {
      if (rest > patience) {
        do {
          rest--
          Finder.insert(at++, depth)
          store<u32>(match, (min<u32>(rest, LONGEST) << 16) | distance)
          match += 4
        } while (rest > patience && at < stop)
        continue
      }
      const here = v128.load(at)
      // Positions outside the window are moved to its edge, where they do no harm.
      const edge = max<i32>(<i32>INPUT, <i32>at - <i32>WINDOW)
      const edges = i32x4.splat(edge)
      let best: u64
      let near: v128
      let far = edges
      if (depth <= 2) {
        const pair = Finder.pair(at)
        const first = max<i32>(load<i32>(pair), edge)
        best = Finder.compare(here, first)
        near = i32x4.splat(first)
        if (depth == 2) {
          const second = max<i32>(load<i32>(pair, 4), edge)
          best = max(best, Finder.compare(here, second))
          near = i32x4.replace_lane(near, 1, second)
          Finder.pushPair(pair, at)
        } else store<u32>(pair, at)
      } else {
        const newest = Finder.newest(at)
        const first = max<i32>(load<i32>(newest), edge)
        store<u32>(newest, at)
        const bucket = Finder.bucket(at)
        const positions = v128.load(bucket)
        if (depth > 5) far = i32x4.max_s(v128.load(bucket + (DEEPER - TABLE)), edges)
        Finder.push(bucket, at, positions, depth)
        near = i32x4.max_s(positions, edges)
        best = max(Finder.compare(here, first), Finder.compare(here, i32x4.extract_lane(near, 0)))
        best = max(best, Finder.compare(here, i32x4.extract_lane(near, 1)))
        if (depth > 3) best = max(best, Finder.compare(here, i32x4.extract_lane(near, 2)))
        if (depth > 4) best = max(best, Finder.compare(here, i32x4.extract_lane(near, 3)))
        if (depth > 5) {
          best = max(
            best,
            max(Finder.compare(here, i32x4.extract_lane(far, 0)), Finder.compare(here, i32x4.extract_lane(far, 1))),
          )
          best = max(
            best,
            max(Finder.compare(here, i32x4.extract_lane(far, 2)), Finder.compare(here, i32x4.extract_lane(far, 3))),
          )
        }
      }
      rest = <u32>(best >> 32)
      let length = rest
      if (rest >= WIDTH) {
        const room = <u32>(end - at)
        best = max(Finder.measure(at, i32x4.splat(<i32>best), room), Finder.measure(at, near, room))
        if (depth > 5) best = max(best, Finder.measure(at, far, room))
        rest = <u32>(best >> 32)
        length = min(rest, LONGEST)
      }
      distance = <u32>at - <u32>best
      store<u32>(match, (length << 16) | distance)
      match += 4
      at++
    }
    // The margin beyond the end took part in comparisons, from WIDTH bytes before it on: perhaps in the stretch before.
    const after = <u32>(end - at)
    for (let left: u32 = 1; left + after < WIDTH && match - (left << 2) >= MATCHES; left++) {
      const found = load<u32>(match - (left << 2))
      store<u32>(match - (left << 2), (min<u32>(found >>> 16, left + after) << 16) | (found & 0xffff))
    }
    Finder.at = at
    Finder.rest = rest
    Finder.distance = distance
  }
}
