import { folded, type TransferFilter } from '../../../../src/log.ts'
import type { WaybillView } from '../../../../src/waybill-view.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import { steered } from '../../scroll.ts'
import { edited, emptyField, type TextField, textOf } from '../../text-field.ts'
import { type FilterTexts, given, noFilter, parseFilter } from './filter.ts'
import { asksForAll, type Found, type FoundEvent, margin, portion, searching, taken } from './found.ts'
import { type Order, orders, sorted, type TransferRow } from './transfer-row.ts'

/** What is on the screen: the table (with a waybill beside or over it), or what was asked for from there. */
export type LogView = 'table' | 'filter' | 'events' | 'verify' | 'export'

/** What outlives the screen. */
export interface LogDraft {
  /** The filter in force. */
  readonly form: FilterTexts
  /** What stands in the form and is not in force. */
  readonly typed: FilterTexts | null
  readonly order: Order
  readonly reverse: boolean
  /** The id of the row that the person chose. */
  readonly chosen: string | null
  /** A verification covered the table: whoever comes back has not seen yet what it found. */
  readonly verifying: boolean
  /** How many rows were loaded. */
  readonly loaded: number
}

export interface LogState extends Omit<LogDraft, 'loaded' | 'verifying'> {
  readonly view: LogView
  /** How many rows the search is to find at first. */
  readonly least: number
  readonly found: Found<TransferRow>
  /** Rows in their order, those that the quick search leaves. */
  readonly shown: readonly TransferRow[]
  readonly at: number
  /** The quick search while it is typed; null: nobody types. */
  readonly quick: TextField | null
  /** The waybill that is open: of which transfer, and once it is read what it says. */
  readonly open: string | null
  readonly sheet: WaybillView | null
}

export type LogEvent =
  | { readonly type: 'input'; readonly input: Input; readonly page: number }
  | FoundEvent<TransferRow>
  | { readonly type: 'read'; readonly sheet: WaybillView }
  | { readonly type: 'filter'; readonly form: FilterTexts }
  | { readonly type: 'unfiltered'; readonly typed: FilterTexts }
  /** The form goes out of sight, perhaps for good: the home locks. */
  | { readonly type: 'typed'; readonly typed: FilterTexts }
  | { readonly type: 'table' }

export type LogEffect =
  | { readonly do: 'search'; readonly run: number; readonly filter: TransferFilter; readonly count: number }
  | { readonly do: 'more'; readonly count: number }
  | { readonly do: 'stop' }
  | { readonly do: 'read'; readonly id: string }
  | { readonly do: 'keep'; readonly draft: LogDraft }
  | { readonly do: 'open'; readonly id: string }
  | { readonly do: 'back' }

type LogStep = Step<LogState, LogEffect>

const tableKeys = [
  { name: 'open', keys: ['enter'] },
  { name: 'filter', keys: ['f'] },
  { name: 'search', keys: ['/'] },
  { name: 'sort', keys: ['s'] },
  { name: 'events', keys: ['e'] },
  { name: 'verify', keys: ['v'] },
  { name: 'export', keys: ['x'] },
  { name: 'act', keys: ['o'] },
  { name: 'reverse', keys: ['S'] },
  { name: 'reload', keys: ['r'], quiet: true },
] as const satisfies readonly Binding[]
const backKey = { name: 'back', keys: ['escape', 'q'] } as const satisfies Binding
const busyKeys = [
  { name: 'stop', keys: ['escape'] },
  { name: 'back', keys: ['q'] },
] as const satisfies readonly Binding[]
const clearKey = { name: 'clear', keys: ['c'] } as const satisfies Binding

const sheetKeys = [
  { name: 'close', keys: ['escape', 'enter', 'q'] },
  { name: 'next', keys: ['right', 'n', 'tab'] },
  { name: 'previous', keys: ['left', 'p', 'shift-tab'] },
  { name: 'act', keys: ['o'] },
  { name: 'export', keys: ['x'] },
] as const satisfies readonly Binding[]

