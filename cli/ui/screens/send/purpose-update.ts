import { categories } from '../../../../src/words.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import { moved } from '../../scroll.ts'
import { fieldWith } from '../../text-field.ts'
import { type Answers, typed } from './answers.ts'
import { formAfter, formBindings } from './form.ts'
import type { LastTime, SendState, SendStep } from './send-state.ts'
import { goOn, purposeRows } from './steps.ts'

const listBindings = [
  { name: 'done', keys: ['enter', 'escape', 'left'] },
  { name: 'tick', keys: ['space', 'x'] },
] as const satisfies readonly Binding[]

export function purposeBindings(state: SendState): readonly Binding[] {
  const { picking, at } = state.purpose
  if (picking !== null) return listBindings
  const [own, ...rest] = formBindings(purposeRows(state), at)
  return [
    { name: 'next', keys: ['enter'] },
    ...(own === undefined ? [] : [own]),
    ...(offered(state) === null ? [] : [{ name: 'asLast', keys: ['ctrl-r'] }]),
    ...rest,
  ]
}

/** What the newest transfer said, where something else stands there now. */
export function offered({ purpose: { last }, answers }: SendState): LastTime | null {
  if (last === null) return null
  const same =
    typed(answers, 'purpose') === last.purpose &&
    answers.choices.basis === last.basis &&
    JSON.stringify(answers.categories) === JSON.stringify(last.categories)
  return same ? null : last
}

export function purposeAfter(state: SendState, input: Input): SendStep | null {
  const { purpose } = state
  if (purpose.picking !== null) return listAfter(state, purpose.picking, input)
  switch (named(purposeBindings(state), input)) {
    case 'next':
      return goOn(state)
    case 'asLast': {
      const last = offered(state)
      return { state: last === null ? state : { ...state, answers: withLast(state.answers, last) } }
    }
    default: {
      const step = formAfter(purposeRows(state), purpose.at, state, input)
      if (step === null) return null
      const picking = step.opened === 'categories' ? 0 : null
      return { state: { ...state, answers: step.answers, purpose: { ...purpose, at: step.at, picking } } }
    }
  }
}

function withLast(answers: Answers, { purpose, categories, basis }: LastTime): Answers {
  return {
    ...answers,
    texts: { ...answers.texts, purpose: fieldWith(purpose) },
    choices: { ...answers.choices, basis },
    categories,
  }
}

function listAfter(state: SendState, at: number, input: Input): SendStep {
  const picking = (to: number | null) => ({ ...state, purpose: { ...state.purpose, picking: to } })
  const letters = input.type === 'press' ? { j: 'down', k: 'up' }[input.key] : undefined
  const to = moved(at, categories.length, letters === undefined ? input : { type: 'press', key: letters, text: '' })
  if (to !== null) return { state: picking(to) }
  switch (named(listBindings, input)) {
    case 'done':
      return { state: picking(null) }
    case 'tick': {
      const one = categories[at]
      const chosen = new Set(state.answers.categories)
      if (one !== undefined && !chosen.delete(one)) chosen.add(one)
      const inOrder = categories.filter(category => chosen.has(category))
      return { state: { ...state, answers: { ...state.answers, categories: inOrder } } }
    }
    default:
      return { state }
  }
}
