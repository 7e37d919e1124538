/** Byte helpers that the record codecs share. */

/** A view over exactly these bytes, wherever they lie in their buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The `length` bytes from `at` on (not a copy), or null where the array ends before that. */
export function bytesAt(bytes: Uint8Array, at: number, length: number): Uint8Array | null {
  if (at < 0 || length < 0 || at + length > bytes.length) return null
  return bytes.subarray(at, at + length)
}

/** `value`, if it is an unsigned integer of that many bits; RangeError otherwise. 53 stands for the safe integers. */
export function unsigned(bits: 8 | 16 | 32 | 53, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits) {
    throw new RangeError(`${value} is not an unsigned integer of ${bits} bits`)
  }
  return value
}

/** One new array of all parts. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return bytesOf(recordWith(0, ...parts))
}

/** A new record: `fixed` zero bytes, to be set through the view, with the variable parts behind them. */
export function recordWith(fixed: number, ...parts: readonly Uint8Array[]): DataView<ArrayBuffer> {
  let length = fixed
  for (const part of parts) length += part.length
  const record = new DataView(new ArrayBuffer(length))
  const bytes = bytesOf(record)
  let at = fixed
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return record
}

/** The bytes of a whole record, not a copy. */
export function bytesOf(record: DataView<ArrayBuffer>): Uint8Array {
  return new Uint8Array(record.buffer)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
