/**
 * JSON for stdout: what `JSON.stringify` gives, with every character that could disturb a terminal written as `\uXXXX`.
 * The value is unchanged, so the document is exact for a program and harmless on a screen. A `Secret` is `[secret]`.
 */
export function encodeJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, null, indent)
  if (text === undefined) throw new TypeError('Only a JSON value can be an answer')
  return text.replace(risky, escapeUnits)
}

/** One line of JSON Lines: no line feed inside, none at the end. */
export function encodeJsonLine(value: unknown): string {
  return encodeJson(value, 0)
}

/** Stands only inside strings: JSON's own syntax is ASCII. The line feeds of the indentation are C0 and stay. */
const risky = /[\x7f-\x9f\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  }).join('')
}
