import { bare, line, paint, type Role, type Text } from '../style.ts'
import { displayWidth } from '../width.ts'
import { wrapped } from './wrapped.ts'

/** A sentence with a mark before it. */
export interface Paragraph {
  readonly mark?: Text
  readonly text: string
  readonly role?: Role
}

/** One text a row, wrapped to the width; the mark stands out to the left. What is empty takes no row. */
export function rowsOf(paragraphs: readonly Paragraph[], width: number): Text[] {
  return paragraphs.flatMap(({ mark = '', text, role }) => {
    if (text === '') return []
    const indent = mark === '' ? 0 : displayWidth(bare(mark)) + 1
    const parts = wrapped(role === undefined ? text : paint(role, text), Math.max(4, width - indent))
    return parts.map((part, at) => {
      const front = indent === 0 ? '' : at === 0 ? line`${mark} ` : ' '.repeat(indent)
      return line`${front}${part}`
    })
  })
}
