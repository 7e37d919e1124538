/** CRC-32 (APPNOTE 4.4.7) without Node's zlib: for what a browser shares. */

/** ISO 3309: the polynomial with its bits reversed. */
const POLYNOMIAL = 0xedb88320

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
  return value
})

/** As an unsigned number; `before` is the CRC-32 of what stands in front of these bytes. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before
  for (let at = 0; at < bytes.length; at++) value = (value >>> 8) ^ (TABLE[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  return ~value >>> 0
}
