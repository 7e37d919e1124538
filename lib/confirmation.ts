import { crockford } from './ulid.ts'

/**
 * The confirmation code, from the SHA-256 of the nonce (its 16 bytes) in a sealed `WAYBILL.txt`: the first eight bytes,
 * five bits of each, as Crockford symbols. Quoting it shows that somebody opened the archive.
 */
export function confirmationCodeOf(sha256: Uint8Array): string {
  const symbols = crockford(8, { bytes: length => sha256.subarray(0, length) })
  return `${symbols.slice(0, 4)}-${symbols.slice(4)}`
}
