import type { JsonObject } from '../lib/ledger/canonical.ts'

export const leftWords = {
  archive: {
    none: 'No archive was published.',
    made: 'The archive was made, and nothing says that it was handed over; without its password nobody can open it.',
    'handed-over': 'The archive was handed over.',
  },
  password: {
    kept: 'The password was never released: the content stays unintelligible, which normally makes a risk to people unlikely (GDPR Art. 33(1), 34(3)(a)).',
    released: 'The password was released, and nothing says that it was conveyed.',
    unknown: 'The password may have left, and nobody says: take it as known to whoever has that number.',
    accepted: 'The courier had taken the password: take it as known to whoever has that number.',
    delivered: 'The password was delivered.',
    failed: 'The courier says that the password was not delivered.',
  },
  leaked: 'The password was never let go, and somebody has it all the same: cancel the transfer, and find out how.',
  withdrawn: 'The text was withdrawn at the courier before it left.',
  names: 'The names of the files in the archive can be read without the password.',
  incident:
    'If it went to the wrong person it is an incident to record and assess (GDPR Art. 33(5)), see docs/mis-sent.md.',
}

/** What had left and what had not when a transfer was cancelled: `d` of its `transfer.cancelled`, `names` of its archive. */
export function whatLeft(d: JsonObject, names: string | null, words: typeof leftWords = leftWords): string[] {
  const archive: Readonly<Record<string, string>> = words.archive
  const password: Readonly<Record<string, string>> = words.password
  const lines = [archive[String(d.archive)] ?? '']
  if (d.withdrawn === true) lines.push(words.withdrawn)
  if (d.withdrawn !== true || d.password !== 'accepted') lines.push(password[String(d.password)] ?? '')
  if (d.archive === 'none') return lines
  if (names === 'no') lines.push(words.names)
  return [...lines, words.incident]
}
