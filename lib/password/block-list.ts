/**
 * Words that everybody tries first. They count for nothing: what is left of a typed password without them must be long
 * enough by itself. (Refusing whatever merely contains one would refuse good passphrases; NIST SP 800-63B-4 section
 * 3.1.1.2 compares whole passwords for that reason.) The estimate in `estimate.ts` gets the same words.
 */
export const commonWords: readonly string[] = `
  password passwort passwd kennwort passphrase motdepasse contrasena secret geheim
  welcome willkommen bienvenue hello hallo letmein iloveyou changeme default test
  admin administrator login user guest root qwerty qwertz azerty abcdef asdf
  company firma client customer kunde partner office service support gmbh limited
  confidential vertraulich confidentiel encrypted secure sicher privacy datenschutz gdpr dsgvo
  archive archiv transfer waybill invoice rechnung personal export data zip
  spring summer autumn winter sommer herbst monday montag january januar
`
  .trim()
  .split(/\s+/)

/** The words in `texts` (names, organisations, purposes of the transfer) that the block list should have, too. */
export function wordsOf(texts: readonly string[]): string[] {
  return texts
    .flatMap(text => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .flatMap(spellings)
    .filter(word => fold(word, LETTERS).length >= SHORTEST)
}

/** Shorter ones would swallow parts of random passwords by accident. */
const SHORTEST = 3

/** `Müller` is typed `Muller` or `Mueller`, since a password is ASCII. */
function spellings(word: string): string[] {
  const small = word.normalize('NFC').toLowerCase()
  const german = small.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')
  const plain = small.normalize('NFD').replace(/\p{M}/gu, '')
  return [...new Set([german, plain])]
}

/**
 * How many of the text's characters (printable ASCII) are in no blocked word. Capitals, the usual look-alikes (`p4$$w0rd`)
 * and signs between the letters (`p-a-s-s`) hide no word.
 */
export function lengthWithout(text: string, words: readonly string[]): number {
  const blocked = new Uint8Array(text.length)
  for (const letters of [LETTERS, LETTERS_AND_SIGNS]) block(blocked, text, words, letters)
  return blocked.filter(flag => flag === 0).length
}

/** A sign may stand for a letter (`pa$$word`) or between letters (`pass$word`): both readings are tried. */
const LETTERS = /[a-z0-9]/
const LETTERS_AND_SIGNS = /[a-z0-9!|@$+]/

/** Sets a flag for each character of `text` that belongs to a word, from the word's first letter to its last. */
function block(flags: Uint8Array, text: string, words: readonly string[], letters: RegExp): void {
  const folded = Array.from(text, character => fold(character, letters))
  const places = folded.flatMap((letter, place) => (letter === '' ? [] : [place]))
  const read = folded.join('')
  for (const word of new Set(words.map(word => fold(word, letters)))) {
    if (word.length < SHORTEST) continue
    for (let at = read.indexOf(word); at >= 0; at = read.indexOf(word, at + 1)) {
      flags.fill(1, places[at], (places[at + word.length - 1] ?? text.length) + 1)
    }
  }
}

/** Characters that stand for one another become one; all but `letters` go. */
function fold(text: string, letters: RegExp): string {
  return Array.from(text.toLowerCase())
    .filter(character => letters.test(character))
    .map(character => (LOOKS.includes(character) ? MEANING.charAt(LOOKS.indexOf(character)) : character))
    .join('')
}

const LOOKS = '01!|l345@$7+'
const MEANING = 'oiiiieasastt'
