import { WaybillError } from '../lib/error.ts'

/** One line of text for people: not empty, no control characters, at most 200 characters. WB-USAGE names `what`. */
export function oneLine(value: string, what: string): string {
  const trimmed = value.trim()
  const problem =
    trimmed === ''
      ? 'is empty'
      : trimmed.length > 200
        ? 'is longer than 200 characters'
        : /[\p{Cc}\p{Zl}\p{Zp}]/u.test(trimmed)
          ? 'has a control character in it'
          : !trimmed.isWellFormed()
            ? 'is not valid Unicode'
            : null
  if (problem !== null)
    throw new WaybillError('WB-USAGE', `The value of ${what} ${problem}.`, 'Give one short line of plain text.')
  return trimmed
}

/**
 * The same for a name that is kept and looked for: two names that look alike are one, so nothing in it is invisible, and
 * nothing turns its direction (Unicode Default_Ignorable_Code_Point, which has the bidirectional controls). The joiners
 * U+200C and U+200D stay, since Persian and the scripts of India are written with them.
 */
export function plainName(value: string, what: string): string {
  const name = oneLine(value, what)
  if (!/[\p{Default_Ignorable_Code_Point}--[\u200c\u200d]]/v.test(name)) return name
  const hint = 'Type the name anew: it was copied from somewhere with its formatting.'
  throw new WaybillError('WB-USAGE', `The value of ${what} has an invisible character in it.`, hint)
}
