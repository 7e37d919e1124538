import { WaybillError } from '../lib/error.ts'

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
 * Untrusted. Fields may be quoted or not, records end with CR LF or LF, the last one may end without; a byte order mark is
 * skipped. Throws WB-USAGE with the number of the record when the quotes do not fit. An empty text has no records.
 */
export function parseCsv(text: string, separator: ',' | ';' | '\t' = ','): string[][] {
  const field = new RegExp(`"((?:[^"]|"")*)"|([^"\\r\\n${separator}]*)`, 'y')
  const ending = new RegExp(`${separator}|\\r?\\n|$`, 'y')
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length || row.length > 0) {
    field.lastIndex = at
    const [raw = '', quoted, bareField = ''] = field.exec(text) ?? []
    ending.lastIndex = at + raw.length
    const end = ending.exec(text)
    if (end === null) throw badQuotes(rows.length + 1)
    row.push(unguard(quoted?.replaceAll('""', '"') ?? bareField))
    at += raw.length + end[0].length
    if (end[0] === separator) continue
    rows.push(row)
    row = []
  }
  return rows
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

function badQuotes(record: number): WaybillError {
  return new WaybillError(
    'WB-USAGE',
    `Record ${record} of the CSV text has a quotation mark in the wrong place.`,
    'Put fields with quotation marks into quotation marks and double those inside.',
  )
}
