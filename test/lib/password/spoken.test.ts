import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../../../lib/password/generate.ts'
import { LEAST_FLOOR } from '../../../lib/password/sealing-password.ts'
import { type SpokenAlphabet, spoken } from '../../../lib/password/spoken.ts'
import { Secret } from '../../../lib/secret.ts'
import { seededRandom } from '../../support/world.ts'

/** What a listener who knows only the published tables writes down: the letters by their initials, the digits by heart. */
const listeners: Record<SpokenAlphabet, { digits: string[]; hyphen: string; capital: string; small: string }> = {
  nato: {
    digits: ['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'],
    hyphen: 'Hyphen',
    capital: 'capital ',
    small: 'small ',
  },
  din5009: {
    digits: ['null', 'eins', 'zwo', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
    hyphen: 'Bindestrich',
    capital: 'groß ',
    small: 'klein ',
  },
}

function heard(groups: string[][], alphabet: SpokenAlphabet): string {
  const { digits, hyphen, capital, small } = listeners[alphabet]
  return groups
    .flat()
    .map(word => {
      if (word === hyphen) return '-'
      if (digits.includes(word)) return String(digits.indexOf(word))
      if (word.startsWith(capital)) return word.slice(capital.length).charAt(0)
      return (word.startsWith(small) ? word.slice(small.length) : word).charAt(0).toLowerCase()
    })
    .join('')
}

const alphabets: readonly SpokenAlphabet[] = ['nato', 'din5009']

describe.each(alphabets)('spoken in %s', alphabet => {
  it('is written down again as the same password, for every recipe', () => {
    fc.assert(
      fc.property(fc.constantFrom('groups', 'words', 'mixed'), fc.nat(), (recipe, seed) => {
        const { secret } = generate(recipe, LEAST_FLOOR, seededRandom(seed))
        expect(heard(spoken(secret, alphabet), alphabet)).toBe(secret.use(text => text))
      }),
    )
  })

  it('has a word of its own for each of the 95 printable characters, in a password with capitals', () => {
    const all = String.fromCharCode(...Array.from({ length: 95 }, (_, at) => 0x20 + at))
    const words = spoken(Secret.fromText(all), alphabet).flat()
    expect(words).toHaveLength(95)
    expect(new Set(words).size).toBe(95)
    expect(words.every(word => /^\S.*\S$/.test(word))).toBe(true)
  })

  it('refuses what cannot be read out, rather than skip it', () => {
    for (const text of ['ä', 'tab\t', 'line\n', '\0']) {
      expect(() => spoken(Secret.fromText(text), alphabet)).toThrow(RangeError)
    }
  })
})

describe('spoken', () => {
  it('says the hyphen and ends a group with it', () => {
    expect(spoken(Secret.fromText('k7qm-9x'), 'nato')).toEqual([
      ['Kilo', 'Seven', 'Quebec', 'Mike', 'Hyphen'],
      ['Nine', 'X-ray'],
    ])
    expect(spoken(Secret.fromText('k2-ü'.slice(0, 3)), 'din5009')).toEqual([['Köln', 'zwo', 'Bindestrich']])
    expect(spoken(Secret.fromText('--a'), 'nato')).toEqual([['Hyphen'], ['Hyphen'], ['Alfa']])
  })

  it('cuts what has no hyphens into fours', () => {
    const groups = spoken(generate('mixed', LEAST_FLOOR, seededRandom(5)).secret, 'nato')
    expect(groups.map(group => group.length)).toEqual([4, 4, 4, 4])
    expect(spoken(Secret.fromText(''), 'nato')).toEqual([])
  })

  it('says the case of every letter as soon as there is a capital, and never otherwise', () => {
    expect(spoken(Secret.fromText('Rk7w'), 'nato')).toEqual([['capital Romeo', 'small Kilo', 'Seven', 'small Whiskey']])
    expect(spoken(Secret.fromText('Rk7w'), 'din5009')).toEqual([
      ['groß Rostock', 'klein Köln', 'sieben', 'klein Wuppertal'],
    ])
    expect(spoken(Secret.fromText('rk7w'), 'nato')).toEqual([['Romeo', 'Kilo', 'Seven', 'Whiskey']])
  })

  it('names signs in words', () => {
    expect(spoken(Secret.fromText('a !"'), 'nato')).toEqual([['Alfa', 'Space', 'Exclamation mark', 'Quotation mark']])
    expect(spoken(Secret.fromText('#@_~'), 'din5009')).toEqual([['Raute', 'At-Zeichen', 'Unterstrich', 'Tilde']])
    expect(spoken(Secret.fromText('\\^`|'), 'nato')).toEqual([['Backslash', 'Caret', 'Backtick', 'Vertical bar']])
  })

  it('has the letters of the published tables', () => {
    const all = Secret.fromText('abcdefghijklmnopqrstuvwxyz')
    expect(spoken(all, 'nato').flat().join(' ')).toBe(
      'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu',
    )
    expect(spoken(all, 'din5009').flat().join(' ')).toBe(
      'Aachen Berlin Chemnitz Düsseldorf Essen Frankfurt Goslar Hamburg Ingelheim Jena Köln Leipzig München Nürnberg Offenbach Potsdam Quickborn Rostock Salzwedel Tübingen Unna Völklingen Wuppertal Xanten Ypsilon Zwickau',
    )
  })
})
