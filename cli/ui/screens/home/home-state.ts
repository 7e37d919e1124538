import type { TransferView } from '../../../../src/view.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import { moved } from '../../scroll.ts'

/** The transfers of the home screen: what waits for the person first, then what was lately. */
export interface HomeState {
  readonly waiting: readonly TransferView[]
  readonly recent: readonly TransferView[]
  /** Which of all rows is chosen. */
  readonly at: number
}

export type HomeEvent =
  | Input
  | { readonly type: 'loaded'; readonly waiting: readonly TransferView[]; readonly recent: readonly TransferView[] }

export type HomeEffect =
  | { readonly do: 'load' }
  | { readonly do: 'go'; readonly to: 'send' | 'log' | 'recipients' | 'policy' | 'doctor' }
  | { readonly do: 'open'; readonly transfer: TransferView }
  | { readonly do: 'lock' | 'quit' }

export const homeBindings = [
  { name: 'open', keys: ['enter'] },
  { name: 'send', keys: ['n'] },
  { name: 'log', keys: ['l'] },
  { name: 'recipients', keys: ['r'] },
  { name: 'policy', keys: ['p'] },
  { name: 'doctor', keys: ['d'] },
  { name: 'lock', keys: ['ctrl-l'], quiet: true },
  { name: 'quit', keys: ['q'] },
] as const satisfies readonly Binding[]

export const firstHome: Step<HomeState, HomeEffect> = {
  state: { waiting: [], recent: [], at: 0 },
  effects: [{ do: 'load' }],
}

export function rowsOf({ waiting, recent }: HomeState): readonly TransferView[] {
  return [...waiting, ...recent]
}

export function updateHome(state: HomeState, event: HomeEvent): Step<HomeState, HomeEffect> {
  if (event.type === 'loaded') {
    const { waiting, recent } = event
    return { state: { waiting, recent, at: Math.max(0, Math.min(state.at, waiting.length + recent.length - 1)) } }
  }
  const rows = rowsOf(state)
  const at = moved(state.at, rows.length, event)
  if (at !== null) return { state: { ...state, at: Math.max(0, at) } }
  const name = named(homeBindings, event)
  const chosen = rows[state.at]
  switch (name) {
    case null:
      return { state }
    case 'open':
      return { state, effects: chosen === undefined ? [] : [{ do: 'open', transfer: chosen }] }
    case 'lock':
    case 'quit':
      return { state, effects: [{ do: name }] }
    default:
      return { state, effects: [{ do: 'go', to: name }] }
  }
}
