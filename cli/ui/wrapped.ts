import { sanitise } from '../sanitise.ts'
import { bare, spansOf, type Text } from '../style.ts'
import { wrap } from '../width.ts'

/** The lines of a text that is at most `columns` wide: each part keeps its role. */
export function wrapped(text: Text, columns: number): Text[] {
  const spans = spansOf(text).map(span => ({ ...span, text: sanitise(span.text) }))
  const whole = bare(text)
  let from = 0
  return wrap(whole, Math.max(1, columns)).map(line => {
    const start = whole.indexOf(line, from)
    from = start + line.length
    return { spans: cutOut(spans, start, from) }
  })
}

/** What stands from `start` to `end`, in UTF-16 units. */
function cutOut(spans: ReturnType<typeof spansOf>, start: number, end: number) {
  let before = 0
  return spans.flatMap(({ text, role }) => {
    const part = text.slice(Math.max(0, start - before), Math.max(0, end - before))
    before += text.length
    return part === '' ? [] : [{ text: part, role }]
  })
}
