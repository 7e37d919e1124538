import { WaybillError } from '../lib/error.ts'
import { number } from './format.ts'

/**
 * CSV (RFC 4180) that a spreadsheet opens as text. Every field is quoted, and a field that a spreadsheet could take for a
 * formula gets one apostrophe in front. Reading takes exactly one away, so `parseCsv(encodeCsv(rows)) = rows`, and leaves
 * an apostrophe that stands before anything else: `'s-Hertogenbosch` is a name.
 */
export function encodeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map(encodeCsvRow).join('')
}

/** With the CR LF that ends the record (RFC 4180, 2.1). */
export function encodeCsvRow(fields: readonly string[]): string {
  return `${fields.map(field => `"${guard(field).replaceAll('"', '""')}"`).join(',')}\r\n`
}

/**
 * Untrusted. Fields may be quoted or not, records end with CR LF, LF or CR, the last one may end without; a byte order
 * mark is skipped. Throws WB-USAGE with the number of the record when the quotes do not fit, and when there are more than
 * `most` records. An empty text has no records.
 */
export function parseCsv(text: string, separator: ',' | ';' | '\t' = ',', most = Number.MAX_SAFE_INTEGER): string[][] {
  const bare = new RegExp(`[^"\\r\\n${separator}]*`, 'y')
  const ending = new RegExp(`${separator}|\\r\\n?|\\n|$`, 'y')
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length || row.length > 0) {
    if (rows.length === most) throw tooMany(most)
    const close = text[at] === '"' ? closingQuote(text, at + 1) : null
    bare.lastIndex = at
    const field = close === null ? (bare.exec(text)?.[0] ?? '') : text.slice(at + 1, close).replaceAll('""', '"')
    ending.lastIndex = close === null ? at + field.length : close + 1
    const end = ending.exec(text)
    if (end === null) throw badQuotes(rows.length + 1)
    row.push(unguard(field))
    at = end.index + end[0].length
    if (end[0] === separator) continue
    rows.push(row)
    row = []
  }
  return rows
}

/** Where the quoted field ends whose text begins at `at`; past the end of the text where it does not. */
function closingQuote(text: string, at: number): number {
  for (let from = at; ; ) {
    const found = text.indexOf('"', from)
    if (found < 0) return text.length
    if (text[found + 1] !== '"') return found
    from = found + 2
  }
}

/** `= + - @`, tab, CR and LF begin a formula somewhere, and so do the full-width forms U+FF1D, FF0B, FF0D, FF20. */
const formula = String.raw`[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]`
const needsGuard = new RegExp(`^'*${formula}`)
const guarded = new RegExp(`^'+${formula}`)

function guard(field: string): string {
  return needsGuard.test(field) ? `'${field}` : field
}

function unguard(field: string): string {
  return guarded.test(field) ? field.slice(1) : field
}

function tooMany(most: number): WaybillError {
  return new WaybillError(
    'WB-USAGE',
    `The CSV text has more than ${number(most)} records.`,
    'Remove empty ones, or divide it.',
  )
}

function badQuotes(record: number): WaybillError {
  return new WaybillError(
    'WB-USAGE',
    `Record ${record} of the CSV text has a quotation mark in the wrong place.`,
    'Put fields with quotation marks into quotation marks and double those inside.',
  )
}
