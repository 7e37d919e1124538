import { sanitise } from '../sanitise.ts'
import { bare, type Span, spansOf, type Text } from '../style.ts'
import { wrap } from '../width.ts'

/** A text in rows of at most `width` columns, each part in its role; an empty text is one empty row. */
export function wrapped(text: Text, width: number): Text[] {
  const spans = spansOf(text).map(({ text, role }) => ({ text: sanitise(text), role }))
  const whole = bare(text)
  let at = 0
  const rows = wrap(whole, Math.max(1, width)).map(row => {
    // Only the spaces at the breaks are left out.
    at = row === '' ? at : whole.indexOf(row, at)
    const piece = { spans: cut(spans, at, at + row.length) }
    at += row.length
    return piece
  })
  return rows.length === 0 ? [''] : rows
}

function cut(spans: readonly Span[], from: number, to: number): Span[] {
  let begins = 0
  return spans.flatMap(({ text, role }) => {
    const piece = text.slice(Math.max(0, from - begins), Math.max(0, to - begins))
    begins += text.length
    return piece === '' ? [] : [{ text: piece, role }]
  })
}
