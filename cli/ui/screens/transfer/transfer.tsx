import { useMemo, useRef } from 'react'
import type { Session } from '../../../session.ts'
import { strong, type Text, warn } from '../../../style.ts'
import type { Input } from '../../keys.ts'
import { useLedgerNews } from '../../ledger-news.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { Line } from '../../parts/line.tsx'
import { noteOf, noteRows } from '../../parts/notice.tsx'
import { Page, useScroll } from '../../parts/page.tsx'
import { Rows } from '../../parts/rows.tsx'
import type { Place } from '../../place.ts'
import { roadRows } from '../../road.ts'
import { type Look, useUi } from '../../ui.ts'
import { waybillRows } from '../../waybill-rows.ts'
import type { Action } from './actions.ts'
import { FormView, formLayout } from './form-view.tsx'
import { loadTransfer, work } from './perform.ts'
import { situationRows } from './situation.ts'
import {
  firstTransfer,
  type Kept,
  type Loaded,
  type TransferEffect,
  type TransferEvent,
  transferBindings,
  updateTransfer,
} from './transfer-state.ts'

interface Props {
  /** `act` is begun when somebody comes here, not when they come back. */
  readonly place: Extract<Place, { readonly at: 'transfer' }>
}

/** One transfer: where it stands, the road of its password, its waybill, and every step that it can take now. */
export function Transfer({ place }: Props) {
  const { id } = place
  const ui = useUi()
  const { words, locale, theme, room, drafts } = ui
  const draft = `transfer:${id}`
  const stop = useRef(() => {})
  const turn = useRef((_: Input) => {})
  const perform = (effect: TransferEffect, dispatch: (event: TransferEvent) => void) => {
    switch (effect.do) {
      case 'load':
        return dispatch(read(ui.session, id))
      case 'stop':
        return stop.current()
      case 'scroll':
        return turn.current(effect.input)
      case 'dictate':
        return ui.go({ at: 'dictate', id })
      case 'back':
        return ui.back()
      case 'run':
        return void work(ui, id, effect.task, dispatch, abort => {
          stop.current = abort
        })
    }
  }
  const begin = () => {
    const came = drafts.get(`${draft}:came`) !== place
    drafts.set(`${draft}:came`, place)
    return firstTransfer((came && place.act) || null, (drafts.get(draft) as Kept | undefined) ?? {})
  }
  const [state, dispatch] = useMachine(updateTransfer, begin, perform)
  drafts.set(draft, state.kept)
  useLedgerNews(ui.session, () => {
    const now = read(ui.session, id)
    if (state.working === null) dispatch(now.type === 'loaded' ? { ...now, news: true } : now)
  })
  const { loaded, form, working, notes } = state

  const look = useMemo(() => ({ words, locale, theme }), [words, locale, theme])
  const rows = useMemo(() => (loaded === null ? [] : sheet(loaded, look, room.columns)), [loaded, look, room.columns])
  const said = notes.flatMap(note => noteRows(note, look, room.columns))
  const shown = working === null && loaded !== null ? form : null
  const rest = Math.max(3, room.rows - said.length)
  const layout = shown && loaded && formLayout(shown, loaded, words, { columns: room.columns, rows: rest })
  const formRows = layout?.height ?? 0
  const below = Math.min(room.rows, said.length + formRows + (working === null ? 0 : 1))
  const left = room.rows - below - (below > 0 ? 1 : 0)
  // Two rows of a sheet say nothing.
  const height = left < 3 ? 0 : left
  const { top, scroll } = useScroll(id, rows.length, height)
  turn.current = scroll
  const { transfer } = words
  const listener = {
    title: loaded === null ? transfer.title : `${transfer.title} ${loaded.view.transfer}`,
    keys: transferBindings(state),
    labels: { ...transfer.actions, ...invited(loaded?.next ?? null, transfer.invitations), ...transfer.keys },
    typing: form?.typing === true && working === null,
    onInput: dispatch,
  }
  return (
    <Frame listener={listener}>
      {height > 0 && <Page lines={rows} top={top} rows={height} label={listener.title} />}
      {height > 0 && below > 0 && <Line> </Line>}
      <Rows rows={said.slice(0, room.rows - formRows)} />
      {shown !== null && layout !== null && <FormView form={shown} layout={layout} />}
      {working !== null && <Line>{warn(transfer.working(working))}</Line>}
    </Frame>
  )
}

/** What the person must know first, the four facts, and then the whole waybill. */
function sheet(loaded: Loaded, look: Pick<Look, 'words' | 'locale' | 'theme'>, width: number): Text[] {
  const situation = situationRows(loaded, look, width)
  return [
    ...situation,
    ...(situation.length > 0 ? [''] : []),
    strong(look.words.transfer.road.head),
    ...roadRows(loaded.view, look),
    '',
    ...waybillRows(loaded.view, look, width),
  ]
}

/** The next step is named as an invitation. */
function invited(next: Action | null, invitations: Readonly<Record<Action, string>>): Partial<Record<Action, string>> {
  return next === null ? {} : { [next]: invitations[next] }
}

function read(session: Session, id: string): Extract<TransferEvent, { type: 'loaded' | 'noted' }> {
  try {
    return { type: 'loaded', loaded: loadTransfer(session, id) }
  } catch (error) {
    return { type: 'noted', note: noteOf(error) }
  }
}
