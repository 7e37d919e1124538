import { pbkdf2 } from 'zip.js/cipher'
import { exactForm } from '../lib/zip/dictated.ts'

/** WinZip "AES Encryption Information", "Key generation". */
const ROUNDS = 1000

/** A password as one of the two forms it may have been meant in. It lives in this page's memory until that is closed. */
export class Password {
  /** It was typed in another way than this. */
  readonly corrected: boolean
  readonly #bytes: Uint8Array<ArrayBuffer>
  #key: Promise<CryptoKey> | null = null

  constructor(text: string, corrected = false) {
    this.#bytes = new TextEncoder().encode(text)
    this.corrected = corrected
  }

  /** PBKDF2-HMAC-SHA1. WebCrypto exists only on https and on files of this device; elsewhere zip.js derives, slowly. */
  async derive(salt: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array> {
    if (globalThis.crypto?.subtle === undefined) return pbkdf2(this.#bytes, salt, ROUNDS, length)
    this.#key ??= crypto.subtle.importKey('raw', this.#bytes, 'PBKDF2', false, ['deriveBits'])
    const means = { name: 'PBKDF2', hash: 'SHA-1', salt, iterations: ROUNDS }
    return new Uint8Array(await crypto.subtle.deriveBits(means, await this.#key, 8 * length))
  }
}

/** Exactly what was typed; then, where that is another, what one of our recipes would have written. */
export function candidates(typed: string): readonly Password[] {
  const exact = exactForm(typed)
  return exact === null || exact === typed ? [new Password(typed)] : [new Password(typed), new Password(exact, true)]
}