const quickKeys = [
  { name: 'searchAll', keys: ['enter'] },
  { name: 'cancel', keys: ['escape'] },
] as const satisfies readonly Binding[]

type TableKey = (typeof tableKeys)[number]['name'] | 'clear' | 'stop' | 'back'
export type LogKey = TableKey | (typeof sheetKeys)[number]['name'] | (typeof quickKeys)[number]['name']

/** The keys that mean something now. */
export function keysOf(state: LogState): readonly Binding<LogKey>[] {
  if (state.open !== null) return sheetKeys
  if (state.quick !== null) return quickKeys
  return tableKeysOf(state)
}

function tableKeysOf({ found, form }: LogState): readonly Binding<TableKey>[] {
  const filtered = given(form).length > 0 ? [clearKey] : []
  return found.busy ? [...busyKeys, ...filtered, ...tableKeys] : [...filtered, ...tableKeys, backKey]
}

export function firstLog(draft: LogDraft | null): LogStep {
  const view = draft?.verifying ? 'verify' : 'table'
  const { form = noFilter, typed = null, order = 'date', reverse = false, chosen = null, loaded = 0 } = draft ?? {}
  const state: LogState = {
    ...{
      form,
      typed,
      order,
      reverse,
      chosen,
      view,
      least: loaded,
      shown: [],
      at: 0,
      quick: null,
      open: null,
      sheet: null,
    },
    found: searching(0),
  }
  return searched(state, form, loaded)
}

export function draftOf({ form, typed, order, reverse, chosen, found, least, view }: LogState): LogDraft {
  const loaded = found.busy ? Math.max(least, found.rows.length) : found.rows.length
  return { form, typed, order, reverse, chosen, verifying: view === 'verify', loaded }
}

export function updateLog(state: LogState, event: LogEvent): LogStep {
  switch (event.type) {
    case 'input':
      return onInput(state, event.input, event.page)
    case 'read':
      return { state: event.sheet.id === state.open ? { ...state, sheet: event.sheet } : state }
    case 'filter':
      return searched({ ...state, view: state.view === 'filter' ? 'table' : state.view, typed: null }, event.form)
    case 'unfiltered':
      return { state: { ...state, view: 'table', typed: event.typed } }
    case 'typed':
      return { state: { ...state, typed: event.typed } }
    case 'table':
      return { state: { ...state, view: 'table' } }
    default: {
      const found = taken(state.found, event)
      return found === null ? { state } : fed(placed({ ...state, found }))
    }
  }
}

/** A search of the whole ledger from its newest transfer on. */
function searched(state: LogState, form: FilterTexts, least = portion): LogStep {
  const parsed = parseFilter(form)
  if ('bad' in parsed) return { state }
  const run = state.found.run + 1
  const count = isLazy(state) ? Math.max(portion, least) : Number.POSITIVE_INFINITY
  const next = placed({ ...state, form, least, quick: null, found: searching(run) })
  return { state: next, effects: [{ do: 'search', run, filter: parsed.filter, count }] }
}

/** Newest first is the order in which they are found; every other one needs all of them. */
function isLazy({ order, reverse }: Pick<LogState, 'order' | 'reverse'>): boolean {
  return order === 'date' && !reverse
}

/** What is shown of what was found, and which row of it is chosen: the same one as before, as long as it is there. */
function placed(state: LogState): LogState {
  const { found, order, reverse, quick, chosen } = state
  const part = quick === null ? '' : folded(textOf(quick).trim())
  const fitting = part === '' ? found.rows : found.rows.filter(({ text }) => text.includes(part))
  const shown = found.busy ? fitting : sorted(fitting, order, reverse)
  const place = chosen === null ? -1 : shown.findIndex(({ id }) => id === chosen)
  const at = place >= 0 ? place : Math.max(0, Math.min(state.at, shown.length - 1))
  return { ...state, shown, at }
}

/** Asks for more where the end of what is loaded comes near. */
function fed(state: LogState): LogStep {
  const { found, quick, at, shown } = state
  if (found.busy || found.done || quick !== null || at < shown.length - margin) return { state }
  if (!isLazy(state)) return { state }
  return more(state, portion)
}

