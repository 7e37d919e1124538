/**
 * What a recipe would have written where a person typed a password as it was read to them, as it stands on paper, or as a
 * telephone corrected it: with spaces or other dashes, without hyphens, with capitals. It is tried only after what was typed,
 * and each try is proved, so it can never stand in for a password that was typed exactly. The number of symbols keeps the three
 * apart: 20 (`groups`), 16 (`mixed`), 21 letters or more (`words`). Null where no recipe fits.
 */
export function exactForm(typed: string): string | null {
  const parts = typed.split(separators).filter(part => part !== '')
  const symbols = parts.join('')
  const small = symbols.toLowerCase()
  if (groups.test(small)) return (small.match(/.{4}/g) ?? []).join('-')
  // There a capital is another sign than the small letter.
  if (mixed.test(symbols)) return symbols
  const isWords = parts.length >= 7 && parts.length <= 14 && words.test(small)
  return isWords ? parts.join('-').toLowerCase() : null
}

/** What dictation, paper and text messages put between groups: spaces, and any dash of Unicode. */
const separators = /[\s\p{Pd}\u2212]+/u
/** No 0, 1, i, l, o; in fours, with hyphens. */
const groups = /^[23456789abcdefghjkmnpqrstuvwxyz]{20}$/
/** No 0, 1, I, O, l, o; in one piece, but read out in fours. */
const mixed = /^[23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz]{16}$/
/** Seven words of three letters or more; some have a hyphen themselves. */
const words = /^[a-z]{21,}$/
