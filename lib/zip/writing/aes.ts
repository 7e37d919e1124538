/**
 * WinZip AES-256 for the writing side: keys, keystream, message authentication code. Source: WinZip "AES Encryption
 * Information: Encryption Specification AE-1 and AE-2"; the primitives are node:crypto's.
 *
 * An entry's data are: salt (16), verifier (2), ciphertext, MAC (10).
 */
import { createCipheriv, createHmac } from 'node:crypto'
import { KEY_LENGTH } from '../keys/key-derivation.ts'

export const SALT_LENGTH = 16
const MAC_LENGTH = 10

/** What is needed to seal one entry. `keystream` may be used by several hands at once, `authenticate` by one, in order. */
export class EntryCipher {
  /** Two bytes that tell a wrong password at once, save one in 65 536. */
  readonly verifier: Uint8Array
  readonly keystream: Keystream
  readonly #hmac

  /** The keys, of `KEYS_LENGTH` bytes, are copied: the caller may zero them at once. */
  constructor(keys: Uint8Array) {
    this.keystream = new Keystream(keys.subarray(0, KEY_LENGTH))
    this.#hmac = createHmac('sha1', keys.subarray(KEY_LENGTH, 2 * KEY_LENGTH))
    this.verifier = Uint8Array.from(keys.subarray(2 * KEY_LENGTH))
  }

  /** Takes ciphertext in the order of the stream. */
  authenticate(ciphertext: Uint8Array): void {
    this.#hmac.update(ciphertext)
  }

  /** HMAC-SHA1-80 of all that was authenticated; once, at the end. */
  mac(): Uint8Array {
    return this.#hmac.digest().subarray(0, MAC_LENGTH)
  }
}

const BLOCK = 16
/** Bytes of keystream made in one call: small enough to stay in the cache, large enough to hide the call. */
const SPAN = 128 * 1024
/** Counter blocks on their way to the cipher: written and used within one call, so all keystreams share them. */
const counters = new DataView(new ArrayBuffer(SPAN))

/**
 * AES-256 in the counter mode of WinZip: block n of the stream (from 0) is the encryption of n + 1 as a **little-endian**
 * number of 128 bits. No mode of OpenSSL counts like that, so the counters are laid out here and encrypted with ECB.
 * 64 bits are counted: block 2^32 - 1 (64 GiB into an entry) carries into byte 4, else the keystream would repeat.
 * Any part of the stream can be made without the parts before it.
 */
export class Keystream {
  readonly #ecb

  /** The key is copied: the caller may zero it at once. */
  constructor(key: Uint8Array) {
    this.#ecb = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  }

  /** Encrypts the bytes that stand at `position` of the entry's stream, in place or `into` another place as long. */
  apply(bytes: Uint8Array, position: number, into = bytes): void {
    for (let at = 0; at < bytes.length; ) {
      const offset = (position + at) % BLOCK
      const length = Math.min(bytes.length - at, SPAN - offset)
      const blocks = this.#blocks(Math.floor((position + at) / BLOCK), Math.ceil((offset + length) / BLOCK))
      const view = (array: Uint8Array, from: number) => new DataView(array.buffer, array.byteOffset + from, length)
      xor(view(into, at), view(bytes, at), view(blocks, offset))
      // Freed now, the allocator hands out the same warm block for the next span: twice the speed of leaving it to the
      // garbage collector.
      if (blocks.byteLength === blocks.buffer.byteLength) blocks.buffer.transfer(0)
      at += length
    }
  }

  /** Keystream of `count` blocks from block `first` on, in memory of its own. */
  #blocks(first: number, count: number): Uint8Array<ArrayBuffer> {
    let low = (first + 1) % 2 ** 32
    let high = Math.floor((first + 1) / 2 ** 32)
    for (let at = 0; at < count * BLOCK; at += BLOCK) {
      counters.setUint32(at, low, true)
      counters.setUint32(at + 4, high, true)
      low += 1
      if (low === 2 ** 32) {
        low = 0
        high += 1
      }
    }
    return this.#ecb.update(new Uint8Array(counters.buffer, 0, count * BLOCK))
  }
}

/** `into = a ^ b`, all of one length. Views read and write any alignment as fast as typed arrays do aligned words. */
function xor(into: DataView, a: DataView, b: DataView): void {
  const length = into.byteLength
  let i = 0
  for (; i + 8 <= length; i += 8) into.setBigUint64(i, a.getBigUint64(i, true) ^ b.getBigUint64(i, true), true)
  for (; i < length; i++) into.setUint8(i, a.getUint8(i) ^ b.getUint8(i))
}
