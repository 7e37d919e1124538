import type { Channel } from '../../../../src/words.ts'
import type { Note } from '../../parts/notice.tsx'
import { type Answers, requestOf, type TextName, typed, wrongText } from './answers.ts'
import { type Row, rowNamed } from './form.ts'
import type { Plan, Planned, Said, SendEffect, SendState, SendStep, StepName } from './send-state.ts'

// From one step to the next and back: what a step needs before it lets go, and what is done when one is entered.

/** The rows of the three forms. A client is asked for where contacts have one, else with the purpose. */
export function recipientRows({ recipient }: SendState): readonly Row[] {
  const clients = hasClients(recipient)
  return [text('to'), ...(clients ? [text('client')] : []), text('organisation'), text('phone')]
}

export function purposeRows({ recipient }: SendState): readonly Row[] {
  const clients = hasClients(recipient)
  return [
    text('purpose'),
    { kind: 'open', name: 'categories' },
    text('subjects'),
    text('records'),
    { kind: 'choice', name: 'basis' },
    ...(clients ? [] : [text('client')]),
    text('reference'),
  ]
}

/** What is chosen for nearly every transfer first; the rest unfolds. */
export function protectionRows({ protection }: SendState): readonly Row[] {
  return [
    { kind: 'choice', name: 'channel' },
    { kind: 'choice', name: 'hold' },
    { kind: 'choice', name: 'names' },
    { kind: 'choice', name: 'card' },
    { kind: 'choice', name: 'opener' },
    text('deleteBy'),
    { kind: 'open', name: 'more' },
    ...(protection.more ? moreRows : []),
  ]
}

const moreRows: readonly Row[] = [
  { kind: 'choice', name: 'recipe' },
  { kind: 'choice', name: 'level' },
  text('keep'),
  text('out'),
  { kind: 'tick', name: 'force' },
]

function text(name: TextName): Row {
  return { kind: 'text', name }
}

function hasClients({ contacts }: SendState['recipient']): boolean {
  return (contacts ?? []).some(({ client }) => client !== null)
}

/** The answers that a judgement of the recipient is about. */
export function judgedKey(answers: Answers): string {
  return JSON.stringify([typed(answers, 'to'), typed(answers, 'client'), typed(answers, 'phone')])
}

export function judge(answers: Answers): SendEffect {
  const [to, client, phone] = [typed(answers, 'to'), typed(answers, 'client'), typed(answers, 'phone')]
  return { do: 'judge', key: judgedKey(answers), to, client, phone }
}

export function requestIn({ answers, files, setting }: SendState) {
  return requestOf(
    answers,
    files.picked.map(({ path }) => path),
    setting,
  )
}

export function planEffect(state: SendState): SendEffect {
  const request = requestIn(state)
  return { do: 'plan', key: JSON.stringify(request), request }
}

/** The plan of what stands there now; null while it is being made. */
export function currentPlan(state: SendState): Plan | null {
  return state.plan?.key === JSON.stringify(requestIn(state)) ? state.plan : null
}

export function plannedIn(state: SendState): Planned | null {
  const outcome = currentPlan(state)?.outcome
  return outcome !== undefined && 'intent' in outcome ? outcome : null
}

/** Enter: to the next step, or to what is missing in this one. */
export function goOn(state: SendState): SendStep {
  switch (state.step) {
    case 'files':
      return filesDone(state)
    case 'recipient':
      return recipientDone(state)
    case 'purpose':
      return purposeDone(state)
    case 'protection':
      return protectionDone(state)
    default:
      return { state }
  }
}

function filesDone(state: SendState): SendStep {
  const { picked } = state.files
  const bad = picked.findIndex(({ problem }) => problem !== null)
  if (bad >= 0) {
    const files = { ...state.files, pane: 'picked' as const, pickedAt: bad }
    return { state: { ...state, files, said: again(picked[bad]?.problem ?? null) } }
  }
  return picked.length === 0 ? { state: say(state, 'nothingPicked') } : entered(state, 'recipient')
}

