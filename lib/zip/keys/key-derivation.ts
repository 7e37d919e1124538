/**
 * The keys of entries by PBKDF2-HMAC-SHA1 (RFC 8018, 5.2), for those who derive them by the thousand: WebAssembly where
 * the engine has SIMD, OpenSSL elsewhere. Decision 0020 has the figures.
 */
import { pbkdf2Sync } from 'node:crypto'
import { compiled } from '../../compiled.ts'
import { SimdDerivation } from './simd-derivation.ts'

/** Bytes of each of the two keys of AES-256, and of the verifier, which tells a wrong password at once. */
export const KEY_LENGTH = 32
export const VERIFIER_LENGTH = 2
/** What is derived for an entry: encryption key (32), authentication key (32), verifier (2). */
export const KEYS_LENGTH = 2 * KEY_LENGTH + VERIFIER_LENGTH

/**
 * Rounds of PBKDF2-HMAC-SHA1 in the format: the weight that a password's bits must carry. The salt must be fresh for every
 * entry: the same salt under the same password is the same keystream, and two entries give each other away.
 */
export const ROUNDS = 1000

/** The code of the fast derivation, for all threads. */
export function compileDerivation(): Promise<WebAssembly.Module | null> {
  return compiled(new URL('./key-derivation.wasm', import.meta.url))
}

/** Derives the keys of one password. */
export interface KeyDerivation {
  /** `KEYS_LENGTH` bytes in memory of their own, for the caller to wipe. The salt has at most 51 bytes. */
  deriveKeys(salt: Uint8Array): Uint8Array<ArrayBuffer>
  /** Wipes what was kept of the password and of derived keys; nothing can be derived afterwards. */
  destroy(): void
}

/** The password is not kept: the caller may wipe it at once. `rounds` (at least 1) is what the archive format says. */
export function keyDerivation(
  password: Uint8Array,
  module: WebAssembly.Module | null,
  rounds: number = ROUNDS,
): KeyDerivation {
  if (module === null) return new NativeDerivation(password, rounds)
  return new SimdDerivation(password, rounds, new WebAssembly.Instance(module))
}

class NativeDerivation implements KeyDerivation {
  #password: Uint8Array | null
  readonly #rounds: number

  constructor(password: Uint8Array, rounds: number) {
    this.#password = Uint8Array.from(password)
    this.#rounds = rounds
  }

  deriveKeys(salt: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#password === null) throw new TypeError('the derivation was destroyed')
    return new Uint8Array(pbkdf2Sync(this.#password, salt, this.#rounds, KEYS_LENGTH, 'sha1').buffer)
  }

  destroy(): void {
    this.#password?.fill(0)
    this.#password = null
  }
}
