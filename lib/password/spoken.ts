import type { Secret } from '../secret.ts'
import { din5009, nato, type Spelling } from './spelling.ts'

export type SpokenAlphabet = 'nato' | 'din5009'

const spellings: Readonly<Record<SpokenAlphabet, Spelling>> = { nato, din5009 }

/**
 * A password as a person reads it out: groups of words, one word for each character, every character said, so nothing is
 * lost. A hyphen is said and ends its group (`k7qm-` is Kilo Seven Quebec Mike Hyphen); a password without hyphens is cut
 * into groups of four. If there is a capital letter, the case of every letter is said (`capital Kilo`, `small Quebec`);
 * otherwise all letters are small and the speaker says so once. Printable ASCII only, which every `SealingPassword` is:
 * anything else is a RangeError. The words are as secret as the password.
 */
export function spoken(password: Secret, alphabet: SpokenAlphabet): string[][] {
  const spelling = spellings[alphabet]
  return password.use(text => {
    const sayCase = /[A-Z]/.test(text)
    return groupsOf(text).map(group => Array.from(group, character => say(character, spelling, sayCase)))
  })
}

function groupsOf(text: string): string[] {
  return text.match(text.includes('-') ? /[^-]*-|[^-]+$/g : /.{1,4}/gs) ?? []
}

function say(character: string, spelling: Spelling, sayCase: boolean): string {
  const letter = spelling.letters[character.toLowerCase()]
  if (letter !== undefined) {
    if (!sayCase) return letter
    return `${character === character.toLowerCase() ? spelling.small : spelling.capital} ${letter}`
  }
  const word = spelling.signs[character] ?? (/^[0-9]$/.test(character) ? spelling.digits[Number(character)] : undefined)
  if (word === undefined) throw new RangeError('a character that cannot be read out')
  return word
}
