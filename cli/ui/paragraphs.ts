import { bare, line, paint, type Role, type Text } from '../style.ts'
import { displayWidth } from '../width.ts'
import { wrapped } from './wrapped.ts'

/** A sentence with a mark before it. */
export interface Paragraph {
  readonly mark?: Text
  readonly text: string
  readonly role?: Role
}

/** One text a row, wrapped to the width; the marks stand out to the left, in one column. What is empty takes no row. */
export function rowsOf(paragraphs: readonly Paragraph[], width: number): Text[] {
  const widest = Math.max(0, ...paragraphs.map(({ mark = '', text }) => (text === '' ? 0 : displayWidth(bare(mark)))))
  return paragraphs.flatMap(({ mark = '', text, role }) => {
    if (text === '') return []
    const indent = mark === '' ? 0 : widest + 1
    const parts = wrapped(role === undefined ? text : paint(role, text), Math.max(4, width - indent))
    return parts.map((part, at) => {
      const rest = ' '.repeat(Math.max(0, indent - displayWidth(bare(mark))))
      const front = indent === 0 ? '' : at === 0 ? line`${mark}${rest}` : ' '.repeat(indent)
      return line`${front}${part}`
    })
  })
}
