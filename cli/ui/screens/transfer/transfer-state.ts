import type { WaybillView } from '../../../../src/waybill-view.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import { type Action, legalActions } from './actions.ts'
import type { Facts } from './facts.ts'
import { answerOf, asksFirst, type Form, type FormAction, filled, formFor, type Task, taken } from './form.ts'

/** One transfer as it is now. */
export interface Loaded {
  readonly view: WaybillView
  readonly facts: Facts
  /** What it wants next. */
  readonly next: Action | null
}

/** What was typed in each form, for the next time that it is opened. */
export type Kept = Readonly<Partial<Record<FormAction, Form>>>

export interface TransferState {
  readonly loaded: Loaded | null
  readonly form: Form | null
  readonly kept: Kept
  /** What is being done. */
  readonly working: Action | null
  readonly notes: readonly Note[]
  /** What the person came to do: begun as soon as it is known whether it is legal. */
  readonly act: Action | null
}

export type TransferEvent =
  | Input
  /** `news`: somebody else has gone on with it. */
  | { readonly type: 'loaded'; readonly loaded: Loaded; readonly news?: boolean }
  | { readonly type: 'noted'; readonly note: Note }
  /** `well`: what was typed for it is not needed any more. `dictate`: a person is to read it out now. */
  | { readonly type: 'worked'; readonly well: boolean; readonly dictate: boolean }

export type TransferEffect =
  | { readonly do: 'load' | 'stop' | 'dictate' | 'back' }
  | { readonly do: 'run'; readonly task: Task }
  /** What means nothing else may turn the sheet. */
  | { readonly do: 'scroll'; readonly input: Input }

/** Said in texts too. */
export const keyOf: Readonly<Record<Action, string>> = {
  release: 'r',
  override: 'o',
  'other-channel': 'a',
  dictate: 'd',
  resume: 'u',
  status: 's',
  'handed-over': 'h',
  confirm: 'c',
  deleted: 'e',
  cancel: 'x',
}

export type TransferBinding = Binding<Action | 'back' | 'refresh' | 'scroll' | 'stop' | 'enter' | 'choose' | 'close'>

const back: TransferBinding = { name: 'back', keys: ['escape', 'q'] }
const refresh: TransferBinding = { name: 'refresh', keys: ['f5', 'g'], quiet: true }
/** What `useScroll` turns, for the help. */
const scroll: TransferBinding = { name: 'scroll', keys: ['down', 'up', 'pagedown', 'pageup'], quiet: true }

/** The keys that mean something now. The next step has Enter too, and stands first. */
export function transferBindings({ loaded, form, working }: TransferState): readonly TransferBinding[] {
  if (working !== null) return [{ name: 'stop', keys: ['escape'] }]
  if (form !== null)
    return [
      { name: 'enter', keys: ['enter'] },
      ...(form.options.length > 0 ? [{ name: 'choose' as const, keys: ['down', 'up', 'tab', 'shift-tab'] }] : []),
      { name: 'close', keys: ['escape'] },
    ]
  if (loaded === null) return [back, refresh]
  const { next } = loaded
  const others = legalActions(loaded.facts).filter(action => action !== next)
  return [
    ...(next === null ? [] : [{ name: next, keys: ['enter', keyOf[next]] }]),
    ...others.map(action => ({ name: action, keys: [keyOf[action]] })),
    back,
    refresh,
    scroll,
  ]
}

export function firstTransfer(act: Action | null, kept: Kept): Step<TransferState, TransferEffect> {
  const state = { loaded: null, form: null, kept, working: null, notes: [], act }
  return { state, effects: [{ do: 'load' }] }
}

export function updateTransfer(state: TransferState, event: TransferEvent): Step<TransferState, TransferEffect> {
  switch (event.type) {
    case 'loaded':
      return loaded({ ...state, loaded: event.loaded, notes: event.news ? state.notes.filter(lasts) : state.notes })
    case 'noted':
      return { state: { ...state, notes: [...state.notes, event.note] } }
    case 'worked':
      return worked(state, event)
    default:
      return pressed(state, event)
  }
}

/** That somebody else was at it is over once they have gone on. */
function lasts(note: Note): boolean {
  return note.kind !== 'error' || note.code !== 'WB-BUSY'
}

/** What is legal may have changed: a form for what is not legal any more closes. */
function loaded(state: TransferState): Step<TransferState, TransferEffect> {
  const { act, form } = state
  if (act !== null && isLegal(state, act)) return begun({ ...state, act: null }, act)
  const isOver = form !== null && !isLegal(state, form.action)
  return { state: { ...state, act: null, form: isOver ? null : form } }
}

function isLegal({ loaded }: TransferState, action: Action): boolean {
  return loaded !== null && legalActions(loaded.facts).includes(action)
}

function begun(state: TransferState, action: Action): Step<TransferState, TransferEffect> {
  const { loaded, kept } = state
  if (loaded === null) return { state }
  if (action === 'dictate') return { state: { ...state, notes: [] }, effects: [{ do: 'dictate' }] }
  if (!asksFirst(action)) {
    return { state: { ...state, notes: [], working: action }, effects: [{ do: 'run', task: { do: action } }] }
  }
  const form = formFor(action, loaded.facts, loaded.view.failure?.channel)
  return { state: { ...state, notes: [], form: action === 'cancel' ? form : taken(form, kept[action]) } }
}

function pressed(state: TransferState, input: Input): Step<TransferState, TransferEffect> {
  const { form, working, kept } = state
  if (form !== null && working === null) {
    const next = filled(form, input)
    if (next !== null) return { state: { ...state, form: next, kept: { ...kept, [form.action]: next } } }
  }
  const name = named(transferBindings(state), input)
  switch (name) {
    case null:
    case 'scroll':
    case 'choose':
      // Who turns the sheet has read the notes.
      return form === null ? { state: { ...state, notes: [] }, effects: [{ do: 'scroll', input }] } : { state }
    case 'stop':
      return { state, effects: [{ do: 'stop' }] }
    case 'close':
      return { state: { ...state, form: null } }
    case 'enter':
      return form === null ? { state } : submitted(state, form)
    case 'back':
      return { state, effects: [{ do: 'back' }] }
    case 'refresh':
      return { state: { ...state, notes: [] }, effects: [{ do: 'load' }] }
    default:
      return begun(state, name)
  }
}

function submitted(state: TransferState, form: Form): Step<TransferState, TransferEffect> {
  const answer = answerOf(form)
  if (typeof answer === 'string')
    return { state: { ...state, form: { ...form, problem: answer, typing: form.text !== null } } }
  if (answer.do === 'nothing') return { state: { ...state, form: null } }
  return { state: { ...state, working: form.action, notes: [] }, effects: [{ do: 'run', task: answer }] }
}

/** Where it went wrong the form stays open with what was typed, as long as it is legal. */
function worked(
  state: TransferState,
  { well, dictate }: { readonly well: boolean; readonly dictate: boolean },
): Step<TransferState, TransferEffect> {
  const { form, kept, working } = state
  const after = { ...state, working: null, form: well ? null : form }
  const forgotten = well && working !== null ? { ...kept, [working]: undefined } : kept
  return {
    state: { ...after, kept: forgotten },
    effects: [{ do: 'load' }, ...(dictate ? [{ do: 'dictate' } as const] : [])],
  }
}
