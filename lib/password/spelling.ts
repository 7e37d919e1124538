/** Words for the 95 printable ASCII characters. `capital` and `small` are said before a letter where both cases occur. */
export interface Spelling {
  readonly letters: Readonly<Record<string, string>>
  readonly digits: readonly string[]
  readonly signs: Readonly<Record<string, string>>
  readonly capital: string
  readonly small: string
}

function letters(words: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words
      .trim()
      .split(/\s+/)
      .map((word, at) => [String.fromCharCode(0x61 + at), word]),
  )
}

function signs(names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names
      .trim()
      .split(/,\s+/)
      .map((name, at) => [SIGNS.charAt(at), name]),
  )
}

/** In the order of ASCII. */
const SIGNS = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

/**
 * ICAO Annex 10 volume II, figure 5-1, with its spelling (Alfa, Juliett, X-ray). The digits are the English words: the
 * radio pronunciations (tree, fower, fife, niner) confuse people who have not learnt them. The signs are plain English.
 */
export const nato: Spelling = {
  letters: letters(`
    Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo
    Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu
  `),
  digits: ['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'],
  signs: signs(`
    Space, Exclamation mark, Quotation mark, Hash, Dollar, Percent, Ampersand, Apostrophe, Open parenthesis,
    Close parenthesis, Asterisk, Plus, Comma, Hyphen, Full stop, Slash, Colon, Semicolon, Less than, Equals,
    Greater than, Question mark, At sign, Open square bracket, Backslash, Close square bracket, Caret, Underscore,
    Backtick, Open brace, Vertical bar, Close brace, Tilde
  `),
  capital: 'capital',
  small: 'small',
}

/**
 * DIN 5009:2022-06, the table of towns for business and administration. 2 is `zwo`, as the standard says, since `zwei` is
 * heard as `drei`. The signs are plain German.
 */
export const din5009: Spelling = {
  letters: letters(`
    Aachen Berlin Chemnitz Düsseldorf Essen Frankfurt Goslar Hamburg Ingelheim Jena Köln Leipzig München Nürnberg
    Offenbach Potsdam Quickborn Rostock Salzwedel Tübingen Unna Völklingen Wuppertal Xanten Ypsilon Zwickau
  `),
  digits: ['null', 'eins', 'zwo', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  signs: signs(`
    Leerzeichen, Ausrufezeichen, Anführungszeichen, Raute, Dollar, Prozent, Und-Zeichen, Apostroph,
    runde Klammer auf, runde Klammer zu, Stern, Plus, Komma, Bindestrich, Punkt, Schrägstrich, Doppelpunkt,
    Semikolon, kleiner als, Gleichheitszeichen, größer als, Fragezeichen, At-Zeichen, eckige Klammer auf,
    umgekehrter Schrägstrich, eckige Klammer zu, Zirkumflex, Unterstrich, Gravis, geschweifte Klammer auf,
    senkrechter Strich, geschweifte Klammer zu, Tilde
  `),
  capital: 'groß',
  small: 'klein',
}
