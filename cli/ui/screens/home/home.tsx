import { Box } from 'ink'
import { useEffect, useRef } from 'react'
import type { Session } from '../../../session.ts'
import { dim, strong, type Text, warn } from '../../../style.ts'
import { useLedgerNews } from '../../ledger-news.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { noteOf, noteRows } from '../../parts/notice.tsx'
import { Rows } from '../../parts/rows.tsx'
import { Table } from '../../parts/table.tsx'
import type { Place } from '../../place.ts'
import { type Look, useUi } from '../../ui.ts'
import { lastVerified } from '../../verified.ts'
import type { Words } from '../../words/words.ts'
import { wrapped } from '../../wrapped.ts'
import { Asking } from './asking.ts'
import { columnsFor } from './columns.ts'
import { healthOf, healthRows } from './health.ts'
import {
  chosenOf,
  firstHome,
  type HomeEffect,
  type HomeEvent,
  type HomeState,
  homeBindings,
  type Item,
  placeOf,
  rowsOf,
  updateHome,
} from './home-state.ts'
import { loadHome } from './load-home.ts'

/** Where everything begins: what waits for the person, what was lately, and how the home is. */
export function Home() {
  const ui = useUi()
  const { words, room, session, sandbox, drafts } = ui
  const asking = useRef<Asking | null>(null)
  asking.current ??= new Asking(ui)
  /** Whoever goes on with a transfer finds it free. */
  const leave = (go: () => void) => asking.current?.stopThen(go)
  const perform = (effect: HomeEffect, dispatch: (event: HomeEvent) => void) => {
    switch (effect.do) {
      case 'load':
        return dispatch(loaded(session, words))
      case 'look':
        return void ui
          .looking(() => healthOf(session, lastVerified(drafts)))
          .then(
            health => dispatch({ type: 'health', health }),
            error => dispatch({ type: 'noted', note: noteOf(error) }),
          )
      case 'ask':
        return asking.current?.start(effect.all, dispatch)
      case 'stop':
        return asking.current?.stopThen(() => {})
      case 'go':
        return leave(() => ui.go({ at: effect.to }))
      case 'open':
        return leave(() => ui.go(placeFor(effect.item, effect.act)))
      case 'quit':
        return leave(ui.quit)
    }
  }
  const begin = () => firstHome((drafts.get('home:chosen') as string | undefined) ?? null)
  const [state, dispatch] = useMachine(
    (state: HomeState, event: HomeEvent) => updateHome(state, event, sandbox),
    begin,
    perform,
  )
  drafts.set('home:chosen', state.chosen)
  useLedgerNews(session, () => dispatch(loaded(session, words)))
  useEffect(() => () => asking.current?.stopThen(() => {}), [])

  const rows = rowsOf(state)
  const step = chosenOf(state)?.step
  const listener = {
    title: words.home.title,
    keys: homeBindings(state, sandbox),
    labels: { ...words.home.keys, ...(step && { next: words.transfer.invitations[step.action] }) },
    typing: false,
    onInput: dispatch,
  }
  const said = state.notes.flatMap(note => noteRows(note, ui, room.columns)).slice(0, 3)
  const below: Text[] = [
    ...said,
    ...(room.rows > 9 ? [''] : []),
    ...(state.asking ? [warn(words.home.asking)] : []),
    ...(state.health === null ? [] : healthRows(state.health, ui).slice(0, room.rows > 12 ? 3 : 1)),
  ]
  const height = room.rows - below.length
  return (
    <Frame listener={listener}>
      <Box flexDirection="column" height={height} flexShrink={0} overflow="hidden">
        {rows.length > 0 ? (
          <Table
            rows={rows}
            columns={columnsFor(ui, session.world.clock.now())}
            at={placeOf(state)}
            height={height}
            id={({ view }) => view.id}
            label={words.home.title}
            above={at => heading(at, state.waiting.length, words)}
          />
        ) : (
          state.loaded && <Rows rows={firstTime(ui).slice(0, height)} />
        )}
      </Box>
      <Rows rows={below} />
    </Frame>
  )
}

function loaded(session: Session, words: Words): HomeEvent {
  try {
    return loadHome(session, words)
  } catch (error) {
    return { type: 'noted', note: noteOf(error) }
  }
}

function placeFor({ view: { id }, step }: Item, act: boolean): Place {
  if (!act || step === null) return { at: 'transfer', id }
  return step.action === 'dictate' ? { at: 'dictate', id } : { at: 'transfer', id, act: step.action }
}

/** Stands above the first of the waiting ones and above the first of the others. */
function heading(at: number, waiting: number, { home }: Look['words']): Text | null {
  if (at === 0 && waiting > 0) return strong(home.waiting)
  return at === waiting ? strong(home.recent) : null
}

function firstTime({ words: { home }, sandbox, room }: Look): Text[] {
  const all = ['', strong(home.nothing), '', home.first, ...(sandbox ? ['', dim(home.sandbox)] : [])]
  const texts = room.rows > 9 ? all : all.filter(text => text !== '')
  return texts.flatMap(text => (text === '' ? [''] : wrapped(text, room.columns)))
}
