import { type Binding, type Input, named } from '../../keys.ts'
import { formAfter, formBindings } from './form.ts'
import type { SendState, SendStep } from './send-state.ts'
import { goOn, planEffect, protectionRows } from './steps.ts'

export function protectionBindings(state: SendState): readonly Binding[] {
  return [{ name: 'next', keys: ['enter'] }, ...formBindings(protectionRows(state), state.protection.at)]
}

export function protectionAfter(state: SendState, input: Input): SendStep | null {
  const { protection } = state
  if (named(protectionBindings(state), input) === 'next') return goOn(state)
  const step = formAfter(protectionRows(state), protection.at, state, input)
  if (step === null) return null
  const more = step.opened === 'more' ? !protection.more : protection.more
  const next = { ...state, answers: step.answers, protection: { at: step.at, more } }
  const { choices } = state.answers
  // What is typed is looked at when the review comes; what is chosen, at once: the policy says what it makes of it.
  return { state: next, effects: step.answers.choices === choices ? [] : [planEffect(next)] }
}
