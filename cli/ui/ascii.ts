import { spansOf, type Text } from '../style.ts'

/** The marks of our own texts, and what stands for them on a terminal that shows ASCII alone. Names stay as they are. */
const marks: Readonly<Record<string, string>> = {
  '•': '*',
  '·': '-',
  '–': '-',
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '×': 'x',
  '→': '->',
  '…': '...',
}
const all = new RegExp(`[${Object.keys(marks).join('')}]`, 'g')

export function inAscii(text: Text): Text {
  return { spans: spansOf(text).map(span => ({ ...span, text: span.text.replace(all, mark => marks[mark] ?? '?') })) }
}