function more(state: LogState, count: number): LogStep {
  return { state: { ...state, found: { ...state.found, busy: true } }, effects: [{ do: 'more', count }] }
}

function onInput(state: LogState, input: Input, page: number): LogStep {
  if (state.view !== 'table') return { state }
  if (state.open !== null) return inSheet(state, input)
  if (state.quick !== null) return inQuick(state, state.quick, input, page)
  const to = steered(state.at, state.shown.length, input, page)
  if (to !== null) {
    const moved = chosenAt(state, to)
    return asksForAll(input, moved.found) ? more(moved, Number.POSITIVE_INFINITY) : fed(moved)
  }
  const name = named(tableKeysOf(state), input)
  return name === null ? { state } : inTable(state, name)
}

function chosenAt(state: LogState, at: number): LogState {
  return { ...state, at, chosen: state.shown[at]?.id ?? null }
}

function inTable(state: LogState, name: TableKey): LogStep {
  const row = state.shown[state.at]
  switch (name) {
    case 'open':
      return row === undefined ? { state } : opened(state, row.id)
    case 'act':
      return row === undefined ? { state } : left(state, { do: 'open', id: row.id })
    case 'search':
      return { state: { ...state, quick: emptyField } }
    case 'sort':
      return inOrder({
        ...state,
        order: orders[(orders.indexOf(state.order) + 1) % orders.length] ?? 'date',
        reverse: false,
      })
    case 'reverse':
      return inOrder({ ...state, reverse: !state.reverse })
    case 'clear':
      return searched(state, noFilter)
    case 'reload':
      return searched(state, state.form)
    case 'stop':
      return { state, effects: [{ do: 'stop' }] }
    case 'back':
      return left(state, { do: 'back' })
    case 'export':
      return row === undefined ? { state } : { state: { ...state, view: name, chosen: row.id } }
    default:
      return { state: { ...state, view: name } }
  }
}

/** Sorting needs all rows; a search that is under way goes on to the end. */
function inOrder(state: LogState): LogStep {
  const { busy, done } = state.found
  if (isLazy(state) || done) return { state: placed(state) }
  return busy ? searched(state, state.form) : more(placed(state), Number.POSITIVE_INFINITY)
}

/** Away from the screen, which is as it was when somebody comes back. */
function left(state: LogState, effect: LogEffect): LogStep {
  return { state, effects: [{ do: 'keep', draft: draftOf(state) }, effect] }
}

function opened(state: LogState, id: string): LogStep {
  return { state: { ...state, open: id, chosen: id, sheet: null }, effects: [{ do: 'read', id }] }
}

function inSheet(state: LogState, input: Input): LogStep {
  const { at, shown, open } = state
  const name = named(sheetKeys, input)
  switch (name) {
    case null:
      return { state }
    case 'close':
      return { state: { ...state, open: null, sheet: null } }
    case 'act':
      return open === null ? { state } : left(state, { do: 'open', id: open })
    case 'export':
      return { state: { ...state, view: 'export' } }
    default: {
      const to = at + (name === 'next' ? 1 : -1)
      const row = shown[to]
      if (row === undefined) return { state }
      const next = opened(chosenAt(state, to), row.id)
      const { state: after, effects = [] } = fed(next.state)
      return { state: after, effects: [...(next.effects ?? []), ...effects] }
    }
  }
}

/** Letters belong to the field; the arrows up and down still choose a row. */
function inQuick(state: LogState, quick: TextField, input: Input, page: number): LogStep {
  const name = named(quickKeys, input)
  if (name === 'cancel') return fed(placed({ ...state, quick: null }))
  if (name === 'searchAll') return searched(state, { ...state.form, text: textOf(quick).trim() })
  const isMove = input.type === 'press' && ['up', 'down', 'pageup', 'pagedown'].includes(input.key)
  const to = isMove ? steered(state.at, state.shown.length, input, page) : null
  if (to !== null) return { state: chosenAt(state, to) }
  const next = edited(quick, input)
  return { state: next === null ? state : placed({ ...state, quick: next }) }
}
