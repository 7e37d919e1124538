import type { PolicyExplanation } from '../../../../src/policy-explain.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import { turned } from '../../scroll.ts'

/** The rules in force, as they are read. */
export interface PolicyState {
  /** Null until they are read. */
  readonly rules: Rules | null
  /** The first line that is seen. */
  readonly top: number
}

export interface Rules {
  readonly digest: string
  /** When they were recorded, RFC 3339; null where nobody knows. */
  readonly since: string | null
  readonly explained: readonly PolicyExplanation[]
}

export type PolicyEvent =
  | { readonly type: 'loaded'; readonly rules: Rules }
  /** Somebody pressed a key, where `page` of `count` lines are seen. */
  | { readonly type: 'input'; readonly input: Input; readonly count: number; readonly page: number }

export type PolicyEffect = { readonly do: 'load' | 'back' }

export const policyBindings = [
  { name: 'scroll', keys: ['down', 'up', 'pagedown', 'pageup', 'space'] },
  { name: 'back', keys: ['escape', 'q', 'left'] },
] as const satisfies readonly Binding[]

export const firstPolicy: Step<PolicyState, PolicyEffect> = {
  state: { rules: null, top: 0 },
  effects: [{ do: 'load' }],
}

export function updatePolicy(state: PolicyState, event: PolicyEvent): Step<PolicyState, PolicyEffect> {
  if (event.type === 'loaded') return { state: { ...state, rules: event.rules } }
  const { input, count, page } = event
  const top = turned(state.top, count, input, page)
  if (top !== null) return { state: { ...state, top } }
  return { state, effects: named(policyBindings, input) === 'back' ? [{ do: 'back' }] : [] }
}
