/** Work space: sort keys, then weights of inner nodes, both u32; the parent of each node, u16; u32 for each length. */
const WEIGHTS = memory.data(2 * 288 * 4, 16)
const PARENTS = memory.data(2 * 288 * 2, 16)
const COUNTS = memory.data(16 * 4, 16)
const NEXT = memory.data(16 * 4, 16)
/** A sort key is count << SYMBOL_BITS | symbol; counts stay below 2^23. */
const SYMBOL_BITS: u32 = 9

/** Huffman's code with a limit on lengths, in the canonical form (RFC 1951, 3.2.2). */
export class PrefixCode {
  /**
   * From `symbols` counts (u32) to lengths (u8, 0 for what does not occur, at most `limit`) and codes (u16, the first
   * bit lowest). At least two symbols get a code, so that it is complete, as old decoders ask; their counts become 1.
   */
  static make(counts: usize, symbols: u32, limit: u32, lengths: usize, codes: usize): void {
    const leaves = PrefixCode.sort(counts, symbols)
    PrefixCode.pair(leaves)
    PrefixCode.limit(leaves, limit)
    memory.fill(lengths, 0, symbols)
    let leaf: u32 = 0
    for (let length = limit; length > 0; length--) {
      for (let k = load<u32>(COUNTS + (length << 2)); k > 0; k--) {
        store<u8>(lengths + (load<u32>(WEIGHTS + (leaf++ << 2)) & ((1 << SYMBOL_BITS) - 1)), length)
      }
    }
    PrefixCode.number(symbols, limit, lengths, codes)
  }

  /** Keys of what occurs, the rarest first, to WEIGHTS. Shell's sort with Ciura's gaps. */
  private static sort(counts: usize, symbols: u32): u32 {
    let leaves: u32 = 0
    for (let s: u32 = 0; s < symbols; s++) if (load<u32>(counts + (s << 2)) > 0) leaves++
    for (let s: u32 = 0; leaves < 2; s++) {
      if (load<u32>(counts + (s << 2)) > 0) continue
      store<u32>(counts + (s << 2), 1)
      leaves++
    }
    let end = WEIGHTS
    for (let s: u32 = 0; s < symbols; s++) {
      const count = load<u32>(counts + (s << 2))
      if (count == 0) continue
      store<u32>(end, (count << SYMBOL_BITS) | s)
      end += 4
    }
    for (let gap: u32 = 132; gap > 0; gap = PrefixCode.gapAfter(gap)) {
      const step = (<usize>gap) << 2
      for (let from = WEIGHTS + step; from < end; from += 4) {
        const key = load<u32>(from)
        let to = from
        for (; to >= WEIGHTS + step && load<u32>(to - step) > key; to -= step) store<u32>(to, load<u32>(to - step))
        store<u32>(to, key)
      }
    }
    return leaves
  }

  private static gapAfter(gap: u32): u32 {
    if (gap == 132) return 57
    if (gap == 57) return 23
    if (gap == 23) return 10
    return gap == 10 ? 4 : gap == 4 ? 1 : 0
  }

  /** Huffman's pairs with two queues: nodes 0 to leaves - 1 are leaves, then inner nodes as they are made. */
  private static pair(leaves: u32): void {
    const inner = WEIGHTS + (leaves << 2)
    let leaf: u32 = 0
    let node: u32 = 0
    for (let made: u32 = 0; made < leaves - 1; made++) {
      let weight: u32 = 0
      for (let child = 0; child < 2; child++) {
        const rare = load<u32>(WEIGHTS + (leaf << 2)) >>> SYMBOL_BITS
        if (leaf < leaves && (node == made || rare <= load<u32>(inner + (node << 2)))) {
          weight += rare
          store<u16>(PARENTS + (leaf++ << 1), made)
        } else {
          weight += load<u32>(inner + (node << 2))
          store<u16>(PARENTS + ((leaves + node++) << 1), made)
        }
      }
      store<u32>(inner + (made << 2), weight)
    }
  }

  /** How many leaves have each length, to COUNTS. What lies deeper than `limit` is lifted, and others sink for it. */
  private static limit(leaves: u32, limit: u32): void {
    memory.fill(COUNTS, 0, 16 * 4)
    const depths = WEIGHTS + (leaves << 2)
    store<u32>(depths + ((leaves - 2) << 2), 0)
    for (let node = <i32>leaves - 3; node >= 0; node--) {
      const parent = <u32>load<u16>(PARENTS + ((leaves + node) << 1))
      store<u32>(depths + (node << 2), load<u32>(depths + (parent << 2)) + 1)
    }
    let used: u32 = 0 // of 2^limit codes
    for (let leaf: u32 = 0; leaf < leaves; leaf++) {
      const depth = load<u32>(depths + ((<u32>load<u16>(PARENTS + (leaf << 1))) << 2)) + 1
      const length = min(depth, limit)
      store<u32>(COUNTS + (length << 2), load<u32>(COUNTS + (length << 2)) + 1)
      used += 1 << (limit - length)
    }
    // A code one shorter than the limit, or the next that there is, becomes a pair with a code of the limit.
    for (; used > (<u32>1) << limit; used--) {
      let length = limit - 1
      while (load<u32>(COUNTS + (length << 2)) == 0) length--
      store<u32>(COUNTS + (length << 2), load<u32>(COUNTS + (length << 2)) - 1)
      store<u32>(COUNTS + ((length + 1) << 2), load<u32>(COUNTS + ((length + 1) << 2)) + 2)
      store<u32>(COUNTS + (limit << 2), load<u32>(COUNTS + (limit << 2)) - 1)
    }
  }

  /** RFC 1951, 3.2.2. */
  static number(symbols: u32, limit: u32, lengths: usize, codes: usize): void {
    memory.fill(COUNTS, 0, 16 * 4)
    for (let s: u32 = 0; s < symbols; s++) {
      const place = COUNTS + ((<usize>load<u8>(lengths + s)) << 2)
      store<u32>(place, load<u32>(place) + 1)
    }
    let code: u32 = 0
    for (let length: u32 = 1; length <= limit; length++) {
      store<u32>(NEXT + (length << 2), code)
      code = (code + load<u32>(COUNTS + (length << 2))) << 1
    }
    for (let s: u32 = 0; s < symbols; s++) {
      const length = <u32>load<u8>(lengths + s)
      if (length == 0) continue
      const next = load<u32>(NEXT + (length << 2))
      store<u32>(NEXT + (length << 2), next + 1)
      store<u16>(codes + (s << 1), PrefixCode.reverse(next) >>> (16 - length))
    }
  }

  /** The 16 bits of it. */
  private static reverse(bits: u32): u32 {
    bits = ((bits & 0x5555) << 1) | ((bits >>> 1) & 0x5555)
    bits = ((bits & 0x3333) << 2) | ((bits >>> 2) & 0x3333)
    bits = ((bits & 0x0f0f) << 4) | ((bits >>> 4) & 0x0f0f)
    return ((bits & 0x00ff) << 8) | (bits >>> 8)
  }
}
