import { Box } from 'ink'
import { sanitise } from '../../sanitise.ts'
import { bare, dim, line, paint, type Role, type Text } from '../../style.ts'
import { displayWidth, wrap } from '../../width.ts'
import { useLook } from '../ui.ts'
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

/** The highest `top`: the last row is seen then. */
export function mostTop(count: number, height: number): number {
  return count <= height ? 0 : count - Math.max(1, height - 1)
}

interface Props {
  readonly rows: readonly Text[]
  readonly top?: number
  readonly height: number
}

/** The rows that are seen from `top`; where there are more, the last line says how many. */
export function Rows({ rows, top = 0, height }: Props) {
  const { theme } = useLook()
  const from = Math.min(top, mostTop(rows.length, height))
  const room = rows.length <= height ? height : Math.max(1, height - 1)
  const seen = rows.slice(from, from + room).map((row, at) => ({ row, id: from + at }))
  const below = rows.length - from - seen.length
  const { up, down } = theme.sign.key
  return (
    <Box flexDirection="column">
      {seen.map(({ row, id }) => (
        <Line key={id}>{bare(row) === '' ? ' ' : row}</Line>
      ))}
      {room < rows.length && <Line>{dim(below > 0 ? `${down} ${below}` : `${up}`)}</Line>}
    </Box>
  )
}
