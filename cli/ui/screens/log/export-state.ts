import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import { edited, fieldWith, type TextField, textOf } from '../../text-field.ts'

/** Of what evidence is wanted: the transfer that was chosen, or all that the filter lets through. */
export type ExportScope = 'one' | 'all'

/** A bundle that was written. */
export interface Exported {
  readonly path: string
  readonly sha256: string
  readonly transfers: number
  readonly from: number
  readonly to: number
}

export interface ExportState {
  readonly scope: ExportScope
  readonly name: TextField
  /** The name that was put there, not typed: it follows the scope. */
  readonly own: boolean
  readonly focus: 'scope' | 'name'
  readonly running: boolean
  /** 0 to 1. */
  readonly share: number
  readonly note: Note | null
  readonly made: Exported | null
}

export type ExportEvent =
  | Input
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'failed'; readonly note: Note }
  | { readonly type: 'made'; readonly made: Exported }

export type ExportEffect =
  | { readonly do: 'export'; readonly scope: ExportScope; readonly name: string }
  | { readonly do: 'stop' | 'close' }

const askingKeys = [
  { name: 'export', keys: ['enter'] },
  { name: 'move', keys: ['tab', 'shift-tab', 'up', 'down'] },
  { name: 'close', keys: ['escape'] },
] as const satisfies readonly Binding[]
/** What is written is turned, where that has the focus. */
const turnKey = { name: 'turn', keys: ['space', 'right', 'left', 'l', 'h'] } as const satisfies Binding
export function askingKeysOf({ focus }: ExportState): readonly Binding[] {
  const [write, ...others] = askingKeys
  return focus === 'scope' ? [write, turnKey, ...others] : askingKeys
}
export const runningKeys = [{ name: 'stop', keys: ['escape'] }] as const satisfies readonly Binding[]
export const madeKeys = [{ name: 'close', keys: ['escape', 'enter', 'q'] }] as const satisfies readonly Binding[]

/** What the bundle is called if nobody says otherwise. */
export type Names = Readonly<Record<ExportScope, string>>

export function firstExport(names: Names, scope: ExportScope = 'one'): Step<ExportState, ExportEffect> {
  const name = fieldWith(names[scope])
  return {
    state: { scope, name, own: true, focus: 'scope', running: false, share: 0, note: null, made: null },
  }
}

export function updateExport(names: Names) {
  return (state: ExportState, event: ExportEvent): Step<ExportState, ExportEffect> => {
    switch (event.type) {
      case 'progress':
        return { state: state.running ? { ...state, share: event.share } : state }
      case 'failed':
        return { state: { ...state, running: false, note: event.note, focus: 'name' } }
      case 'made':
        return { state: { ...state, running: false, note: null, made: event.made } }
      default:
        if (state.running) return { state, effects: named(runningKeys, event) === null ? [] : [{ do: 'stop' }] }
        if (state.made !== null) return { state, effects: named(madeKeys, event) === null ? [] : [{ do: 'close' }] }
        return asking(state, event, names)
    }
  }
}

function asking(state: ExportState, input: Input, names: Names): Step<ExportState, ExportEffect> {
  const name = named(askingKeys, input)
  if (name === 'close') return { state, effects: [{ do: 'close' }] }
  if (name === 'move') return { state: { ...state, focus: state.focus === 'scope' ? 'name' : 'scope' } }
  if (name === 'export') {
    const file = textOf(state.name).trim()
    if (file === '') return { state: { ...state, focus: 'name' } }
    return {
      state: { ...state, running: true, share: 0, note: null },
      effects: [{ do: 'export', scope: state.scope, name: file }],
    }
  }
  if (state.focus === 'scope') {
    if (named([turnKey], input) === null) return { state }
    const scope = state.scope === 'one' ? 'all' : 'one'
    return { state: { ...state, scope, name: state.own ? fieldWith(names[scope]) : state.name } }
  }
  const field = edited(state.name, input)
  return { state: field === null ? state : { ...state, name: field, own: false } }
}
