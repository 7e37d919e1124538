/** The cipher of zip.js, as scripts/opener.js bundles it: `lib/core/streams/codecs/aes-hmac-sha1.js` has no types of its own. */
declare module 'zip.js/cipher' {
  export interface Engine {
    /** In place, in order; every call but the last with a whole number of 16-byte blocks. */
    process(data: Uint8Array, decrypt: boolean): void
    /** The 20 bytes of HMAC-SHA1 over the ciphertext; once, at the end. */
    digest(): Uint8Array
  }
  export function createEngine(key: Uint8Array, authenticationKey: Uint8Array): Engine
  export function pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array
}
