/**
 * Numbers that states and banks give to people, told by their form and, where they have one, by their check digits. All
 * functions take letters and digits alone, in capitals, without separators; the texts are untrusted.
 */

/** Length of an IBAN by country. Source: SWIFT, IBAN Registry. */
const ibanLengths: Readonly<Record<string, number>> = {
  ...{ AD: 24, AE: 23, AT: 20, BE: 16, BG: 22, BR: 29, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18 },
  ...{ FR: 27, GB: 22, GR: 27, HR: 21, HU: 28, IE: 22, IL: 23, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27 },
  ...{ MT: 31, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, RS: 22, SE: 24, SI: 19, SK: 24, SM: 27, TR: 26, UA: 29 },
}

/** ISO 13616: the first four to the end, letters as 10 to 35, 1 modulo 97. */
export function isIban(text: string): boolean {
  if (ibanLengths[text.slice(0, 2)] !== text.length || !/^[A-Z]{2}\d\d[A-Z0-9]+$/.test(text)) return false
  let rest = 0
  for (const symbol of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(symbol, 36)
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97
  }
  return rest === 1
}

/** Each number with its form and its check. */
const identities: readonly { readonly form: RegExp; readonly check: (text: string) => boolean }[] = [
  // DE Steuer-ID: eleven digits, ISO 7064 MOD 11,10.
  { form: /^[1-9]\d{10}$/, check: isSteuerId },
  // DE Rentenversicherungsnummer: area, birth date, letter of the name, serial number, check digit.
  { form: /^\d{2}[0-3]\d[01]\d{3}[A-Z]\d{3}$/, check: isSozialversicherungsnummer },
  // FR NIR: sex, year, month, place, serial number; 97 minus the rest modulo 97. Corsica is 2A or 2B.
  { form: /^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{8}$/, check: isNir },
  // UK NINO (HMRC, NIM39110).
  { form: /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/, check: () => true },
  // US SSN: no group of zeros, no area 666 or 9xx.
  { form: /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/, check: () => true },
  // ES DNI and NIE: the letter is the rest modulo 23.
  { form: /^[0-9XYZ]\d{7}[A-Z]$/, check: isDni },
  // IT codice fiscale; digits may be replaced by L to V (omocodia).
  { form: /^[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]$/, check: isCodiceFiscale },
  // CH AHV number: EAN-13.
  { form: /^756\d{10}$/, check: text => weighted(text, [1, 3]) % 10 === 0 },
  // PL PESEL.
  {
    form: /^\d{2}(?:[02468][1-9]|[13579][0-2])[0-3]\d{6}$/,
    check: text => weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  },
  // NL BSN: the test of eleven.
  { form: /^\d{9}$/, check: isBsn },
  // BE national number: birth date, serial number; 97 minus the rest, with a 2 in front for births from 2000.
  { form: /^\d{2}[01]\d[0-3]\d{6}$/, check: isRijksregister },
  // AT Sozialversicherungsnummer: the fourth digit checks.
  { form: /^[1-9]\d{3}[0-3]\d[01]\d{3}$/, check: isAustrian },
]

/** Whether the text is such a number. One digit in eleven, or in 97, passes by accident: good enough for a suspicion. */
export function isIdentityNumber(text: string): boolean {
  return identities.some(({ form, check }) => form.test(text) && check(text))
}

/** The longest text that `isIban` and `isIdentityNumber` can know. */
export const LONGEST_NUMBER = 31

/** Sum of the digits, each times its weight; the weights come again and again. */
function weighted(text: string, weights: readonly number[]): number {
  return [...text].reduce((sum, digit, at) => sum + Number(digit) * (weights[at % weights.length] ?? 0), 0)
}

function isSteuerId(text: string): boolean {
  let product = 10
  for (const digit of text.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10 === Number(text[10])
}

/** The letter counts as its place in the alphabet, two digits; weights 2 1 2 5 7 1 2 1 2 1 2 1, sums of digits. */
function isSozialversicherungsnummer(text: string): boolean {
  const letter = String(text.charCodeAt(8) - 64).padStart(2, '0')
  const digits = text.slice(0, 8) + letter + text.slice(9, 11)
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]
  const sum = [...digits].reduce((sum, digit, at) => {
    const product = Number(digit) * (weights[at] ?? 0)
    return sum + Math.floor(product / 10) + (product % 10)
  }, 0)
  return sum % 10 === Number(text[11])
}

function isNir(text: string): boolean {
  const body = text.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return 97 - (Number(body) % 97) === Number(text.slice(13))
}

function isDni(text: string): boolean {
  const number = Number(text.slice(0, 8).replace(/^[XYZ]/, letter => String('XYZ'.indexOf(letter))))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === text[8]
}

/** Values of the characters in odd places, `0` to `9` and `A` to `Z` (D.M. 23/12/1976). */
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
const oddLetters = [...odd, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

function isCodiceFiscale(text: string): boolean {
  const sum = [...text.slice(0, 15)].reduce((sum, symbol, at) => {
    const value = /\d/.test(symbol) ? Number(symbol) : symbol.charCodeAt(0) - 65
    return sum + (at % 2 === 1 ? value : (oddLetters[value] ?? 0))
  }, 0)
  return sum % 26 === text.charCodeAt(15) - 65
}

function isBsn(text: string): boolean {
  return Number(text) > 0 && weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
}

function isRijksregister(text: string): boolean {
  const check = Number(text.slice(9))
  return ['', '2'].some(century => 97 - (Number(century + text.slice(0, 9)) % 97) === check)
}

function isAustrian(text: string): boolean {
  return weighted(text, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === Number(text[3])
}
