/**
 * A row is one 32-bit word of SHA-1 in four lanes: four independent computations that go in step. Functions and
 * constants are those of FIPS 180-4, sections 4.1.1 and 4.2.1.
 */
export class Row {
  /** The word at `address` in every lane. */
  @inline
  static splat(address: usize): v128 {
    return v128.load_splat<u32>(address)
  }

  @inline
  static add(x: v128, y: v128): v128 {
    return i32x4.add(x, y)
  }

  @inline
  static rotate(x: v128, bits: i32): v128 {
    return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits))
  }

  /** What a round does with its second word on the way to the third place. */
  @inline
  static turn(x: v128): v128 {
    return Row.rotate(x, 30)
  }

  /** A word of the message schedule, of the one to four earlier words that count. Doubling is cheaper than a shift. */
  @inline
  static mix1(x: v128): v128 {
    return v128.or(i32x4.add(x, x), i32x4.shr_u(x, 31))
  }

  @inline
  static mix2(x: v128, y: v128): v128 {
    return Row.mix1(v128.xor(x, y))
  }

  @inline
  static mix3(x: v128, y: v128, z: v128): v128 {
    return Row.mix1(v128.xor(v128.xor(x, y), z))
  }

  @inline
  static mix4(x: v128, y: v128, z: v128, u: v128): v128 {
    return Row.mix1(v128.xor(v128.xor(x, y), v128.xor(z, u)))
  }

  /** Rounds: the new first word. `c` is turned already; `w` is the schedule's word and the constant in one. */
  @inline
  static choice(a: v128, b: v128, c: v128, d: v128, e: v128, w: v128): v128 {
    return Row.round(a, v128.bitselect(c, d, b), e, w)
  }

  @inline
  static parity(a: v128, b: v128, c: v128, d: v128, e: v128, w: v128): v128 {
    return Row.round(a, v128.xor(v128.xor(c, d), b), e, w)
  }

  @inline
  static majority(a: v128, b: v128, c: v128, d: v128, e: v128, w: v128): v128 {
    return Row.round(a, v128.bitselect(d, c, v128.xor(b, c)), e, w)
  }

  @inline
  private static round(a: v128, f: v128, e: v128, w: v128): v128 {
    return i32x4.add(i32x4.add(i32x4.add(e, w), f), Row.rotate(a, 5))
  }
}

/** Addresses of the constants of rounds 0, 20, 40 and 60. */
export const ROUND_0 = memory.data<u32>([0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6])
export const ROUND_20: usize = ROUND_0 + 4
export const ROUND_40: usize = ROUND_0 + 8
export const ROUND_60: usize = ROUND_0 + 12
