import { Box } from 'ink'
import { bare, dim, join, line, strong, type Text } from '../../style.ts'
import { displayWidth, pad, truncate } from '../../width.ts'
import { useLook } from '../ui.ts'
import { Line } from './line.tsx'
import { List } from './list.tsx'

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => Text
  readonly align?: 'left' | 'right'
  readonly cut?: 'end' | 'middle'
  /** What goes first where there is no room: the highest number. 0 always stays. */
  readonly spare?: number
}

interface Props<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly at: number
  readonly height: number
  readonly id: (row: Row) => string
  readonly label: string
  readonly width?: number
}

const gap = 2

/** Rows in columns, the chosen one marked. What has no room is left out, least important first, and then cut. */
export function Table<Row>({ rows, columns, at, height, id, label, width }: Props<Row>) {
  const { room, theme } = useLook()
  const whole = (width ?? room.columns) - displayWidth(theme.sign.chosen) - 1
  const shown = fitting(rows, columns, whole)
  const cells = (texts: readonly Text[]) => join(texts, ' '.repeat(gap))
  return (
    <Box flexDirection="column" aria-role="table">
      <Line>
        {line`${' '.repeat(displayWidth(theme.sign.chosen) + 1)}${cells(
          shown.map(({ column, width }) => dim(pad(truncate(column.head, width), width, side(column)))),
        )}`}
      </Line>
      <List items={rows} at={at} rows={height - 1} id={id} label={label}>
        {(row, chosen) => (
          <Line width={width ?? room.columns}>
            {line`${chosen ? strong(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))} ${cells(
              shown.map(({ column, width }) => fitted(column.cell(row), width, column, theme.sign.ellipsis, chosen)),
            )}`}
          </Line>
        )}
      </List>
    </Box>
  )
}

function fitted<Row>(text: Text, width: number, column: Column<Row>, mark: string, chosen: boolean): Text {
  const whole = bare(text)
  const short = truncate(whole, width, column.cut ?? 'end', mark)
  const shown = short === whole ? text : short
  const space = ' '.repeat(Math.max(0, width - displayWidth(short)))
  return column.align === 'right'
    ? line`${space}${chosen ? strong(shown) : shown}`
    : line`${chosen ? strong(shown) : shown}${space}`
}

function side({ align = 'left' }: { readonly align?: 'left' | 'right' }): 'start' | 'end' {
  return align === 'right' ? 'start' : 'end'
}

/** The columns that there is room for, and their widths: natural ones, the widest cut until all fit. */
function fitting<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number) {
  let shown = columns.map(column => ({
    column,
    width: Math.max(displayWidth(column.head), ...rows.map(row => displayWidth(bare(column.cell(row))))),
  }))
  const total = () => shown.reduce((sum, { width }) => sum + width + gap, -gap)
  const narrow = (natural: number) => Math.min(natural, 12)
  while (shown.reduce((sum, { width }) => sum + narrow(width) + gap, -gap) > width) {
    const last = Math.max(...shown.map(({ column }) => column.spare ?? 0))
    if (last === 0) break
    shown = shown.filter(({ column }) => (column.spare ?? 0) < last)
  }
  while (total() > width && shown.some(({ width }) => width > 1)) {
    const widest = Math.max(...shown.map(({ width }) => width))
    const at = shown.findIndex(({ width }) => width === widest)
    const next = Math.max(...shown.map(({ width }) => (width < widest ? width : 0)), widest - (total() - width), 1)
    shown = shown.map((one, place) => (place === at ? { ...one, width: Math.min(next, widest - 1) } : one))
  }
  return shown
}
