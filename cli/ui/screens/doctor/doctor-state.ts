import type { Finding } from '../../../../lib/finding.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import { turned } from '../../scroll.ts'

export interface DoctorState {
  /** Null until somebody has looked. */
  readonly findings: readonly Finding[] | null
  /** What is under way. */
  readonly busy: 'looking' | 'asking' | null
  readonly note: Note | null
  /** The first line that is seen. */
  readonly top: number
}

export type DoctorEvent =
  | { readonly type: 'found'; readonly findings: readonly Finding[] }
  | { readonly type: 'failed'; readonly note: Note }
  | { readonly type: 'stopped' }
  /** Somebody pressed a key, where `page` of `count` lines are seen. */
  | { readonly type: 'input'; readonly input: Input; readonly count: number; readonly page: number }

export type DoctorEffect = { readonly do: 'look' | 'ask' | 'stop' | 'back' }

const back = { name: 'back', keys: ['escape', 'q', 'left'] } as const
const scroll = { name: 'scroll', keys: ['down', 'up', 'pagedown', 'pageup', 'space'], quiet: true } as const
const bindings = [
  { name: 'ask', keys: ['a'] },
  { name: 'reload', keys: ['r'] },
  scroll,
  back,
] as const satisfies readonly Binding[]
const whileAsking = [{ name: 'stop', keys: ['escape', 's'] }, scroll] as const satisfies readonly Binding[]

/** The keys that mean something now. Without a courier there is nobody to ask. */
export function doctorBindings(
  { busy }: DoctorState,
  asks: boolean,
): readonly Binding<(typeof bindings | typeof whileAsking)[number]['name']>[] {
  if (busy === 'asking') return whileAsking
  return asks ? bindings : bindings.filter(({ name }) => name !== 'ask')
}

export const firstDoctor: Step<DoctorState, DoctorEffect> = {
  state: { findings: null, busy: 'looking', note: null, top: 0 },
  effects: [{ do: 'look' }],
}

/** `asks`: there is a courier that can be asked. */
export function updateDoctor(asks: boolean) {
  return (state: DoctorState, event: DoctorEvent): Step<DoctorState, DoctorEffect> => {
    switch (event.type) {
      case 'found':
        return { state: { ...state, findings: event.findings, busy: null } }
      case 'failed':
        return { state: { ...state, busy: null, note: event.note } }
      case 'stopped':
        return { state: { ...state, busy: null } }
      case 'input':
        return pressed(state, event, asks)
    }
  }
}

function pressed(
  state: DoctorState,
  { input, count, page }: Extract<DoctorEvent, { type: 'input' }>,
  asks: boolean,
): Step<DoctorState, DoctorEffect> {
  const top = turned(state.top, count, input, page)
  if (top !== null) return { state: { ...state, top } }
  const name = named(doctorBindings(state, asks), input)
  switch (name) {
    case 'stop':
    case 'back':
      return { state, effects: [{ do: name }] }
    case 'ask':
    case 'reload': {
      if (state.busy !== null) return { state }
      const [busy, effect] = name === 'ask' ? (['asking', 'ask'] as const) : (['looking', 'look'] as const)
      return { state: { ...state, busy, note: null }, effects: [{ do: effect }] }
    }
    default:
      return { state }
  }
}
