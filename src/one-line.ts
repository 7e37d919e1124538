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
