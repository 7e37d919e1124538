import type { TransferView } from '../../../../src/view.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import { steered } from '../../scroll.ts'
import type { Facts } from '../transfer/facts.ts'
import type { Health } from './health.ts'
import { byUrgency, type NextStep } from './next-step.ts'

/** A transfer as a row. */
export interface Item {
  readonly view: TransferView
  readonly facts: Facts
  readonly step: NextStep | null
}

/** The transfers of the home screen: what waits for the person first, then what was lately. */
export interface HomeState {
  readonly waiting: readonly Item[]
  readonly recent: readonly Item[]
  /** The row that is chosen, by its transfer: it stays chosen wherever it goes. */
  readonly chosen: string | null
  readonly loaded: boolean
  /** Providers are asked just now. */
  readonly asking: boolean
  readonly notes: readonly Note[]
  readonly health: Health | null
}

export type HomeEvent =
  | Input
  | { readonly type: 'loaded'; readonly items: readonly Item[]; readonly notes: readonly Note[] }
  | { readonly type: 'asking' }
  /** A provider has answered. */
  | { readonly type: 'moved'; readonly item: Item }
  | { readonly type: 'asked'; readonly notes: readonly Note[] }
  | { readonly type: 'health'; readonly health: Health }
  | { readonly type: 'noted'; readonly note: Note }

export type HomeEffect =
  | { readonly do: 'load' | 'look' | 'stop' | 'quit' }
  /** `all`: the unknown ones too, of which each look is recorded. */
  | { readonly do: 'ask'; readonly all: boolean }
  | { readonly do: 'go'; readonly to: 'send' | 'log' | 'recipients' | 'policy' | 'doctor' | 'phone' }
  | { readonly do: 'open'; readonly item: Item; readonly act: boolean }

type Name = 'next' | 'open' | 'send' | 'log' | 'recipients' | 'policy' | 'doctor' | 'phone'
export type HomeBinding = Binding<Name | 'stop' | 'refresh' | 'move' | 'quit'>

/** Enter does the next step of the chosen row; where there is none it opens it. */
export function homeBindings(state: HomeState, sandbox: boolean): readonly HomeBinding[] {
  const chosen = chosenOf(state)
  const own: readonly HomeBinding[] =
    chosen === null
      ? []
      : chosen.step === null
        ? [{ name: 'open', keys: ['enter', 'o', 'right'] }]
        : [
            { name: 'next', keys: ['enter'] },
            { name: 'open', keys: ['o', 'right'] },
          ]
  return [
    ...own,
    { name: 'send', keys: ['n'] },
    ...(state.asking ? [{ name: 'stop' as const, keys: ['s'] }] : []),
    ...(sandbox ? [{ name: 'phone' as const, keys: ['t'] }] : []),
    { name: 'log', keys: ['l'] },
    { name: 'recipients', keys: ['r'] },
    { name: 'policy', keys: ['p'] },
    { name: 'doctor', keys: ['d'] },
    { name: 'refresh', keys: ['g', 'f5'], quiet: true },
    { name: 'move', keys: ['down', 'up', 'j', 'k', 'pagedown', 'pageup'], quiet: true },
    { name: 'quit', keys: ['q'] },
  ]
}

export function firstHome(chosen: string | null): Step<HomeState, HomeEffect> {
  return {
    state: { waiting: [], recent: [], chosen, loaded: false, asking: false, notes: [], health: null },
    effects: [{ do: 'load' }, { do: 'look' }, { do: 'ask', all: false }],
  }
}

export function rowsOf({ waiting, recent }: HomeState): readonly Item[] {
  return [...waiting, ...recent]
}

/** Which of all rows is chosen: the first one where the one that was chosen has gone. -1: there is none. */
export function placeOf(state: HomeState): number {
  const rows = rowsOf(state)
  return rows.length === 0
    ? -1
    : Math.max(
        0,
        rows.findIndex(({ view }) => view.id === state.chosen),
      )
}

export function chosenOf(state: HomeState): Item | null {
  return rowsOf(state)[placeOf(state)] ?? null
}

export function updateHome(state: HomeState, event: HomeEvent, sandbox: boolean): Step<HomeState, HomeEffect> {
  switch (event.type) {
    case 'loaded':
      return { state: { ...sorted(state, event.items), loaded: true, notes: [...state.notes, ...event.notes] } }
    case 'moved':
      return {
        state: sorted(
          state,
          rowsOf(state).map(one => (one.view.id === event.item.view.id ? event.item : one)),
        ),
      }
    case 'asking':
      return { state: { ...state, asking: true } }
    case 'asked':
      return { state: { ...state, asking: false, notes: [...state.notes, ...event.notes] } }
    case 'noted':
      return { state: { ...state, loaded: true, notes: [...state.notes, event.note] } }
    case 'health':
      return { state: { ...state, health: event.health } }
    default:
      return pressed(state, event, sandbox)
  }
}

/** What waits for the person, the most urgent first; then everything else, the newest first. */
function sorted(state: HomeState, items: readonly Item[]): HomeState {
  const waiting = items.flatMap(item => (item.step === null ? [] : [{ ...item, step: item.step, id: item.view.id }]))
  const recent = items.filter(({ step }) => step === null)
  return {
    ...state,
    waiting: waiting.sort(byUrgency),
    recent: recent.sort((a, b) => (a.view.id < b.view.id ? 1 : -1)),
  }
}

function pressed(state: HomeState, input: Input, sandbox: boolean): Step<HomeState, HomeEffect> {
  const name = named(homeBindings(state, sandbox), input)
  const chosen = chosenOf(state)
  switch (name) {
    case null:
    case 'move': {
      const rows = rowsOf(state)
      const to = steered(placeOf(state), rows.length, input)
      return { state: to === null ? state : { ...state, chosen: rows[to]?.view.id ?? null } }
    }
    case 'next':
    case 'open':
      return { state, effects: chosen === null ? [] : [{ do: 'open', item: chosen, act: name === 'next' }] }
    case 'refresh':
      return {
        state: { ...state, notes: [] },
        effects: [{ do: 'load' }, { do: 'look' }, ...(state.asking ? [] : [{ do: 'ask', all: true } as const])],
      }
    case 'stop':
    case 'quit':
      return { state, effects: [{ do: name }] }
    default:
      return { state, effects: [{ do: 'go', to: name }] }
  }
}
