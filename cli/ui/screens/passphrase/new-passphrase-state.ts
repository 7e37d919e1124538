import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'

/** A new passphrase: typed, judged, typed again. The bytes lie elsewhere; here is only how many there are. */
export interface NewPassphraseState {
  readonly step: 'first' | 'judging' | 'again' | 'declining' | 'done'
  readonly symbols: number
  readonly note: Note | null
  readonly mayDecline: boolean
}

export type NewPassphraseEvent =
  | Input
  | { readonly type: 'typed'; readonly symbols: number }
  | { readonly type: 'refused'; readonly note: Note | null }
  | { readonly type: 'missing'; readonly note: Note }
  | { readonly type: 'accepted' }
  | { readonly type: 'different'; readonly note: Note }
  | { readonly type: 'same' }

export type NewPassphraseEffect =
  | { readonly do: 'type'; readonly input: Input }
  /** Takes what was typed and has it judged. */
  | { readonly do: 'judge' }
  /** Takes what was typed and compares it with the first. */
  | { readonly do: 'compare' }
  /** Says what is missing. */
  | { readonly do: 'ask' }
  | { readonly do: 'decline' | 'wipe' | 'back' }

const enter = { name: 'next', keys: ['enter'] } as const
const back = { name: 'back', keys: ['escape'] } as const
const decline = { name: 'decline', keys: ['ctrl-n'] } as const
const sure = { name: 'sure', keys: ['y', 'j'] } as const

export function newPassphraseBindings({ step, mayDecline }: NewPassphraseState) {
  if (step === 'declining') return [sure, { name: 'keep', keys: ['n', 'escape'] }] as const satisfies readonly Binding[]
  if (step === 'first' && mayDecline) return [enter, decline, back] as const satisfies readonly Binding[]
  return [enter, back] as const satisfies readonly Binding[]
}

export function firstNewPassphrase(mayDecline: boolean): Step<NewPassphraseState, NewPassphraseEffect> {
  return { state: { step: 'first', symbols: 0, note: null, mayDecline } }
}

export function updateNewPassphrase(
  state: NewPassphraseState,
  event: NewPassphraseEvent,
): Step<NewPassphraseState, NewPassphraseEffect> {
  switch (event.type) {
    case 'typed':
      return isTyping(state) ? { state: { ...state, symbols: event.symbols } } : { state }
    case 'refused':
    case 'different':
      if (state.step !== 'judging' && !isTyping(state)) return { state }
      return { state: { ...state, step: 'first', symbols: 0, note: event.note }, effects: [{ do: 'wipe' }] }
    case 'missing':
      return { state: isTyping(state) ? { ...state, note: event.note } : state }
    case 'accepted':
      return state.step === 'judging' ? { state: { ...state, step: 'again', symbols: 0, note: null } } : { state }
    case 'same':
      return state.step === 'again' ? { state: { ...state, step: 'done', symbols: 0, note: null } } : { state }
    default:
      return pressed(state, event)
  }
}

function isTyping({ step }: NewPassphraseState): boolean {
  return step === 'first' || step === 'again'
}

function pressed(state: NewPassphraseState, input: Input): Step<NewPassphraseState, NewPassphraseEffect> {
  if (state.step === 'judging' || state.step === 'done') return { state }
  switch (named<string>(newPassphraseBindings(state), input)) {
    case 'next':
      if (state.symbols === 0) return { state: { ...state, note: null }, effects: [{ do: 'ask' }] }
      if (state.step === 'again') return { state, effects: [{ do: 'compare' }] }
      return { state: { ...state, step: 'judging', note: null }, effects: [{ do: 'judge' }] }
    case 'decline':
      return { state: { ...state, step: 'declining', symbols: 0, note: null }, effects: [{ do: 'wipe' }] }
    case 'sure':
      return { state: { ...state, step: 'done' }, effects: [{ do: 'decline' }] }
    case 'keep':
      return { state: { ...state, step: 'first' } }
    case 'back':
      if (state.step === 'first') return { state, effects: [{ do: 'wipe' }, { do: 'back' }] }
      return { state: { ...state, step: 'first', symbols: 0 }, effects: [{ do: 'wipe' }] }
    default:
      return state.step === 'declining' ? { state } : { state, effects: [{ do: 'type', input }] }
  }
}
