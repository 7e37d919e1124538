/** What NFKD does not take apart. */
const whole: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** One spelling for a word: small letters without marks. Two words can fall together; only comparisons are made with it. */
export function foldWord(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, letter => whole[letter] ?? letter)
}

/** The words of a text, folded; those that write `ae`, `oe`, `ue` for an umlaut also without the `e`. */
export function foldedWords(text: string): string[] {
  const words = text.trim().split(/\s+/).map(foldWord)
  return [...words, ...words.filter(word => word.length > 4).map(word => word.replace(/([aou])e/g, '$1'))]
}
