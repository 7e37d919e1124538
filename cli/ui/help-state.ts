import { type Binding, type Input, named } from './keys.ts'
import type { Step } from './machine.ts'
import { turned } from './scroll.ts'

/** The help: the keys of the screen below it, or what the words mean. */
export interface HelpState {
  readonly page: 'keys' | 'words'
  /** The first line that is seen. */
  readonly top: number
}

/** Somebody pressed a key, where `page` of `count` lines are seen. */
export interface HelpEvent {
  readonly input: Input
  readonly count: number
  readonly page: number
}

export interface HelpEffect {
  readonly do: 'close'
}

const scroll = { name: 'scroll', keys: ['down', 'up', 'pagedown', 'pageup', 'space'] } as const
const close = { name: 'close', keys: ['escape', 'enter', 'q', '?', 'f1'] } as const

export const helpBindings = {
  keys: [{ name: 'words', keys: ['w'] }, close, scroll],
  words: [{ name: 'keys', keys: ['w', 'left'] }, close, scroll],
} as const satisfies Readonly<Record<HelpState['page'], readonly Binding[]>>

export const firstHelp: Step<HelpState, HelpEffect> = { state: { page: 'keys', top: 0 } }

export function updateHelp(state: HelpState, { input, count, page }: HelpEvent): Step<HelpState, HelpEffect> {
  const bindings: readonly Binding<'words' | 'keys' | 'close' | 'scroll'>[] = helpBindings[state.page]
  const name = named(bindings, input)
  if (name === 'words' || name === 'keys') return { state: { page: name, top: 0 } }
  if (name === 'close') return { state, effects: [{ do: 'close' }] }
  const top = turned(state.top, count, input, page)
  return { state: top === null ? state : { ...state, top } }
}
