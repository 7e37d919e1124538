import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'

/**
 * - `resting`: nothing protects this home, the screen was only cleared; any key opens it again.
 * - `passphrase`, `code`: typed. `out`: too many wrong ones, the recovery code alone opens.
 * - `new`: another page asks for the new passphrase. `opening`, `checking` (the code), `recovering`: under way.
 */
export type LockStep = 'resting' | 'passphrase' | 'opening' | 'out' | 'code' | 'checking' | 'new' | 'recovering'

/** The bytes that are typed lie elsewhere; here is only how many symbols there are. */
export interface LockState {
  readonly step: LockStep
  readonly symbols: number
  readonly note: Note | null
}

export type LockEvent =
  | Input
  | { readonly type: 'typed'; readonly symbols: number }
  | { readonly type: 'refused'; readonly note: Note }
  /** The code is the right one. */
  | { readonly type: 'right' }
  /** Opening, checking or recovering did not work; what is to be done next. */
  | { readonly type: 'failed'; readonly note: Note | null; readonly next: 'resting' | 'passphrase' | 'out' | 'code' }
  /** From the page of the new passphrase: it is there, or the person went back. */
  | { readonly type: 'renewed' | 'stepped-back' }

export type LockEffect =
  | { readonly do: 'type'; readonly input: Input }
  | { readonly do: 'open' | 'check' | 'recover' | 'wipe' | 'quit' }

const quit = { name: 'quit', keys: ['escape'] } as const
const keysOf = {
  resting: [{ name: 'open', keys: ['enter'] }, quit],
  passphrase: [{ name: 'unlock', keys: ['enter'] }, quit],
  opening: [],
  out: [{ name: 'recover', keys: ['enter'] }, quit],
  code: [
    { name: 'next', keys: ['enter'] },
    { name: 'back', keys: ['escape'] },
  ],
  checking: [],
  new: [],
  recovering: [],
} as const satisfies Readonly<Record<LockStep, readonly Binding[]>>

export function lockBindings({ step }: LockState): readonly Binding[] {
  return keysOf[step]
}

export interface LockFacts {
  readonly needsPassphrase: boolean
  readonly triesLeft: number
  /** The program has just begun: a home that nothing protects opens by itself. */
  readonly atStart: boolean
}

export function firstLock({ needsPassphrase, triesLeft, atStart }: LockFacts): Step<LockState, LockEffect> {
  const at = (step: LockStep): LockState => ({ step, symbols: 0, note: null })
  if (needsPassphrase) return { state: at(triesLeft === 0 ? 'out' : 'passphrase') }
  return atStart ? { state: at('opening'), effects: [{ do: 'open' }] } : { state: at('resting') }
}

export function updateLock(state: LockState, event: LockEvent): Step<LockState, LockEffect> {
  const { step } = state
  switch (event.type) {
    case 'typed':
      return isTyping(step) ? { state: { ...state, symbols: event.symbols } } : { state }
    case 'refused':
      return isTyping(step) ? { state: { ...state, symbols: 0, note: event.note } } : { state }
    case 'failed':
      if (step !== 'opening' && step !== 'checking' && step !== 'recovering') return { state }
      return { state: { step: event.next, symbols: 0, note: event.note } }
    case 'right':
      return step === 'checking' ? { state: { step: 'new', symbols: 0, note: null } } : { state }
    case 'renewed':
      if (step !== 'new') return { state }
      return { state: { step: 'recovering', symbols: 0, note: null }, effects: [{ do: 'recover' }] }
    case 'stepped-back':
      return step === 'new' ? { state: { step: 'code', symbols: 0, note: null }, effects: [{ do: 'wipe' }] } : { state }
    default:
      return pressed(state, event)
  }
}

function isTyping(step: LockStep): boolean {
  return step === 'passphrase' || step === 'code'
}

function pressed(state: LockState, input: Input): Step<LockState, LockEffect> {
  const { step, symbols } = state
  const name = named(lockBindings(state), input)
  const opens = step === 'resting' && name !== 'quit'
  if (opens) return { state: { step: 'opening', symbols: 0, note: null }, effects: [{ do: 'open' }] }
  if (name === null) return isTyping(step) ? { state, effects: [{ do: 'type', input }] } : { state }
  switch (name) {
    case 'unlock':
      if (symbols === 0) return { state }
      return { state: { step: 'opening', symbols: 0, note: null }, effects: [{ do: 'open' }] }
    case 'recover':
      return { state: { step: 'code', symbols: 0, note: null } }
    case 'next':
      if (symbols === 0) return { state }
      return { state: { step: 'checking', symbols: 0, note: null }, effects: [{ do: 'check' }] }
    case 'back':
      return { state: { step: 'out', symbols: 0, note: null }, effects: [{ do: 'wipe' }] }
    default:
      // Escape takes away what was typed, before it leaves.
      if (symbols > 0) return { state: { ...state, symbols: 0 }, effects: [{ do: 'wipe' }] }
      return { state, effects: [{ do: 'quit' }] }
  }
}
