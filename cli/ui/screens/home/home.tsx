import { findTransfers } from '../../../../src/log.ts'
import { openTransfers } from '../../../../src/open-transfers.ts'
import { readTransfer } from '../../../../src/record.ts'
import { type TransferView, transferView } from '../../../../src/view.ts'
import { stateWord } from '../../../transfer-lines.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useUi } from '../../ui.ts'
import { relative } from '../../when.ts'
import { firstHome, type HomeEffect, type HomeEvent, homeBindings, rowsOf, updateHome } from './home-state.ts'

/** Where everything begins: what waits for the person, what was lately, and how the home is. */
export function Home() {
  const ui = useUi()
  const { words, room, locale, session } = ui
  const { world } = session
  const perform = (effect: HomeEffect, dispatch: (event: HomeEvent) => void) => {
    switch (effect.do) {
      case 'load': {
        const waiting = openTransfers(world).map(record => transferView(world, record))
        const open = new Set(waiting.map(({ id }) => id))
        const ids = findTransfers(world.ledger, {}).filter(id => !open.has(id))
        const recent = [...ids.take(20)].map(id => transferView(world, readTransfer(world.ledger, id)))
        return dispatch({ type: 'loaded', waiting, recent })
      }
      case 'go':
        return ui.go({ at: effect.to })
      case 'open':
        return ui.go({ at: 'transfer', id: effect.transfer.id })
      default:
        return ui[effect.do]()
    }
  }
  const [state, dispatch] = useMachine(updateHome, () => firstHome, perform)
  const now = world.clock.now()
  const columns: Column<TransferView>[] = [
    { head: words.home.head.transfer, cell: ({ transfer }) => transfer },
    { head: words.home.head.recipient, cell: ({ recipient }) => recipient.name ?? words.home.shredded },
    { head: words.home.head.state, cell: ({ state }) => stateWord(state) },
    { head: words.home.head.when, cell: ({ life }) => relative(Date.parse(life[0]?.at ?? ''), now, locale), spare: 1 },
  ]
  const rows = rowsOf(state)
  const listener = {
    title: words.home.title,
    keys: homeBindings,
    labels: words.home.keys,
    typing: false,
    onInput: dispatch,
  }
  return (
    <Frame listener={listener}>
      {rows.length === 0 ? (
        <Line over="wrap">{words.home.nothing}</Line>
      ) : (
        <Table
          rows={rows}
          columns={columns}
          at={state.at}
          height={room.rows}
          id={({ id }) => id}
          label={words.home.waiting}
        />
      )}
    </Frame>
  )
}
