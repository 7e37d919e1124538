import type { Verification } from '../../../../src/verification.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'

export interface VerifyState {
  readonly running: boolean
  /** It was told to stop, and comes to it. */
  readonly stopping: boolean
  readonly done: number
  readonly total: number
  readonly result: Verification | null
  readonly note: Note | null
}

export type VerifyEvent =
  | Input
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'verified'; readonly result: Verification }
  | { readonly type: 'failed'; readonly note: Note }

export interface VerifyEffect {
  readonly do: 'verify' | 'stop' | 'back'
}

const runningKeys = [{ name: 'stop', keys: ['escape'] }] as const satisfies readonly Binding[]
const restingKeys = [
  { name: 'again', keys: ['v'] },
  { name: 'back', keys: ['escape', 'enter', 'q'] },
] as const satisfies readonly Binding[]

export type VerifyKey = (typeof runningKeys | typeof restingKeys)[number]['name']

export function verifyKeysOf({ running }: VerifyState): readonly Binding<VerifyKey>[] {
  return running ? runningKeys : restingKeys
}

const begun: VerifyState = { running: true, stopping: false, done: 0, total: 0, result: null, note: null }

export const firstVerify: Step<VerifyState, VerifyEffect> = { state: begun, effects: [{ do: 'verify' }] }

/** What was found while nobody was here to see it. */
export function foundBefore(result: Verification): Step<VerifyState, VerifyEffect> {
  return { state: { ...begun, running: false, result } }
}

export function updateVerify(state: VerifyState, event: VerifyEvent): Step<VerifyState, VerifyEffect> {
  switch (event.type) {
    case 'progress':
      return { state: state.running ? { ...state, done: event.done, total: event.total } : state }
    case 'verified':
      return { state: { ...state, running: false, result: event.result, note: null } }
    case 'failed':
      return { state: { ...state, running: false, note: event.note } }
    default: {
      const name = named(verifyKeysOf(state), event)
      if (name === null) return { state }
      if (name === 'again') return firstVerify
      return { state: name === 'stop' ? { ...state, stopping: true } : state, effects: [{ do: name }] }
    }
  }
}
