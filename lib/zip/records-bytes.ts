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
export function joined(...parts: readonly ArrayBufferView[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    out.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  return out
}
