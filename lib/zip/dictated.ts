/** The default alphabet: no 0, 1, i, l, o. A password of the recipe `groups` is 20 of them, in fours, with hyphens. */
const GROUPS = /^[23456789abcdefghjkmnpqrstuvwxyz]{20}$/
/** What dictation, paper and text messages put between groups: spaces, and any dash of Unicode. */
const SEPARATORS = /[\s\p{Pd}\u2212]/gu

/**
 * What was typed in the exact form of the default recipe, if without spaces and dashes it is 20 symbols of its alphabet;
 * else null. Never for other recipes: there every character counts.
 */
export function exactForm(typed: string): string | null {
  const symbols = typed.replace(SEPARATORS, '')
  return GROUPS.test(symbols) ? (symbols.match(/.{4}/g) ?? []).join('-') : null
}