function recipientDone(state: SendState): SendStep {
  const { answers, recipient } = state
  const rows = recipientRows(state)
  const to = (name: TextName): SendState => ({ ...state, recipient: { ...recipient, at: rowNamed(rows, name) } })
  if (typed(answers, 'to') === '') return { state: say(to('to'), 'noName') }
  const { judged } = recipient
  if (judged?.key !== judgedKey(answers)) {
    return { state: { ...state, recipient: { ...recipient, hurry: true } }, effects: [judge(answers)] }
  }
  if (judged.wrong !== null) return { state: { ...to('phone'), said: again(judged.wrong) } }
  const needed = judged.number === null && answers.choices.channel !== 'in-person'
  if (!needed) return entered(withNumber(state, judged.number !== null), 'purpose')
  const told = state.said?.kind === 'own' && state.said.what === 'noPhone'
  if (!told) return { state: say(to('phone'), 'noPhone') }
  // Told once already: without a number the password is handed over in person.
  return entered(
    { ...withChannel(state, 'in-person'), recipient: { ...recipient, instead: answers.choices.channel } },
    'purpose',
  )
}

/** Where there is a number after all, the way that was chosen before is the way again. */
function withNumber(state: SendState, isThere: boolean): SendState {
  const { instead } = state.recipient
  if (!isThere || instead === null) return state
  const isOurs = state.answers.choices.channel === 'in-person'
  return { ...(isOurs ? withChannel(state, instead) : state), recipient: { ...state.recipient, instead: null } }
}

function withChannel({ answers, ...state }: SendState, channel: Channel): SendState {
  return { ...state, answers: { ...answers, choices: { ...answers.choices, channel } } }
}

function purposeDone(state: SendState): SendStep {
  const rows = purposeRows(state)
  const to = (name: TextName): SendState => ({ ...state, purpose: { ...state.purpose, at: rowNamed(rows, name) } })
  if (typed(state.answers, 'purpose') === '') return { state: say(to('purpose'), 'noPurpose') }
  const wrong = wrongText(state.answers, ['subjects', 'records'])
  return wrong === null ? entered(state, 'protection') : { state: say(to(wrong), 'notCount') }
}

function protectionDone(state: SendState): SendStep {
  const wrong = wrongText(state.answers, ['deleteBy', 'keep'])
  if (wrong === null) return entered(state, 'review')
  const more = state.protection.more || wrong === 'keep'
  const open = { ...state, protection: { ...state.protection, more } }
  const at = rowNamed(protectionRows(open), wrong)
  return { state: say({ ...open, protection: { more, at } }, wrong === 'keep' ? 'notKeep' : 'notDay') }
}

/** Escape: one step back, from the first one out of the screen. */
export function goBack(state: SendState): SendStep {
  switch (state.step) {
    case 'recipient':
      return entered(state, 'files')
    case 'purpose':
      return entered(state, 'recipient')
    case 'protection':
      return entered(state, 'purpose')
    case 'review':
      return entered(state, 'protection')
    default:
      return { state, effects: [{ do: 'leave' }] }
  }
}

/** Stands in a step, with what is done on the way in. */
export function entered(state: SendState, step: StepName): SendStep {
  const there = { ...state, step, said: null, review: { top: 0 } }
  return { state: there, effects: effectsOf(there) }
}

export function effectsOf(state: SendState): readonly SendEffect[] {
  const { files, answers } = state
  switch (state.step) {
    case 'files':
      return [{ do: 'list', directory: files.directory, back: null }]
    case 'recipient':
      return [{ do: 'contacts' }, judge(answers)]
    case 'purpose':
      return [{ do: 'recall', to: typed(answers, 'to') }]
    case 'protection':
    case 'review':
      return currentPlan(state) === null ? [planEffect(state)] : []
    case 'sent':
      return state.sent === null ? [] : [{ do: 'follow', id: state.sent.view.id }]
    default:
      return []
  }
}

/** Said once more: a new sentence, not the old one that stood there. */
function again(note: Note | null): Note | null {
  return note === null ? null : { ...note }
}

export function say(state: SendState, what: Extract<Said, { kind: 'own' }>['what'], about?: string): SendState {
  return { ...state, said: { kind: 'own', what, ...(about !== undefined && { about }) } }
}
