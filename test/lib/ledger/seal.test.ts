import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aboutOwned, aboutVault, openBox, purposes, sealBox } from '../../../lib/ledger/seal.ts'
import { seededRandom } from '../../support/world.ts'

const damaged = expect.objectContaining({ code: 'WB-LEDGER-DAMAGED', kind: 'not-verified' })
const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
const bytes = fc.uint8Array({ maxLength: 200 })
const seed = fc.nat()

describe('a box', () => {
  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(key, bytes, bytes, seed, (k, plain, about, n) => {
        expect(new Uint8Array(openBox(k, sealBox(k, plain, about, seededRandom(n)), about))).toEqual(plain)
      }),
    )
  })

  it('does not open with any bit of it, of its key or of what it is about changed', () => {
    const flipped = (from: Uint8Array, at: number) => from.with(at >> 3, (from[at >> 3] ?? 0) ^ (1 << (at & 7)))
    const k = seededRandom('key').bytes(32)
    const about = Buffer.from('about')
    const box = sealBox(k, Buffer.from('plain'), about, seededRandom('nonce'))
    expect(box).toHaveLength(12 + 5 + 16)
    for (let at = 0; at < box.length * 8; at++) expect(() => openBox(k, flipped(box, at), about)).toThrow(damaged)
    for (let at = 0; at < k.length * 8; at++) expect(() => openBox(flipped(k, at), box, about)).toThrow(damaged)
    for (let at = 0; at < about.length * 8; at++) expect(() => openBox(k, box, flipped(about, at))).toThrow(damaged)
    for (let length = 0; length < box.length; length++) {
      expect(() => openBox(k, box.subarray(0, length), about)).toThrow(damaged)
    }
  })

  it('seals equal texts differently', () => {
    const random = seededRandom('nonce')
    const k = random.bytes(32)
    const seal = () => Buffer.from(sealBox(k, Buffer.from('plain'), Buffer.from(''), random)).toString('hex')
    expect(seal()).not.toBe(seal())
  })
})

describe('what a box is about', () => {
  it('is never the same for two lists of names', () => {
    const name = fc.string({ maxLength: 3 }).filter(text => text.isWellFormed() && !text.includes('\0'))
    const names = fc.tuple(name, name, name, name)
    fc.assert(
      fc.property(names, names, (one, other) => {
        const same = one.every((text, i) => text === other[i])
        expect(Buffer.compare(aboutOwned(...one), aboutOwned(...other)) === 0).toBe(same)
      }),
    )
  })

  it('keeps uses apart', () => {
    const all = [
      aboutVault('log', 'id'),
      aboutOwned('log', 'o', 'contact', purposes.key),
      aboutOwned('log', 'o', 'identity', purposes.key),
      aboutOwned('log', 'o', 'contact', purposes.disclosure('a')),
      aboutOwned('log', 'o', 'contact', purposes.disclosure('b')),
      aboutOwned('log', 'o', 'contact', purposes.record('a', 'b')),
      aboutOwned('log', 'o', 'contact', purposes.record('a', 'c')),
      aboutOwned('log', 'o', 'contact', purposes.record('c', 'b')),
      aboutOwned('other', 'o', 'contact', purposes.key),
    ].map(about => Buffer.from(about).toString())
    expect(new Set(all).size).toBe(all.length)
  })

  it('refuses names that could be taken for two', () => {
    expect(() => aboutVault('log', 'a\0b')).toThrow(RangeError)
    expect(() => aboutVault('log', '\ud800')).toThrow(RangeError)
  })
})
