/** Fractional bits of a logarithm. */
const FRACTION: u32 = 12
/** Leading bits of a number that count. */
const PRECISION: u32 = 9
const TABLE = memory.data((1 << 9) * 2)

/** Binary logarithms of positive integers in units of 2^-12, the same on every machine. */
export class Logarithm {
  @inline
  static of(n: u32): u32 {
    const whole = 31 - <u32>clz(n)
    const leading = ((n << (31 - whole)) >>> (31 - PRECISION)) & ((1 << PRECISION) - 1)
    return (whole << FRACTION) + load<u16>(TABLE + (leading << 1))
  }

  /** n log n, 0 for 0. */
  @inline
  static weighed(n: u32): i64 {
    return n < 2 ? 0 : <i64>n * <i64>Logarithm.of(n)
  }

  static prepare(): void {
    for (let i: u32 = 0; i < 1 << PRECISION; i++) {
      // Squaring doubles the logarithm: each time its next bit is whether the number reaches 2. 1 is 2^30.
      let x = (<u64>((1 << PRECISION) + i)) << (30 - PRECISION)
      let bits: u32 = 0
      for (let bit: u32 = 0; bit < FRACTION; bit++) {
        x = (x * x) >> 30
        const reached = x >> 31
        bits = (bits << 1) | <u32>reached
        x >>= reached
      }
      store<u16>(TABLE + (i << 1), bits)
    }
  }
}
