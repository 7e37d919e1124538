import type { EventRow, EventView } from '../../../../src/event-view.ts'
import type { TransferFilter } from '../../../../src/log.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import { steered } from '../../scroll.ts'
import { type FilterTexts, given, noFilter, parseFilter } from './filter.ts'
import { asksForAll, type Found, type FoundEvent, margin, portion, searching, taken } from './found.ts'

/** The events of the ledger, newest first. */
export interface EventsState {
  readonly form: FilterTexts
  readonly typed: FilterTexts | null
  readonly filtering: boolean
  readonly found: Found<EventRow>
  readonly at: number
  /** The event that is open, once it is read. */
  readonly open: EventView | null
}

export type EventsEvent =
  | { readonly type: 'input'; readonly input: Input; readonly page: number }
  | FoundEvent<EventRow>
  | { readonly type: 'read'; readonly event: EventView }
  | { readonly type: 'filter'; readonly form: FilterTexts }
  | { readonly type: 'unfiltered'; readonly typed: FilterTexts }

export type EventsEffect =
  | { readonly do: 'search'; readonly run: number; readonly filter: TransferFilter; readonly count: number }
  | { readonly do: 'more'; readonly count: number }
  | { readonly do: 'read'; readonly seq: number }
  | { readonly do: 'filter'; readonly form: FilterTexts }
  | { readonly do: 'stop' | 'back' }

type EventsStep = Step<EventsState, EventsEffect>

const tableKeys = [
  { name: 'details', keys: ['enter'] },
  { name: 'filter', keys: ['f'] },
  { name: 'reload', keys: ['r'] },
] as const satisfies readonly Binding[]
const backKey = { name: 'back', keys: ['escape', 'e', 'q'] } as const satisfies Binding
const busyKeys = [
  { name: 'stop', keys: ['escape'] },
  { name: 'back', keys: ['q', 'e'] },
] as const satisfies readonly Binding[]
const clearKey = { name: 'clear', keys: ['c'] } as const satisfies Binding
const openKeys = [
  { name: 'close', keys: ['escape', 'enter', 'q'] },
  { name: 'next', keys: ['right', 'n', 'tab'] },
  { name: 'previous', keys: ['left', 'p', 'shift-tab'] },
] as const satisfies readonly Binding[]

type TableKey = (typeof tableKeys)[number]['name'] | 'clear' | 'stop' | 'back'
export type EventsKey = TableKey | (typeof openKeys)[number]['name']

export function eventKeysOf(state: EventsState): readonly Binding<EventsKey>[] {
  return state.open === null ? tableKeysOf(state) : openKeys
}

function tableKeysOf({ found, form }: EventsState): readonly Binding<TableKey>[] {
  const filtered = given(form).length > 0 ? [clearKey] : []
  return found.busy ? [...busyKeys, ...filtered, ...tableKeys] : [...filtered, ...tableKeys, backKey]
}

export function firstEvents(form: FilterTexts): EventsStep {
  const state = { form, typed: null, filtering: false, found: searching<EventRow>(0), at: 0, open: null }
  return searched(state, form)
}

export function updateEvents(state: EventsState, event: EventsEvent): EventsStep {
  switch (event.type) {
    case 'input':
      return state.filtering ? { state } : onInput(state, event.input, event.page)
    case 'read':
      return { state: { ...state, open: event.event } }
    case 'filter':
      return refiltered({ ...state, filtering: false, typed: null }, event.form)
    case 'unfiltered':
      return { state: { ...state, filtering: false, typed: event.typed } }
    default: {
      const found = taken(state.found, event)
      return found === null ? { state } : fed({ ...state, found })
    }
  }
}

function searched(state: EventsState, form: FilterTexts): EventsStep {
  const parsed = parseFilter(form)
  if ('bad' in parsed) return { state }
  const run = state.found.run + 1
  const next = { ...state, form, found: searching<EventRow>(run), at: 0, open: null }
  return { state: next, effects: [{ do: 'search', run, filter: parsed.filter, count: portion }] }
}

/** The transfers are filtered in the same way. */
function refiltered(before: EventsState, form: FilterTexts): EventsStep {
  const { state, effects = [] } = searched(before, form)
  return { state, effects: [...effects, { do: 'filter', form: state.form }] }
}

function fed(state: EventsState): EventsStep {
  const { found, at } = state
  if (found.busy || found.done || at < found.rows.length - margin) return { state }
  return more(state, portion)
}

function more(state: EventsState, count: number): EventsStep {
  return { state: { ...state, found: { ...state.found, busy: true } }, effects: [{ do: 'more', count }] }
}

function onInput(state: EventsState, input: Input, page: number): EventsStep {
  if (state.open !== null) return inOpen(state, input)
  const to = steered(state.at, state.found.rows.length, input, page)
  if (to !== null) {
    const moved = { ...state, at: to }
    return asksForAll(input, moved.found) ? more(moved, Number.POSITIVE_INFINITY) : fed(moved)
  }
  const name = named(tableKeysOf(state), input)
  switch (name) {
    case null:
      return { state }
    case 'details':
      return { state, effects: reading(state, state.at) }
    case 'filter':
      return { state: { ...state, filtering: true } }
    case 'clear':
      return refiltered(state, noFilter)
    case 'reload':
      return searched(state, state.form)
    default:
      return { state, effects: [{ do: name }] }
  }
}

function inOpen(state: EventsState, input: Input): EventsStep {
  const name = named(openKeys, input)
  if (name === null) return { state }
  if (name === 'close') return { state: { ...state, open: null } }
  const to = state.at + (name === 'next' ? 1 : -1)
  if (state.found.rows[to] === undefined) return { state }
  const { state: next, effects = [] } = fed({ ...state, at: to })
  return { state: next, effects: [...reading(next, to), ...effects] }
}

function reading({ found }: EventsState, at: number): EventsEffect[] {
  const row = found.rows[at]
  return row === undefined ? [] : [{ do: 'read', seq: row.seq }]
}
