import { type Binding, type Input, named } from '../../keys.ts'
import { fieldWith } from '../../text-field.ts'
import { type Answers, typed } from './answers.ts'
import type { Suggestion } from './earlier.ts'
import { formAfter, formBindings } from './form.ts'
import type { SendState, SendStep } from './send-state.ts'
import { goOn, judge, judgedKey, recipientRows } from './steps.ts'

/** More would leave no room for the fields. */
const mostSuggestions = 5

/** Who the name can mean while it is being typed, contacts first; nobody once it is a name as a whole with a number. */
export function suggestions({ recipient, answers }: SendState): readonly Suggestion[] {
  const { contacts, earlier, judged } = recipient
  if (contacts === null || (judged?.key === judgedKey(answers) && judged.contact !== null)) return []
  const wanted = folded(typed(answers, 'to'))
  const open = earlier.filter(({ name, number }) => folded(name) !== wanted || number !== typed(answers, 'phone'))
  return [...contacts, ...open]
    .filter(({ name, organisation }) => folded(name).includes(wanted) || folded(organisation ?? '').includes(wanted))
    .slice(0, mostSuggestions)
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

export function recipientBindings(state: SendState): readonly Binding[] {
  const { at, suggested } = state.recipient
  const take = suggested >= 0
  const first = take ? { name: 'take', keys: ['enter'] } : { name: 'next', keys: ['enter'] }
  const hasSome = !take && at === 0 && suggestions(state).length > 0
  return [
    first,
    ...(hasSome ? [{ name: 'contacts', keys: ['down'] }] : []),
    ...formBindings(recipientRows(state), at).map(binding =>
      hasSome && binding.name === 'nextField' ? { ...binding, keys: ['tab'] } : binding,
    ),
  ]
}

export function recipientAfter(state: SendState, input: Input): SendStep | null {
  const patient = { ...state, recipient: { ...state.recipient, hurry: false } }
  const chosen = suggestions(state)[state.recipient.suggested]
  switch (named(recipientBindings(state), input)) {
    case 'next':
      return goOn(state)
    case 'take':
      return chosen === undefined ? { state: patient } : taken(patient, chosen)
    default:
      return chosenAfter(patient, input) ?? typedAfter(patient, input)
  }
}

/** Up and down between the name and the contacts below it. */
function chosenAfter(state: SendState, input: Input): SendStep | null {
  const { recipient } = state
  if (recipient.at !== 0 || input.type === 'paste') return null
  const last = suggestions(state).length - 1
  const { suggested } = recipient
  const to = { down: suggested + 1, up: suggested - 1 }[input.key]
  if (to === undefined || to < -1 || to > last) return null
  return { state: { ...state, recipient: { ...recipient, suggested: to } } }
}

function typedAfter(state: SendState, input: Input): SendStep | null {
  const step = formAfter(recipientRows(state), state.recipient.at, state, input)
  if (step === null) return null
  const changed = judgedKey(step.answers) !== judgedKey(state.answers)
  // Who types is not choosing any more.
  const next = { ...state, answers: step.answers, recipient: { ...state.recipient, at: step.at, suggested: -1 } }
  return { state: next, effects: changed ? [judge(step.answers)] : [] }
}

/** Of a contact the number stays on record, and is not copied into a field. */
function taken(state: SendState, { name, organisation, client, number = null }: Suggestion): SendStep {
  const { texts } = state.answers
  const answers: Answers = {
    ...state.answers,
    texts: {
      ...texts,
      to: fieldWith(name),
      organisation: fieldWith(organisation ?? ''),
      client: fieldWith(client ?? ''),
      phone: fieldWith(number ?? ''),
    },
  }
  return { state: { ...state, answers, recipient: { ...state.recipient, suggested: -1 } }, effects: [judge(answers)] }
}
