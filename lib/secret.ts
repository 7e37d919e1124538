import { timingSafeEqual } from 'node:crypto'

/**
 * Bytes that must not be printed: a password, a passphrase, a key. Prints as `[secret]`, in `JSON.stringify` and
 * `util.inspect` too. `destroy()` zeroes the bytes; that is best effort, since the runtime may have copied them.
 */
export class Secret {
  readonly #bytes: Uint8Array

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  static fromText(text: string): Secret {
    return new Secret(new TextEncoder().encode(text))
  }

  /** Takes the bytes over: the caller must not use them again. */
  static fromBytes(bytes: Uint8Array): Secret {
    return new Secret(bytes)
  }

  /** The live bytes, not a copy: zeroed by `destroy()`. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Lends the text (UTF-8) to one call of somebody else's API. Do not keep it: a string cannot be zeroed. */
  use<T>(borrow: (text: string) => T): T {
    return borrow(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#bytes))
  }

  equals(other: Secret): boolean {
    return this.#bytes.length === other.#bytes.length && timingSafeEqual(this.#bytes, other.#bytes)
  }

  destroy(): void {
    this.#bytes.fill(0)
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
