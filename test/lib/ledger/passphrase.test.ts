import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  bareRecoveryCode,
  defaultCost,
  isCost,
  keyFromPassphrase,
  newRecoveryCode,
} from '../../../lib/ledger/passphrase.ts'
import { Secret } from '../../../lib/secret.ts'
import { seededRandom } from '../../support/world.ts'

const cheap = { N: 16, r: 1, p: 1 }
const salt = new Uint8Array(16)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('keyFromPassphrase', () => {
  it('is scrypt: the vectors of RFC 7914 §12, cut to 32 bytes', async () => {
    const salted = { password: Secret.fromText('password'), salt: Buffer.from('NaCl') }
    // p = 16 is more than a stored cost may have, but the function itself has no such limit.
    expect(hex(await keyFromPassphrase(salted.password, salted.salt, { N: 1024, r: 8, p: 16 }))).toBe(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
    )
    expect(hex(await keyFromPassphrase(Secret.fromText(''), new Uint8Array(), cheap))).toBe(
      '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442',
    )
  })

  it('takes the passphrase in any Unicode form', async () => {
    const [composed, decomposed] = [Secret.fromText('Z\u00fcrich'), Secret.fromText('Zu\u0308rich')]
    const key = await keyFromPassphrase(composed, salt, cheap)
    expect(hex(await keyFromPassphrase(decomposed, salt, cheap))).toBe(hex(key))
    expect(hex(key)).toBe(scryptSync('Z\u00fcrich', salt, 32, cheap).toString('hex'))
    expect(decomposed.use(text => text)).toBe('Zu\u0308rich')
  })

  it('refuses bytes that are no text', async () => {
    await expect(keyFromPassphrase(Secret.fromBytes(Uint8Array.of(0xff)), salt, cheap)).rejects.toMatchObject({
      code: 'WB-PASSPHRASE-WRONG',
    })
  })

  it('has memory enough for the default cost', async () => {
    expect(await keyFromPassphrase(Secret.fromText('p'), salt, defaultCost)).toHaveLength(32)
  })
})

describe('isCost', () => {
  it('accepts the default and refuses what would exhaust the machine or is no cost', () => {
    expect(isCost(defaultCost)).toBe(true)
    for (const change of [{ N: 2 ** 21 }, { N: 1000 }, { N: 1 }, { N: 0 }, { r: 9 }, { r: 0.5 }, { p: 0 }, { p: 5 }]) {
      expect(isCost({ ...defaultCost, ...change })).toBe(false)
    }
  })
})

describe('a recovery code', () => {
  it('has 20 symbols of the alphabet in groups of four', () => {
    const code = newRecoveryCode(seededRandom(1)).use(text => text)
    expect(code).toMatch(/^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){4}$/)
    expect(code).not.toMatch(/[01ilo]/)
  })

  it('draws every symbol equally often', () => {
    const random = seededRandom('flat')
    const counts = new Map<string, number>()
    for (let i = 0; i < 2_000; i++) {
      for (const symbol of newRecoveryCode(random).use(bareRecoveryCode))
        counts.set(symbol, (counts.get(symbol) ?? 0) + 1)
    }
    const expected = 40_000 / 31
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    // 30 degrees of freedom: 59.7 is the 99.9 % quantile. The seed is fixed, so the figure is too.
    expect(counts.size).toBe(31)
    expect(chiSquare).toBeLessThan(59.7)
  })

  it('never draws the bytes that would favour the first symbols', () => {
    const bytes = [...Array(8).keys()].map(i => 248 + i)
    let at = 0
    const random = { bytes: () => Uint8Array.of(at < bytes.length ? (bytes[at++] ?? 0) : 30) }
    expect(newRecoveryCode(random).use(text => text)).toBe('zzzz-zzzz-zzzz-zzzz-zzzz')
  })

  it('may be typed in any case, with spaces and other hyphens', () => {
    expect(bareRecoveryCode(' 7K3Q m9xp\u20137k3q‑M9XP 7k3q\n')).toBe('7k3qm9xp7k3qm9xp7k3q')
  })
})
