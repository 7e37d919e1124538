import type { Operator } from '../../../../src/world.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import { edited, emptyField, type TextField, textOf } from '../../text-field.ts'

/** The first run: who works here (`person`), a passphrase (another page), and then the recovery code (another page). */
export interface SetupState {
  readonly step: 'person' | 'passphrase' | 'making' | 'code'
  readonly name: TextField
  readonly email: TextField
  readonly focus: 'name' | 'email'
  readonly operator: Operator | null
  readonly note: Note | null
  /** Escape once: what is typed would be lost. */
  readonly leaving: boolean
}

export type SetupEvent =
  | Input
  | { readonly type: 'checked'; readonly operator: Operator }
  /** `field`: what to mend. */
  | { readonly type: 'failed'; readonly note: Note; readonly field?: SetupState['focus'] }
  /** The passphrase is there, or was declined. */
  | { readonly type: 'passphrase' }
  | { readonly type: 'stepped-back' }
  /** The home is made, and there is a recovery code to be shown. */
  | { readonly type: 'made' }

export type SetupEffect =
  | { readonly do: 'check'; readonly name: string; readonly email: string }
  | { readonly do: 'make'; readonly operator: Operator }
  | { readonly do: 'sandbox' | 'quit' }

export const setupBindings = [
  { name: 'next', keys: ['enter'] },
  { name: 'sandbox', keys: ['ctrl-t'] },
  { name: 'quit', keys: ['escape'] },
  { name: 'down', keys: ['down', 'tab'], quiet: true },
  { name: 'up', keys: ['up', 'shift-tab'], quiet: true },
] as const satisfies readonly Binding[]

export const firstSetup: Step<SetupState, SetupEffect> = {
  state: {
    step: 'person',
    name: emptyField,
    email: emptyField,
    focus: 'name',
    operator: null,
    note: null,
    leaving: false,
  },
}

export function updateSetup(state: SetupState, event: SetupEvent): Step<SetupState, SetupEffect> {
  switch (event.type) {
    case 'checked':
      if (state.step !== 'person') return { state }
      return { state: { ...state, step: 'passphrase', operator: event.operator, note: null } }
    case 'failed':
      if (state.step === 'code') return { state }
      return { state: { ...state, step: 'person', note: event.note, focus: event.field ?? state.focus } }
    case 'passphrase':
      if (state.step !== 'passphrase' || state.operator === null) return { state }
      return { state: { ...state, step: 'making' }, effects: [{ do: 'make', operator: state.operator }] }
    case 'stepped-back':
      return state.step === 'passphrase' ? { state: { ...state, step: 'person' } } : { state }
    case 'made':
      return state.step === 'making' ? { state: { ...state, step: 'code' } } : { state }
    default:
      if (state.step !== 'person') return { state }
      return pressed({ ...state, leaving: false }, event, state.leaving)
  }
}

function pressed(state: SetupState, input: Input, wasLeaving: boolean): Step<SetupState, SetupEffect> {
  switch (named(setupBindings, input)) {
    case 'next':
      if (state.focus === 'name') return { state: { ...state, focus: 'email', note: null } }
      return { state, effects: [{ do: 'check', name: textOf(state.name), email: textOf(state.email).trim() }] }
    case 'down':
      return { state: { ...state, focus: 'email' } }
    case 'up':
      return { state: { ...state, focus: 'name' } }
    case 'sandbox':
      return { state, effects: [{ do: 'sandbox' }] }
    case 'quit': {
      const isTyped = textOf(state.name) !== '' || textOf(state.email) !== ''
      if (isTyped && !wasLeaving) return { state: { ...state, leaving: true, note: null } }
      return { state, effects: [{ do: 'quit' }] }
    }
    default: {
      const field = edited(state[state.focus], input)
      return { state: field === null ? state : { ...state, [state.focus]: field, note: null } }
    }
  }
}
