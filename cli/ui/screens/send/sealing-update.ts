import { type Binding, type Input, named } from '../../keys.ts'
import { type RowName, rowNamed } from './form.ts'
import { noPace } from './rate.ts'
import type { SealingState, SendEvent, SendState, SendStep } from './send-state.ts'
import { currentPlan, entered, plannedIn, protectionRows, requestIn, say } from './steps.ts'

export function reviewBindings(state: SendState): readonly Binding[] {
  const plan = currentPlan(state)?.outcome
  const enter = plan !== undefined && 'refused' in plan ? 'mend' : 'seal'
  return [
    { name: enter, keys: ['enter'] },
    { name: 'scroll', keys: ['down', 'up', 'j', 'k'], quiet: true },
    ...jumps.map(({ name, key }) => ({ name, keys: [key], quiet: true })),
  ]
}

const jumps = [
  { name: 'toFiles', key: '1', step: 'files' },
  { name: 'toRecipient', key: '2', step: 'recipient' },
  { name: 'toPurpose', key: '3', step: 'purpose' },
  { name: 'toProtection', key: '4', step: 'protection' },
] as const

export function reviewAfter(state: SendState, input: Input): SendStep | null {
  const name = named(reviewBindings(state), input)
  const jump = jumps.find(one => one.name === name)
  if (jump !== undefined) return entered(state, jump.step)
  if (name === 'mend') return mended(state)
  if (name !== 'seal') return null
  const planned = plannedIn(state)
  if (planned === null) return { state: say(state, 'planning') }
  const sealing: SealingState = { phase: 'listing', pace: noPace, name: '', asking: false, stopping: false }
  return {
    state: { ...state, step: 'sealing', sealing, said: null },
    effects: [{ do: 'seal', request: requestIn(state), reviewed: planned.intent }],
  }
}

/** To the step where the refusal can be mended, and what it said goes along. */
function mended(state: SendState): SendStep {
  const outcome = currentPlan(state)?.outcome
  if (outcome === undefined || !('refused' in outcome) || outcome.refused.kind !== 'error') return { state }
  const { code } = outcome.refused
  const { state: there, effects = [] } = entered(standing(state, code), stepFor(code))
  // What is picked is counted anew: what has gone or changed since then is marked.
  const counts = there.step === 'files' ? there.files.picked.map(({ path }) => ({ do: 'count' as const, path })) : []
  return { state: { ...there, said: outcome.refused }, effects: [...effects, ...counts] }
}

/** On the row, or in the list, where it can be mended. */
function standing(state: SendState, code: string): SendState {
  const row = rowFor[code]
  if (row === undefined) return { ...state, files: { ...state.files, pane: 'picked' } }
  const open = { ...state, protection: { ...state.protection, more: state.protection.more || row === 'out' } }
  return { ...open, protection: { ...open.protection, at: rowNamed(protectionRows(open), row) } }
}

const rowFor: Readonly<Record<string, RowName | undefined>> = {
  'WB-EXISTS': 'out',
  'WB-NO-COURIER': 'channel',
  'WB-NO-OPENER': 'opener',
  'WB-POLICY-HOLD': 'hold',
  'WB-POLICY-NAMES': 'names',
  'WB-POLICY-NUMBER': 'channel',
}

function stepFor(code: string): 'files' | 'recipient' | 'protection' {
  if (['WB-PHONE-NUMBER', 'WB-MISSING-VALUE', 'WB-USAGE'].includes(code)) return 'recipient'
  const ofProtection = /^WB-(POLICY-|EXISTS|NO-COURIER|NO-OPENER|PASSWORD-FLOOR|TEXT-TOO-LONG|DURATION)/
  return ofProtection.test(code) ? 'protection' : 'files'
}

/** Stopping is asked once; it is safe in every phase. */
export function sealingBindings({ sealing }: SendState): readonly Binding[] {
  if (sealing?.stopping) return []
  if (sealing?.asking) return [{ name: 'stopNow', keys: ['escape', 'c', 'enter', 'y'] }]
  return [{ name: 'stop', keys: ['escape', 'c'] }]
}

export function sealingAfter(state: SendState, input: Input): SendStep {
  const { sealing } = state
  if (sealing === null) return { state }
  switch (named(sealingBindings(state), input)) {
    case 'stop':
      return { state: { ...state, sealing: { ...sealing, asking: true } } }
    case 'stopNow':
      return { state: { ...state, sealing: { ...sealing, asking: false, stopping: true } }, effects: [{ do: 'stop' }] }
    default:
      return { state: { ...state, sealing: { ...sealing, asking: false } } }
  }
}

export function sealingHeard(state: SendState, event: Exclude<SendEvent, Input>): SendStep | null {
  const { sealing } = state
  if (sealing === null) return null
  switch (event.type) {
    case 'progress': {
      const { phase, pace, name } = event
      return { state: { ...state, sealing: { ...sealing, phase, pace, name } } }
    }
    case 'sent': {
      const { view, findings } = event
      return entered({ ...state, sealing: null, sent: { view, findings, top: 0, handing: null, phone: false } }, 'sent')
    }
    case 'unsent': {
      const { state: back, effects = [] } = entered({ ...state, sealing: null, plan: null }, 'review')
      return { state: { ...back, said: event.said }, effects }
    }
    default:
      return null
  }
}
