/**
 * PBKDF2-HMAC-SHA1 in four lanes: the 66 bytes of an entry are four blocks of output, which do not depend on one
 * another. The arithmetic is that of `assembly/key-derivation.ts`; here its memory is filled, read and wiped.
 */
import { createHash } from 'node:crypto'
import { KEY_LENGTH, type KeyDerivation, VERIFIER_LENGTH } from './key-derivation.ts'

const LANES = 4
/** SHA-1 (FIPS 180-4): bytes of a block, words of it, words of a digest. */
const BLOCK = 64
const BLOCK_WORDS = 16
const DIGEST_WORDS = 5
/** After the salt come the number of the output block (4), the bit that ends a message (1) and its length (8). */
const LONGEST_SALT = BLOCK - 13

/** What the module exports: addresses of rows of four words, and what is done with them. */
interface Exports {
  readonly memory: WebAssembly.Memory
  readonly BLOCK: WebAssembly.Global<number>
  readonly INNER: WebAssembly.Global<number>
  readonly OUTER: WebAssembly.Global<number>
  readonly RESULT: WebAssembly.Global<number>
  pad(to: number): void
  derive(rounds: number): void
}

export class SimdDerivation implements KeyDerivation {
  #module: Exports | null
  readonly #rounds: number
  readonly #memory: DataView

  /** The instance is a fresh one of `key-derivation.wasm` and serves this derivation alone. */
  constructor(password: Uint8Array, rounds: number, instance: WebAssembly.Instance) {
    const module = instance.exports as unknown as Exports // the build makes it of its source, which has just these
    this.#module = module
    this.#rounds = rounds
    this.#memory = new DataView(module.memory.buffer)
    // RFC 2104: a key longer than a block is hashed first
    const key = password.length > BLOCK ? createHash('sha1').update(password).digest() : Uint8Array.from(password)
    for (const [pad, to] of [
      [0x36, module.INNER.value],
      [0x5c, module.OUTER.value],
    ] as const) {
      const block = Uint8Array.from({ length: BLOCK }, (_, i) => (key[i] ?? 0) ^ pad)
      for (let lane = 0; lane < LANES; lane++) this.#put(module, lane, block)
      module.pad(to)
      block.fill(0)
    }
    key.fill(0)
  }

  deriveKeys(salt: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#module === null) throw new TypeError('the derivation was destroyed')
    if (salt.length > LONGEST_SALT) throw new RangeError(`a salt has at most ${LONGEST_SALT} bytes`)
    const block = new Uint8Array(BLOCK)
    block.set(salt)
    block[salt.length + 4] = 0x80
    new DataView(block.buffer).setUint16(BLOCK - 2, (BLOCK + salt.length + 4) * 8)
    for (let lane = 0; lane < LANES; lane++) {
      block[salt.length + 3] = lane + 1
      this.#put(this.#module, lane, block)
    }
    this.#module.derive(this.#rounds)
    return this.#result(this.#module)
  }

  destroy(): void {
    new Uint8Array(this.#memory.buffer).fill(0)
    this.#module = null
  }

  #put(module: Exports, lane: number, block: Uint8Array<ArrayBuffer>): void {
    const words = new DataView(block.buffer)
    for (let i = 0; i < BLOCK_WORDS; i++) {
      this.#memory.setUint32(module.BLOCK.value + 4 * (i * LANES + lane), words.getUint32(4 * i), true)
    }
  }

  #result(module: Exports): Uint8Array<ArrayBuffer> {
    const blocks = new DataView(new ArrayBuffer(4 * DIGEST_WORDS * LANES))
    for (let lane = 0; lane < LANES; lane++) {
      for (let i = 0; i < DIGEST_WORDS; i++) {
        const word = this.#memory.getUint32(module.RESULT.value + 4 * (i * LANES + lane), true)
        blocks.setUint32(4 * (lane * DIGEST_WORDS + i), word)
      }
    }
    const bytes = new Uint8Array(blocks.buffer)
    const keys = bytes.slice(0, 2 * KEY_LENGTH + VERIFIER_LENGTH)
    bytes.fill(0)
    return keys
  }
}
