import { type Binding, type Input, named } from '../../keys.ts'
import { filesAfter, filesBindings, filesHeard, isTypingInFiles } from './files-update.ts'
import { isTyping } from './form.ts'
import { protectionAfter, protectionBindings } from './protection-update.ts'
import { purposeAfter, purposeBindings } from './purpose-update.ts'
import { recipientAfter, recipientBindings, suggestions } from './recipient-update.ts'
import { reviewAfter, reviewBindings, sealingAfter, sealingBindings, sealingHeard } from './sealing-update.ts'
import { freshSend, type SendEvent, type SendState, type SendStep } from './send-state.ts'
import { sentAfter, sentBindings } from './sent-update.ts'
import {
  currentPlan,
  entered,
  goBack,
  goOn,
  judgedKey,
  protectionRows,
  purposeRows,
  recipientRows,
  say,
} from './steps.ts'

const common = [
  { name: 'back', keys: ['escape'] },
  { name: 'clear', keys: ['ctrl-x'], quiet: true },
] as const satisfies readonly Binding[]

/** The keys that mean something now, those of the step first. */
export function sendBindings(state: SendState): readonly Binding[] {
  switch (state.step) {
    case 'sealing':
      return sealingBindings(state)
    case 'sent':
      return sentBindings(state)
    default: {
      const own = ofStep[state.step].bindings(state)
      return own.some(({ keys }) => keys.includes('escape')) ? own : [...own, ...common]
    }
  }
}

/** Letters belong to a field, and not to keys. */
export function isTypingIn(state: SendState): boolean {
  switch (state.step) {
    case 'files':
      return isTypingInFiles(state)
    case 'recipient':
      return isTyping(recipientRows(state), state.recipient.at)
    case 'purpose':
      return state.purpose.picking === null && isTyping(purposeRows(state), state.purpose.at)
    case 'protection':
      return isTyping(protectionRows(state), state.protection.at)
    default:
      return false
  }
}

const ofStep = {
  files: { bindings: filesBindings, after: filesAfter },
  recipient: { bindings: recipientBindings, after: recipientAfter },
  purpose: { bindings: purposeBindings, after: purposeAfter },
  protection: { bindings: protectionBindings, after: protectionAfter },
  review: { bindings: reviewBindings, after: reviewAfter },
} as const

export function updateSend(state: SendState, event: SendEvent): SendStep {
  if (event.type === 'press' || event.type === 'paste') return inputAfter(state, event)
  return filesHeard(state, event) ?? sealingHeard(state, event) ?? heard(state, event)
}

function inputAfter(state: SendState, input: Input): SendStep {
  if (state.step === 'sealing') return sealingAfter(state, input)
  if (state.step === 'sent') return sentAfter({ ...state, said: null }, input)
  const clears = input.type === 'press' && input.key === 'ctrl-x'
  if (clears && state.clearing) return entered(freshSend(state.setting), 'files')
  if (clears) return { state: { ...say(state, 'clear'), clearing: true } }
  const step = ofStep[state.step].after({ ...state, clearing: false }, input)
  if (step === null) {
    const isBack = named(common, input) === 'back'
    return isBack ? goBack({ ...state, clearing: false }) : { state }
  }
  // What was said stays until the next key, unless that says it again.
  return step.state.said === state.said ? { ...step, state: { ...step.state, said: null } } : step
}

/** A contact that is not offered any more cannot be the chosen one. */
function stillSuggested(state: SendState): SendState {
  const { recipient } = state
  return recipient.suggested < suggestions(state).length
    ? state
    : { ...state, recipient: { ...recipient, suggested: -1 } }
}

function known({ contacts, earlier }: Extract<SendEvent, { type: 'contacts' }>) {
  return { contacts, earlier }
}

function heard(state: SendState, event: Exclude<SendEvent, Input>): SendStep {
  switch (event.type) {
    case 'contacts':
      return { state: stillSuggested({ ...state, recipient: { ...state.recipient, ...known(event) } }) }
    case 'judged': {
      const { judged } = event
      if (judged.key !== judgedKey(state.answers)) return { state }
      const { hurry } = state.recipient
      const next = stillSuggested({ ...state, recipient: { ...state.recipient, judged, hurry: false } })
      return hurry && state.step === 'recipient' ? goOn(next) : { state: next }
    }
    case 'recalled':
      return { state: { ...state, purpose: { ...state.purpose, last: event.last } } }
    case 'planned': {
      const next = { ...state, plan: event.plan }
      return { state: currentPlan(next) === null ? state : next }
    }
    case 'followed':
      return { state: state.sent === null ? state : { ...state, sent: { ...state.sent, view: event.view } } }
    case 'said':
      return { state: { ...state, said: event.said } }
    case 'scrolled':
      return state.step === 'sent' && state.sent !== null
        ? { state: { ...state, sent: { ...state.sent, top: event.top } } }
        : { state: { ...state, review: { top: event.top } } }
    case 'hidden':
      return { state: state.sent === null ? state : { ...state, sent: { ...state.sent, phone: false } } }
    default:
      return { state }
  }
}
