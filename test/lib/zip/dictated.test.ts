import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../../cli/compose.ts'
import { generate } from '../../../lib/password/generate.ts'
import { exactForm } from '../../../lib/zip/dictated.ts'

const passwordOf = (recipe: 'groups' | 'words' | 'mixed') => {
  const { secret } = generate(recipe, { minLength: 12, minBits: 70 }, systemRandom)
  try {
    return secret.use(text => text)
  } finally {
    secret.destroy()
  }
}
const passwords = (recipe: 'groups' | 'words' | 'mixed') => fc.constant(recipe).map(passwordOf)
const dash = fc.constantFrom(' ', '–', ' - ', '\u2011', '−', '  ', ' — ')
const capital = (text: string, at: number) =>
  text.slice(0, at) + text.slice(at, at + 1).toUpperCase() + text.slice(at + 1)

describe('a password as it was read out', () => {
  it('is what groups would have written: with any dashes, spaces or none, and with capitals', () => {
    fc.assert(
      fc.property(passwords('groups'), fc.oneof(dash, fc.constant('')), fc.nat(23), (password, between, at) => {
        expect(exactForm(` ${capital(password, at).replaceAll('-', between)} `)).toBe(password)
        expect(exactForm(password.toUpperCase())).toBe(password)
      }),
    )
  })

  it('is what words would have written: with any dashes or spaces, and with capitals', () => {
    fc.assert(
      fc.property(passwords('words'), dash, fc.nat(60), (password, between, at) => {
        expect(exactForm(`${capital(password, at).replaceAll('-', between)} `)).toBe(password)
      }),
    )
  })

  it('is what mixed would have written: with spaces between fours, and no letter of another size', () => {
    fc.assert(
      fc.property(passwords('mixed'), fc.nat(15), (password, at) => {
        expect(exactForm((password.match(/.{4}/g) ?? []).join(' '))).toBe(password)
        const swapped = /[a-z]/.test(password.charAt(at)) ? capital(password, at) : password.toLowerCase()
        if (swapped !== password) expect(exactForm(swapped)).not.toBe(password)
      }),
    )
  })

  it('is left alone where it was typed exactly, whichever recipe made it', () => {
    for (const recipe of ['groups', 'words', 'mixed'] as const) {
      fc.assert(fc.property(passwords(recipe), password => void expect(exactForm(password)).toBe(password)))
    }
  })

  it('is none of ours where it has another number of symbols, or other ones', () => {
    for (const other of [
      '',
      'correct horse battery staple',
      'k7qm-9xwp-3htz-6rvn-2cd',
      'k1qm-9xwp-3htz-6rvn-2cdf',
      'p@ss word',
    ])
      expect(exactForm(other)).toBeNull()
  })
})
