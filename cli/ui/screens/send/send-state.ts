import type { Finding } from '../../../../lib/finding.ts'
import type { ContactView } from '../../../../src/contact-view.ts'
import type { Intent, SendRequest } from '../../../../src/intent.ts'
import type { TransferView } from '../../../../src/view.ts'
import type { VisibleEntry } from '../../../../src/visible.ts'
import type { Category, Channel, HandOver, NumberTrust } from '../../../../src/words.ts'
import type { Phase } from '../../../../src/world.ts'
import type { Input } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import type { SendGiven } from '../../place.ts'
import { fieldWith, textOf } from '../../text-field.ts'
import { type Answers, answersFrom, type Setting } from './answers.ts'
import type { Suggestion } from './earlier.ts'
import { type Entry, type FilesState, type Picked, withPicked } from './entries.ts'
import type { Pace } from './rate.ts'

/** The way of a transfer on this screen. The first five can be walked back and forth. */
export const stepNames = ['files', 'recipient', 'purpose', 'protection', 'review', 'sealing', 'sent'] as const
export type StepName = (typeof stepNames)[number]

export interface SendState {
  readonly step: StepName
  readonly setting: Setting
  readonly answers: Answers
  readonly files: FilesState
  readonly recipient: RecipientState
  readonly purpose: PurposeState
  readonly protection: { readonly at: number; readonly more: boolean }
  /** What the newest finished plan said, and of which request. */
  readonly plan: Plan | null
  /** The first row that is seen. */
  readonly review: { readonly top: number }
  readonly sealing: SealingState | null
  readonly sent: SentState | null
  /** What is said below the step until the next key. */
  readonly said: Said | null
  /** Ctrl-X once: the next one clears everything. */
  readonly clearing: boolean
}

export interface RecipientState {
  /** Null: not read yet. */
  readonly contacts: readonly ContactView[] | null
  /** Who is no contact, and was sent something. */
  readonly earlier: readonly Suggestion[]
  readonly at: number
  /** Which of the contacts below the name is chosen; -1: none, the name is taken as it is typed. */
  readonly suggested: number
  readonly judged: Judged | null
  /** Go on as soon as the number has been judged. */
  readonly hurry: boolean
  /** What was chosen before a missing number made it `in-person`: it comes back with a number. */
  readonly instead: Channel | null
}

/** What is known of a recipient. */
export interface Judged {
  /** `judgedKey` of the answers that it is about. */
  readonly key: string
  readonly contact: ContactView | null
  /** Something was sent to somebody of this name. */
  readonly before: boolean
  /** The number that would be used, masked; null: none. */
  readonly number: { readonly masked: string; readonly trust: NumberTrust } | null
  readonly wrong: Note | null
}

export interface PurposeState {
  readonly at: number
  /** The row of the list of categories, while that is open. */
  readonly picking: number | null
  readonly last: LastTime | null
}

/** What the newest transfer said, to this recipient or, without `same`, to anybody. */
export interface LastTime {
  readonly same: boolean
  readonly purpose: string
  readonly categories: readonly Category[]
  readonly basis: Answers['choices']['basis']
}

export interface Plan {
  /** `planKey` of the request. */
  readonly key: string
  readonly outcome: Planned | Refused
}

export interface Planned {
  readonly intent: Intent
  readonly visible: readonly VisibleEntry[]
}

export interface Refused {
  readonly refused: Note
}

export interface SealingState {
  readonly phase: Phase
  readonly pace: Pace
  /** What is worked on; untrusted. */
  readonly name: string
  /** Stop? was asked. */
  readonly asking: boolean
  readonly stopping: boolean
}

export interface SentState {
  readonly view: TransferView
  readonly findings: readonly Finding[]
  readonly top: number
  /** The way of handing over that is chosen, while that is asked. */
  readonly handing: number | null
  /** The sandbox phone is looked at. The texts themselves are never part of a state. */
  readonly phone: boolean
}

/** A note, or one of our own sentences by its name in the words. */
export type Said = Note | { readonly kind: 'own'; readonly what: Sentence; readonly about?: string }
export type Sentence =
  | 'nothingPicked'
  | 'insidePicked'
  | 'notSendable'
  | 'notThere'
  | 'notThese'
  | 'noName'
  | 'noPhone'
  | 'noPurpose'
  | 'notCount'
  | 'notDay'
  | 'notKeep'
  | 'stopped'
  | 'cutOff'
  | 'changed'
  | 'recorded'
  | 'copied'
  | 'noClipboard'
  | 'clear'
  | 'planning'

