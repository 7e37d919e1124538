import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { septets } from '../../../lib/courier/gsm7.ts'

/** Printed by Perl's codec: see PROVENANCE.md beside it. */
const vector: [code: string, octets: string][] = JSON.parse(
  readFileSync(new URL('../../vectors/gsm7/characters.json', import.meta.url), 'utf8'),
)
const known = new Map(vector.map(([code, octets]) => [Number.parseInt(code, 16), octets.length / 2]))

describe('the GSM 7 bit alphabet', () => {
  it('agrees with another codec on every character of the Basic Multilingual Plane', () => {
    expect(known.size).toBe(137)
    const different: string[] = []
    for (let code = 0; code <= 0xffff; code++) {
      if (septets(String.fromCharCode(code)) !== (known.get(code) ?? null)) different.push(code.toString(16))
    }
    expect(different).toEqual([])
  })

  it('counts a text as the sum of its characters', () => {
    const characters = [...known].map(([code, count]) => ({ text: String.fromCharCode(code), count }))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...characters)), list => {
        const text = list.map(({ text }) => text).join('')
        expect(septets(text)).toBe(list.reduce((sum, { count }) => sum + count, 0))
      }),
    )
  })

  it.each([
    '`',
    'ç',
    '’',
    '–',
    '😀',
    'u\u0308',
    '\u00A0',
    '\u001B',
    '\t',
    '\uD83D',
  ])('has no septets for %j', character => {
    expect(septets(`ACME ${character} text`)).toBeNull()
  })
})
