import { createCipheriv, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EntryCipher, Keystream } from '../../../../lib/zip/writing/aes.ts'
import { seededRandom } from '../../../support/world.ts'

const random = seededRandom('aes')
const key = random.bytes(32)

/** One call of the cipher a block, the counter as a BigInt of 128 bits: as plain as the specification. */
function plainKeystream(from: bigint, blocks: number): Buffer {
  return Buffer.concat(
    Array.from({ length: blocks }, (_, i) => {
      const counter = from + BigInt(i) + 1n
      const block = Buffer.from(counter.toString(16).padStart(32, '0'), 'hex').reverse()
      return createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(block)
    }),
  )
}

function keystreamAt(position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  new Keystream(key).apply(bytes, position)
  return bytes
}

describe('the keystream', () => {
  it('counts from one, little-endian', () => {
    const first = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    expect(keystreamAt(0, 16)).toEqual(first.update(Buffer.from('01000000000000000000000000000000', 'hex')))
  })

  it.each([
    ['the start', 0n],
    ['the carry out of one byte', 254n],
    ['the carry out of 32 bits, 64 GiB into an entry', 2n ** 32n - 2n],
    ['the block whose counter is 2^32', 2n ** 32n - 1n],
    ['far beyond', 5n * 2n ** 32n - 2n],
  ])('is that of a plain reference at %s', (_, block) => {
    expect(keystreamAt(Number(block) * 16, 6 * 16)).toEqual(plainKeystream(block, 6))
  })

  it('does not come again after 2^32 blocks', () => {
    expect(keystreamAt(2 ** 36, 64)).not.toEqual(keystreamAt(0, 64))
    expect(keystreamAt(2 ** 36 - 16, 64).subarray(16)).not.toEqual(keystreamAt(2 ** 36 - 16, 64).subarray(0, 48))
  })

  it('can be made from any byte on, for any length, at any alignment, across the carry', () => {
    const start = 2 ** 36 - 64
    const whole = plainKeystream(2n ** 32n - 4n, 16)
    fc.assert(
      fc.property(fc.nat(128), fc.nat(128), fc.nat(17), (from, length, alignment) => {
        const memory = new Uint8Array(alignment + length)
        new Keystream(key).apply(memory.subarray(alignment), start + from)
        expect(Buffer.from(memory.subarray(alignment))).toEqual(whole.subarray(from, from + length))
        expect(memory.subarray(0, alignment)).toEqual(new Uint8Array(alignment))
      }),
    )
  })

  it('is the same whole and in parts, over more than one span', () => {
    const whole = keystreamAt(5, 300_000)
    const parts = new Uint8Array(300_000)
    const keystream = new Keystream(key)
    for (let at = 0; at < parts.length; at += 70_001) keystream.apply(parts.subarray(at, at + 70_001), 5 + at)
    expect(Buffer.from(parts)).toEqual(whole)
    expect(whole.subarray(131_072 - 5, 131_072 + 27)).toEqual(plainKeystream(8192n, 2))
  })

  it('can be put elsewhere, and leaves what it was made of alone', () => {
    const bytes = random.bytes(300_000)
    const before = Uint8Array.from(bytes)
    const into = new Uint8Array(300_000)
    new Keystream(key).apply(bytes, 7, into)
    expect(bytes).toEqual(before)
    new Keystream(key).apply(bytes, 7)
    expect(into).toEqual(bytes)
  })

  it('encrypts and decrypts alike', () => {
    const bytes = random.bytes(1000)
    const twice = Uint8Array.from(bytes)
    const keystream = new Keystream(key)
    keystream.apply(twice, 3)
    expect(twice).not.toEqual(bytes)
    keystream.apply(twice, 3)
    expect(twice).toEqual(bytes)
  })
})

describe('the cipher of an entry', () => {
  const derived = random.bytes(66)

  it('has the verifier, the key and the MAC of the specification, and copies what it needs of the keys', () => {
    const keys = Buffer.from(derived)
    const cipher = new EntryCipher(keys)
    keys.fill(0)
    expect(Buffer.from(cipher.verifier)).toEqual(Buffer.from(derived.subarray(64)))

    const data = random.bytes(100)
    const sealed = Uint8Array.from(data)
    cipher.keystream.apply(sealed, 0)
    const reference = Uint8Array.from(data)
    new Keystream(derived.subarray(0, 32)).apply(reference, 0)
    expect(sealed).toEqual(reference)

    cipher.authenticate(sealed.subarray(0, 37))
    cipher.authenticate(sealed.subarray(37))
    const mac = createHmac('sha1', derived.subarray(32, 64)).update(sealed).digest().subarray(0, 10)
    expect(Buffer.from(cipher.mac())).toEqual(mac)
  })
})