export type SendEvent =
  | Input
  | { readonly type: 'listed'; readonly directory: string; readonly entries: readonly Entry[] }
  | { readonly type: 'unlisted'; readonly directory: string; readonly back: string | null; readonly note: Note }
  | { readonly type: 'dropped'; readonly paths: readonly string[]; readonly missing: readonly string[] }
  | { readonly type: 'counted'; readonly path: string; readonly count: NonNullable<Picked['count']> }
  | { readonly type: 'uncountable'; readonly path: string; readonly note: Note }
  | {
      readonly type: 'contacts'
      readonly contacts: readonly ContactView[]
      readonly earlier: readonly Suggestion[]
    }
  | { readonly type: 'judged'; readonly judged: Judged }
  | { readonly type: 'recalled'; readonly last: LastTime | null }
  | { readonly type: 'planned'; readonly plan: Plan }
  | { readonly type: 'progress'; readonly phase: Phase; readonly pace: Pace; readonly name: string }
  | { readonly type: 'sent'; readonly view: TransferView; readonly findings: readonly Finding[] }
  | { readonly type: 'unsent'; readonly said: Said }
  | { readonly type: 'followed'; readonly view: TransferView }
  | { readonly type: 'said'; readonly said: Said }
  | { readonly type: 'scrolled'; readonly top: number }
  | { readonly type: 'hidden' }

export type SendEffect =
  | { readonly do: 'list'; readonly directory: string; readonly back: string | null }
  | { readonly do: 'drop'; readonly text: string; readonly directory: string }
  | { readonly do: 'count'; readonly path: string }
  | { readonly do: 'contacts' }
  | { readonly do: 'judge'; readonly key: string; readonly to: string; readonly client: string; readonly phone: string }
  | { readonly do: 'recall'; readonly to: string }
  | { readonly do: 'plan'; readonly key: string; readonly request: SendRequest }
  /** `reviewed`: what the person was told. */
  | { readonly do: 'seal'; readonly request: SendRequest; readonly reviewed: Intent }
  | { readonly do: 'stop' }
  | { readonly do: 'follow'; readonly id: string }
  | { readonly do: 'copy'; readonly id: string }
  | { readonly do: 'hand'; readonly id: string; readonly by: HandOver }
  | { readonly do: 'go'; readonly to: 'dictate' | 'transfer'; readonly id: string }
  | { readonly do: 'leave' }

export type SendStep = Step<SendState, SendEffect>

/** A screen with nothing on it but what was given. With paths it begins after the files. */
export function freshSend(setting: Setting, { paths = [], fields = {} }: SendGiven = {}): SendState {
  const picked = paths.reduce<readonly Picked[]>(withPicked, [])
  return {
    step: picked.length > 0 ? 'recipient' : 'files',
    setting,
    answers: answersFrom(fields, setting),
    files: {
      directory: setting.directory,
      entries: null,
      seek: null,
      showHidden: false,
      filter: fieldWith(''),
      at: 0,
      picked,
      pane: 'folder',
      pickedAt: 0,
    },
    recipient: { contacts: null, earlier: [], at: 0, suggested: -1, judged: null, hurry: false, instead: null },
    purpose: { at: 0, picking: null, last: null },
    protection: { at: 0, more: false },
    plan: null,
    review: { top: 0 },
    sealing: null,
    sent: null,
    said: null,
    clearing: false,
  }
}

/** What a draft must not keep: work that its screen no longer sees the end of. */
export function resumed(state: SendState): SendState {
  const step = state.step === 'sealing' ? 'review' : state.step
  const sent = state.sent === null ? null : { ...state.sent, phone: false, handing: null }
  return { ...state, step, sent, sealing: null, plan: null, said: null, clearing: false }
}

/** Whether there is something that would be a pity to lose. */
export function isWorthKeeping({ step, files, answers }: SendState): boolean {
  return (
    step !== 'sent' && (files.picked.length > 0 || Object.values(answers.texts).some(field => textOf(field) !== ''))
  )
}
