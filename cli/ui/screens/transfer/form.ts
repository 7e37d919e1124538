import { crockfordSymbols } from '../../../../src/ids.ts'
import type { ReleaseRequest } from '../../../../src/releasing.ts'
import {
  type Channel,
  channels,
  type DeletionAnswer,
  deletionAnswers,
  type HandOver,
  handOvers,
} from '../../../../src/words.ts'
import type { Input } from '../../keys.ts'
import { edited, emptyField, type TextField, textOf } from '../../text-field.ts'
import { type Action, channelsFor, proofsFor } from './actions.ts'
import type { Facts } from './facts.ts'

export const stops = ['keep', 'stop', 'mis-sent'] as const

/** The actions that ask something first. */
export type FormAction = Exclude<Action, 'dictate' | 'resume' | 'status'>

/** One text, one choice, or both: what an action asks. */
export interface Form {
  readonly action: FormAction
  /** What is typed; null where nothing is. */
  readonly text: TextField | null
  /** Empty where there is no choice. */
  readonly options: readonly string[]
  /** -1: none yet. The Enter that opened a form, hit twice, must not choose what goes on record. */
  readonly chosen: number
  /** The text has the focus, not the choice. */
  readonly typing: boolean
  readonly problem: Problem | null
}

/** Why Enter did nothing. */
export type Problem = 'code' | 'reason' | 'choice'

/** What is to be done. */
export type Task =
  | { readonly do: 'resume' | 'status' }
  | { readonly do: 'release'; readonly request: ReleaseRequest }
  | { readonly do: 'handed-over'; readonly by: HandOver }
  /** Without a code: on the sender's word. */
  | { readonly do: 'confirm'; readonly code: string | undefined }
  /** `by`: who said so. */
  | { readonly do: 'deleted'; readonly answer: DeletionAnswer; readonly by: string | undefined }
  | { readonly do: 'cancel'; readonly misSent: boolean }

/** What a filled form asks for; `nothing`: the person chose to leave it. */
export type Answer = Task | { readonly do: 'nothing' }

export function asksFirst(action: Action): action is FormAction {
  return action !== 'dictate' && action !== 'resume' && action !== 'status'
}

/** `advised`: the channel that the provider advises; it stands first. */
export function formFor(action: FormAction, facts: Facts, advised: unknown = null): Form {
  const isTyped = action === 'confirm' ? proofsFor(facts).includes('code') : labels[action] !== undefined
  const text = isTyped ? emptyField : null
  const options = optionsOf(action, facts).toSorted((a, b) => Number(b === advised) - Number(a === advised))
  const chosen = action === 'handed-over' || action === 'other-channel' ? -1 : 0
  return { action, text, options, chosen, typing: text !== null && action !== 'deleted', problem: null }
}

/** What is typed, by the action that asks for it; who answered about the deletion may stay open. */
export const labels: Readonly<Partial<Record<FormAction, 'code' | 'reason' | 'by'>>> = {
  release: 'code',
  override: 'reason',
  confirm: 'code',
  deleted: 'by',
}

function optionsOf(action: FormAction, facts: Facts): readonly string[] {
  switch (action) {
    case 'handed-over':
      return handOvers
    case 'confirm':
      return proofsFor(facts).includes('word') ? proofsFor(facts) : []
    case 'deleted':
      return deletionAnswers
    case 'cancel':
      return stops
    default:
      return channelsFor(action, facts)
  }
}

/** What was typed and chosen before, as far as it still means something. */
export function taken(form: Form, before: Form | undefined): Form {
  if (before === undefined) return form
  const chosen = form.options.indexOf(before.options[before.chosen] ?? '')
  if (chosen === -1) return { ...form, text: before.text }
  return { ...form, text: before.text, chosen, typing: before.typing }
}

/** The form after a key that edits or moves in it; null where the input means nothing to it. */
export function filled(form: Form, input: Input): Form | null {
  if (form.typing && form.text !== null) {
    const text = edited(form.text, input)
    if (text !== null) return { ...form, text, problem: null }
  }
  const step = input.type === 'press' ? steps[input.key] : undefined
  if (step === undefined) return null
  if (form.typing) return step > 0 && form.options.length > 0 ? { ...form, typing: false, problem: null } : form
  const next = form.chosen + step
  if (next < 0) return { ...form, typing: form.text !== null, problem: null }
  return { ...form, chosen: Math.min(next, form.options.length - 1), problem: null }
}

const steps: Readonly<Record<string, number>> = { up: -1, down: 1, tab: 1, 'shift-tab': -1 }

/** What it asks for, or why it is not complete. */
export function answerOf(form: Form): Answer | Problem {
  const text = form.text === null ? '' : textOf(form.text).trim()
  const option = form.options[form.chosen]
  switch (form.action) {
    case 'release':
      return isCode(text) ? { do: 'release', request: { receipt: text, channel: channelNamed(option) } } : 'code'
    case 'override':
      return isReason(text) ? { do: 'release', request: { override: text, channel: channelNamed(option) } } : 'reason'
    case 'other-channel':
      return option === undefined ? 'choice' : { do: 'release', request: { channel: channelNamed(option) } }
    case 'handed-over': {
      const by = handOvers.find(one => one === option)
      return by === undefined ? 'choice' : { do: 'handed-over', by }
    }
    case 'confirm':
      if (option === 'word') return { do: 'confirm', code: undefined }
      return isCode(text) ? { do: 'confirm', code: text } : 'code'
    case 'deleted': {
      const answer = deletionAnswers.find(one => one === option)
      return answer === undefined ? { do: 'nothing' } : { do: 'deleted', answer, by: text || undefined }
    }
    case 'cancel':
      return option === 'keep' ? { do: 'nothing' } : { do: 'cancel', misSent: option === 'mis-sent' }
  }
}

/** What cannot be a code does not count as a wrong one. */
function isCode(text: string): boolean {
  return crockfordSymbols(text)?.length === 8
}

/** One line that is recorded, as `--override` takes it. */
function isReason(text: string): boolean {
  return text !== '' && text.length <= 200
}

function channelNamed(option: string | undefined): Channel | undefined {
  return channels.find(channel => channel === option)
}
