import { Box } from 'ink'
import { dim } from '../../../style.ts'
import type { Input } from '../../keys.ts'
import { Field } from '../../parts/field.tsx'
import { Frame } from '../../parts/frame.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useWaybill } from '../../parts/waybill-view.tsx'
import { type Look, useLook } from '../../ui.ts'
import { stateText } from '../../waybill-rows.ts'
import { bytes, date, dateTime } from '../../when.ts'
import { keysOf, type LogEvent, type LogState } from './log-state.ts'
import { Status, statusRows } from './status.tsx'
import type { Order, TransferRow } from './transfer-row.ts'

/** From so many columns on a waybill stands beside the table, else in its place. */
const wide = 110

/** Below so many columns a row says no more than it must. */
const narrow = 60

/** The table of transfers, and the waybill of the one that is open. */
export function Transfers({
  state,
  dispatch,
}: {
  readonly state: LogState
  readonly dispatch: (event: LogEvent) => void
}) {
  const look = useLook()
  const { words, room, theme } = look
  const { open, sheet: view, found, quick, form } = state
  const isWide = room.columns + 2 >= wide
  const width = isWide ? Math.floor(room.columns * 0.45) : room.columns
  const paneWidth = isWide ? room.columns - width - 3 : room.columns
  const { sheet, scroll } = useWaybill({ view: open === null ? null : view, width: paneWidth, height: room.rows })
  const listener = {
    title: open !== null && view !== null && !isWide ? `${words.waybill.title} ${view.transfer}` : words.log.title,
    keys: keysOf(state),
    labels: words.log.keys,
    typing: quick !== null,
    onInput: (input: Input) => {
      if (open === null || !scroll(input)) dispatch({ type: 'input', input, page: room.rows - 3 })
    },
  }
  if (open !== null && !isWide) return <Frame listener={listener}>{sheet}</Frame>
  const tableWidth = open === null ? room.columns : width
  const status = { found, shown: state.shown.length, form, count: words.log.transfers, sorted: sortedText(state, look) }
  const height = room.rows - statusRows(status, look) - (quick === null ? 0 : 1)
  const table = (
    <Box flexDirection="column" width={tableWidth}>
      <Status {...status} width={tableWidth} />
      {quick !== null && (
        <Field label={words.log.quick} field={quick} focused hint={words.log.quickHint} width={tableWidth} />
      )}
      {state.shown.length > 0 && (
        <Table
          rows={state.shown}
          columns={columnsOf(state, look, tableWidth)}
          at={state.at}
          height={height}
          id={({ id }) => id}
          label={words.log.title}
          width={tableWidth}
        />
      )}
    </Box>
  )
  if (open === null) return <Frame listener={listener}>{table}</Frame>
  return (
    <Frame listener={listener}>
      <Box>
        {table}
        <Box
          marginLeft={1}
          paddingLeft={1}
          height={room.rows}
          borderStyle={theme.border}
          borderTop={false}
          borderRight={false}
          borderBottom={false}
          borderDimColor
        >
          {sheet}
        </Box>
      </Box>
    </Frame>
  )
}

function columnsOf({ order, reverse }: LogState, { words, locale, theme }: Look, width: number): Column<TransferRow>[] {
  const { head, shredded } = words.log
  const [down, up] = theme.unicode ? ['↓', '↑'] : ['v', '^']
  const titled = (by: Order, falls: boolean) =>
    by === order ? `${head[by]} ${falls === reverse ? up : down}` : head[by]
  const gone = (text: string | null) => text ?? dim(shredded)
  return [
    { head: titled('date', true), cell: ({ at }) => (width < 80 ? date : dateTime)(at, locale), spare: 2 },
    { head: head.transfer, cell: ({ transfer }) => transfer },
    {
      head: titled('recipient', false),
      cell: ({ recipient, organisation }) =>
        organisation === null || width < narrow ? gone(recipient) : `${recipient ?? shredded}, ${organisation}`,
    },
    { head: titled('state', false), cell: ({ state }) => stateText(words, state) },
    { head: head.purpose, cell: ({ purpose }) => gone(purpose), spare: 4 },
    {
      head: titled('size', true),
      cell: ({ bytes: size }) => (size === null ? '' : bytes(size, locale)),
      align: 'right',
      spare: 3,
    },
  ]
}

/** Empty for the order in which everything begins. */
function sortedText({ order, reverse, found }: LogState, { words }: Look): string {
  if (order === 'date' && !reverse) return ''
  const { log } = words
  const by = log.sortedBy(log.head[order], reverse)
  return found.busy ? log.sorting(by) : by
}
