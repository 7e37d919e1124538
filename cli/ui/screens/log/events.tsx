import { useMemo } from 'react'
import { type EventRow, eventRow, eventView } from '../../../../src/event-view.ts'
import { seekEvents } from '../../../../src/log.ts'
import { eventWords } from '../../../event-words.ts'
import { dim } from '../../../style.ts'
import { useMachine } from '../../machine.ts'
import { Frame } from '../../parts/frame.tsx'
import { noteOf } from '../../parts/notice.tsx'
import { Page, useScroll } from '../../parts/page.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useUi } from '../../ui.ts'
import { dateTime, number } from '../../when.ts'
import { eventRows } from './event-rows.ts'
import { type EventsEffect, type EventsEvent, eventKeysOf, firstEvents, updateEvents } from './events-state.ts'
import type { FilterTexts } from './filter.ts'
import { FilterForm } from './filter-form.tsx'
import { Status, statusRows } from './status.tsx'
import { useSearch } from './use-search.ts'

/** Below so many columns what happened needs the place of when and where. */
const narrow = 60

interface Props {
  readonly form: FilterTexts
  readonly onFilter: (form: FilterTexts) => void
  readonly onBack: () => void
}

/** The events of the ledger themselves: newest first, filtered like the transfers, each to be looked at. */
export function Events({ form, onFilter, onBack }: Props) {
  const ui = useUi()
  const { words, locale, theme, room, session } = ui
  const { ledger } = session.world
  const search = useSearch<number, EventRow>()
  const perform = (effect: EventsEffect, dispatch: (event: EventsEvent) => void) => {
    switch (effect.do) {
      case 'search': {
        const steps = seekEvents(ledger, effect.filter)
        return search.begin(effect.run, { steps, read: seq => there(eventRow(ledger, seq)) }, effect.count, dispatch)
      }
      case 'more':
        return search.more(effect.count)
      case 'filter':
        return onFilter(effect.form)
      case 'stop':
        return search.stop()
      case 'back':
        return onBack()
      case 'read':
        try {
          return dispatch({ type: 'read', event: there(eventView(ledger, effect.seq)) })
        } catch (error) {
          return dispatch({ type: 'broke', run: state.found.run, note: noteOf(error) })
        }
    }
  }
  const [state, dispatch] = useMachine(updateEvents, () => firstEvents(form), perform)
  const { open, found, at } = state
  const rows = useMemo(
    () => (open === null ? [] : eventRows(open, { words, locale, theme }, room.columns)),
    [open, words, locale, theme, room.columns],
  )
  const { top, scroll } = useScroll(String(open?.seq), rows.length, room.rows)
  if (state.filtering) {
    return (
      <FilterForm
        texts={state.typed ?? state.form}
        onApply={texts => dispatch({ type: 'filter', form: texts })}
        onCancel={typed => dispatch({ type: 'unfiltered', typed })}
      />
    )
  }
  const listener = {
    title: open === null ? words.log.eventsTitle : words.log.event.title(number(open.seq, locale)),
    keys: eventKeysOf(state),
    labels: words.log.keys,
    typing: false,
    onInput: (input: Parameters<typeof scroll>[0]) => {
      if (open === null || !scroll(input)) dispatch({ type: 'input', input, page: room.rows - 3 })
    },
  }
  if (open !== null) {
    return (
      <Frame listener={listener}>
        <Page lines={rows} top={top} rows={room.rows} label={listener.title} />
      </Frame>
    )
  }
  const { head } = words.log
  const isNarrow = room.columns < narrow
  const circumstances: Column<EventRow>[] = [
    { head: head.at, cell: ({ at }) => dateTime(at, locale), spare: 1 },
    { head: head.transfer, cell: ({ transfer }) => transfer ?? '' },
  ]
  const columns: Column<EventRow>[] = [
    { head: head.seq, align: 'right', cell: ({ seq }) => dim(number(seq, locale)), spare: 2 },
    ...(isNarrow ? [] : circumstances),
    { head: head.event, cell: ({ type, details }) => eventWords(type, details, words.events) },
  ]
  const status = { found, form: state.form, count: words.log.events, sorted: '' }
  return (
    <Frame listener={listener}>
      <Status {...status} />
      {found.rows.length > 0 && (
        <Table
          rows={found.rows}
          columns={columns}
          at={at}
          height={room.rows - statusRows(status, ui)}
          id={({ seq }) => String(seq)}
          label={words.log.eventsTitle}
        />
      )}
    </Frame>
  )
}

/** An event that was found is there: nothing is ever taken out of the ledger. */
function there<T>(value: T | null): T {
  if (value === null) throw new TypeError('An event that was found is not there')
  return value
}
