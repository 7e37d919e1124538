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
  /** A heading above the row of that place, or null. */
  readonly above?: (at: number) => Text | null
}

const gap = 2

/** Rows in columns, the chosen one marked. What has no room is left out, least important first, and then cut. */
export function Table<Row>({ rows, columns, at, height, id, label, width, above = () => null }: Props<Row>) {
  const { room, theme } = useLook()
  const whole = (width ?? room.columns) - displayWidth(theme.sign.chosen) - 1
  const shown = fitting(sample(rows, at), columns, whole)
  const lines = rows.flatMap(
    (row, place): readonly ({ readonly heading: Text } | { readonly row: Row; readonly place: number })[] => {
      const heading = above(place)
      return [...(heading === null ? [] : [{ heading }]), { row, place }]
    },
  )
  const cells = (texts: readonly Text[]) => join(texts, ' '.repeat(gap))
  return (
    <Box flexDirection="column" aria-role="table">
      <Line>
        {line`${' '.repeat(displayWidth(theme.sign.chosen) + 1)}${cells(
          shown.map(({ column, width }) => dim(pad(truncate(column.head, width), width, side(column)))),
        )}`}
      </Line>
      <List
        items={lines}
        at={lines.findIndex(one => 'place' in one && one.place === at)}
        rows={height - 1}
        id={one => ('place' in one ? id(one.row) : `heading ${bare(one.heading)}`)}
        label={label}
      >
        {(one, chosen) => (
          <Line width={width ?? room.columns}>
            {'heading' in one
              ? one.heading
              : line`${chosen ? strong(theme.sign.chosen) : ' '.repeat(displayWidth(theme.sign.chosen))} ${cells(
                  shown.map(({ column, width }) =>
                    fitted(column.cell(one.row), width, column, theme.sign.ellipsis, chosen),
                  ),
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

/** The rows around the chosen one, which widths are measured on: of many rows not all, and the same ones for a while. */
function sample<Row>(rows: readonly Row[], at: number): readonly Row[] {
  const first = Math.floor(Math.max(0, at) / 50) * 50 - 50
  return rows.slice(Math.max(0, first), first + 150)
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
