/**
 * Rows of a CSV file (RFC 4180), as forgiving as a spreadsheet: whatever separates, quotes that are never closed, rows of
 * unequal length. At most `limit` rows.
 */
export function csvRows(text: string, limit: number): string[][] {
  const separator = separatorOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length && rows.length < limit) {
    const { value, end } = text[at] === '"' ? quotedField(text, at, separator) : plainField(text, at, separator)
    row.push(value)
    if (text[end] === separator) {
      at = end + 1
      if (at < text.length) continue
      row.push('')
    } else at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    rows.push(row)
    row = []
  }
  return rows
}

/** The one of the first line that is there most often; quotes are not looked into. */
function separatorOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const count = (separator: string) => line.split(separator).length
  return [',', ';', '\t', '|'].reduce((best, other) => (count(other) > count(best) ? other : best))
}

function plainField(text: string, at: number, separator: string) {
  let end = at
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(at, end), end }
}

/** A doubled quote is one; what stands between the closing quote and the next separator belongs to the field. */
function quotedField(text: string, at: number, separator: string) {
  let value = ''
  let from = at + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return { value: value + text.slice(from), end: text.length }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') {
      const rest = plainField(text, quote + 1, separator)
      return { value: value + rest.value, end: rest.end }
    }
    value += '"'
    from = quote + 2
  }
}
