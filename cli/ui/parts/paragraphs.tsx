import { Box } from 'ink'
import { sanitise } from '../../sanitise.ts'
import { bare, line, paint, type Role, type Text } from '../../style.ts'
import { displayWidth, wrap } from '../../width.ts'
import { Line } from './line.tsx'

/** A sentence with a mark before it. */
export interface Paragraph {
  readonly mark?: Text
  readonly text: string
  readonly role?: Role
}

/** One text a row, wrapped to the width; the mark stands out to the left. */
export function rowsOf(paragraphs: readonly Paragraph[], width: number): Text[] {
  return paragraphs.flatMap(({ mark = '', text, role }) => {
    const indent = mark === '' ? 0 : displayWidth(bare(mark)) + 1
    const parts = wrap(sanitise(text), Math.max(4, width - indent))
    return parts.map((part, at) => {
      const front = indent === 0 ? '' : at === 0 ? line`${mark} ` : ' '.repeat(indent)
      return line`${front}${role === undefined ? part : paint(role, part)}`
    })
  })
}

/** The highest `top` at which there is still something to see in every row. */
export function mostTop(count: number, height: number): number {
  return Math.max(0, count - height)
}

/** The rows that are seen from `top`. */
export function Rows({
  rows,
  top = 0,
  height,
}: {
  readonly rows: readonly Text[]
  readonly top?: number
  readonly height: number
}) {
  const from = Math.min(top, mostTop(rows.length, height))
  const seen = rows.slice(from, from + height).map((row, at) => ({ row, id: from + at }))
  return (
    <Box flexDirection="column">
      {seen.map(({ row, id }) => (
        <Line key={id}>{bare(row) === '' ? ' ' : row}</Line>
      ))}
    </Box>
  )
}
