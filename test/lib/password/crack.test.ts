import { createHmac, pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { crackCost, crackTimeInWords, GUESSES_PER_SECOND } from '../../../lib/password/crack.ts'
import { bitsOf } from '../../../lib/password/recipes.ts'

describe('the argument of the docstring', () => {
  it('holds: one PBKDF2 block of four, computed alone, yields the verifier', () => {
    const password = 'k7qm-9xwp-3htz-6rvn-2cdf'
    const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
    const derived = pbkdf2Sync(password, salt, 1_000, 66, 'sha1')
    let round = createHmac('sha1', password)
      .update(salt)
      .update(Buffer.of(0, 0, 0, 4))
      .digest()
    const block = Buffer.from(round)
    for (let iteration = 1; iteration < 1_000; iteration++) {
      round = createHmac('sha1', password).update(round).digest()
      for (let at = 0; at < 20; at++) block.writeUInt8(block.readUInt8(at) ^ round.readUInt8(at), at)
    }
    expect(block.subarray(4, 6)).toEqual(derived.subarray(64, 66))
  })
})

describe('crackCost', () => {
  it('is half of all candidates at the stated speed', () => {
    const hours = Math.log2(GUESSES_PER_SECOND * 3600)
    expect(crackCost(hours + 1)).toMatchObject({ gpuHours: expect.closeTo(1, 6) })
    expect(crackCost(41).guesses).toBe(2 ** 40)
    expect(crackCost(0).guesses).toBe(0.5)
  })

  it('doubles with each bit', () => {
    for (let bits = 0; bits < 160; bits++) {
      expect(crackCost(bits + 1).farmYears / crackCost(bits).farmYears).toBeCloseTo(2, 9)
    }
  })
})

describe('crackTimeInWords', () => {
  it.each([
    [0, 'less than a second'],
    [40, 'about 27 seconds'],
    [45, 'about 15 minutes'],
    [50, 'about 7.8 hours'],
    [56, 'about 21 days'],
    [60, 'about 330 days'],
    [70, 'about 940 years'],
    [80, 'about 960 thousand years'],
    [bitsOf('words'), 'about 1.4 billion years'],
    [bitsOf('mixed'), 'about 7.4 billion years'],
    [bitsOf('groups'), 'about 530 billion years'],
    [160, 'more than a thousand trillion years'],
  ])('%f bits: %s', (bits, words) => {
    expect(crackTimeInWords(crackCost(bits))).toBe(words)
  })

  it('says one unit in the singular', () => {
    const year = 365.25 * 24 * 3600
    expect(crackTimeInWords({ guesses: 1, gpuHours: 1, farmYears: 1 })).toBe('about 1 year')
    expect(crackTimeInWords({ guesses: 1, gpuHours: 1, farmYears: 3600 / year })).toBe('about 1 hour')
    expect(crackTimeInWords({ guesses: 1, gpuHours: 1, farmYears: 1.01 / year })).toBe('about 1 second')
  })
})
