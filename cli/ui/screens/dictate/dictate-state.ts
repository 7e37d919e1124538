import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import type { Hiding } from '../../ui.ts'
import { type DictateForm, type DictateRequest, filled, formBindings, needing, requestOf } from './dictate-form.ts'

/**
 * - `form`: what is asked first. `starting`: it is being recorded that the password is shown.
 * - `reading`: the password is here, and shows while `shown`. `asking`: was it read out?
 * - `settling`: the answer is being recorded. `over`: nothing more to do here.
 */
export interface DictateState {
  readonly step: 'form' | 'starting' | 'reading' | 'asking' | 'settling' | 'over'
  readonly form: DictateForm
  readonly shown: boolean
  /** Whether it showed at all: otherwise nobody can have read it out. */
  readonly seen: boolean
  /** Which group is large. */
  readonly group: number
  readonly groups: number
  /** Counts up with each key that lets it show on: an old timer hides nothing. */
  readonly round: number
  readonly note: Note | null
}

export type DictateEvent =
  | Input
  /** Typed wrongly, found before anything was done. */
  | { readonly type: 'unfit'; readonly note: Note }
  /** The password is here, in so many groups. */
  | { readonly type: 'opened'; readonly groups: number }
  | { readonly type: 'late'; readonly round: number; readonly note: Note }
  | { readonly type: 'hide'; readonly why: Hiding }
  | { readonly type: 'failed'; readonly note: Note; readonly needs: Pick<DictateForm, 'basis' | 'mayQuote'> }
  | { readonly type: 'finished'; readonly note: Note }

export type DictateEffect =
  | { readonly do: 'start'; readonly request: DictateRequest }
  /** Hides it after a while, if this is still the round. */
  | { readonly do: 'hide-later'; readonly round: number }
  | { readonly do: 'settle'; readonly read: boolean }
  | { readonly do: 'back' }

const bindings = {
  form: formBindings,
  starting: [],
  reading: [
    { name: 'toggle', keys: ['space'] },
    { name: 'next', keys: ['right', 'down', 'l', 'j'] },
    { name: 'previous', keys: ['left', 'up', 'h', 'k'] },
    { name: 'done', keys: ['enter', 'escape'] },
  ],
  asking: [
    { name: 'read', keys: ['y', 'j'] },
    { name: 'notRead', keys: ['n'] },
    { name: 'again', keys: ['escape', 'space'] },
  ],
  settling: [],
  over: [{ name: 'back', keys: ['escape', 'enter'] }],
} as const satisfies Readonly<Record<DictateState['step'], readonly Binding[]>>

/** Of nothing that was shown can be said that it was read out; a reason is offered where there is something to choose. */
export function dictateBindings({ step, seen, form }: DictateState): readonly Binding[] {
  const hasChoice = form.basis !== null && form.mayQuote
  return bindings[step].filter(({ name }) => (name !== 'read' || seen) && (name !== 'override' || hasChoice))
}

export function firstDictate(form: DictateForm, failure: Note | null): Step<DictateState, DictateEffect> {
  const step = failure === null ? 'form' : 'over'
  return { state: { step, form, shown: false, seen: false, group: 0, groups: 0, round: 0, note: failure } }
}

export function updateDictate(state: DictateState, event: DictateEvent): Step<DictateState, DictateEffect> {
  const { step } = state
  switch (event.type) {
    case 'unfit':
      return step === 'starting' ? { state: { ...state, step: 'form', note: event.note } } : { state }
    case 'opened':
      if (step !== 'starting') return { state }
      return { state: { ...state, step: 'reading', groups: event.groups, group: 0, seen: false, note: null } }
    case 'late':
      if (!state.shown || event.round !== state.round) return { state }
      return { state: { ...state, shown: false, note: event.note } }
    case 'hide':
      return hidden(state, event.why)
    case 'failed':
      return {
        state: { ...state, step: 'form', form: needing(state.form, event.needs), shown: false, note: event.note },
      }
    case 'finished':
      return { state: { ...state, step: 'over', shown: false, note: event.note } }
    default:
      return pressed(state, event)
  }
}

/** Where nobody has pressed a key for long, nobody will say that it was read out. */
function hidden(state: DictateState, why: Hiding): Step<DictateState, DictateEffect> {
  const isOpen = state.step === 'reading' || state.step === 'asking'
  const next = { ...state, shown: false }
  if (isOpen && why === 'idle')
    return { state: { ...next, step: 'settling' }, effects: [{ do: 'settle', read: false }] }
  return { state: next }
}

function pressed(state: DictateState, input: Input): Step<DictateState, DictateEffect> {
  const name = named(dictateBindings(state), input)
  switch (state.step) {
    case 'form': {
      if (name === 'back') return { state, effects: [{ do: 'back' }] }
      if (name === 'start') {
        return {
          state: { ...state, step: 'starting', note: null },
          effects: [{ do: 'start', request: requestOf(state.form) }],
        }
      }
      const form = filled(state.form, input)
      return { state: form === null ? state : { ...state, form, note: null } }
    }
    case 'reading':
      return reading(state, name)
    case 'asking':
      if (name === 'again') return { state: { ...state, step: 'reading' } }
      if (name === null) return { state }
      return { state: { ...state, step: 'settling' }, effects: [{ do: 'settle', read: name === 'read' }] }
    case 'over':
      return { state, effects: name === 'back' ? [{ do: 'back' }] : [] }
    default:
      return { state }
  }
}

function reading(state: DictateState, name: string | null): Step<DictateState, DictateEffect> {
  switch (name) {
    case 'toggle':
      return state.shown
        ? { state: { ...state, shown: false } }
        : showing({ ...state, shown: true, seen: true, note: null })
    case 'next':
    case 'previous': {
      const group = Math.max(0, Math.min(state.groups - 1, state.group + (name === 'next' ? 1 : -1)))
      return state.shown ? showing({ ...state, group }) : { state: { ...state, group } }
    }
    case 'done':
      return { state: { ...state, step: 'asking', shown: false, note: null } }
    default:
      return { state }
  }
}

function showing(state: DictateState): Step<DictateState, DictateEffect> {
  const round = state.round + 1
  return { state: { ...state, round }, effects: [{ do: 'hide-later', round }] }
}
