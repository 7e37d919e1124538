/** Bits, the lowest of a byte first (RFC 1951, 3.1.1). */
export class Writer {
  static at: usize = 0
  /** Not yet a whole byte, after `flush`: less than 8. */
  static bits: u64 = 0
  static count: u64 = 0

  static begin(at: usize): void {
    Writer.at = at
    Writer.bits = 0
    Writer.count = 0
  }

  /** At most 57 bits between two flushes. */
  @inline
  static put(value: u64, count: u32): void {
    Writer.bits |= value << Writer.count
    Writer.count += count
  }

  @inline
  static flush(): void {
    store<u64>(Writer.at, Writer.bits)
    Writer.at += <usize>(Writer.count >> 3)
    Writer.bits >>= Writer.count & 56
    Writer.count &= 7
  }

  /** To the next byte. */
  static align(): void {
    Writer.flush()
    if (Writer.count > 0) Writer.at++
    Writer.bits = 0
    Writer.count = 0
  }
}
