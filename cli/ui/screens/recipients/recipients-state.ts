import type { ContactPast, ContactView } from '../../../../src/contact-view.ts'
import type { TransferView } from '../../../../src/view.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import type { Note } from '../../parts/notice.tsx'
import { steered } from '../../scroll.ts'
import { edited, emptyField, type TextField } from '../../text-field.ts'
import { type ContactForm, type FormProblem, formOf, isTouched, problemOf, updateForm } from './contact-form.ts'
import { fitting } from './fitting.ts'

export interface ContactRow {
  readonly id: string
  readonly view: ContactView
}

/** What is known of one contact beside its row. */
export interface ContactDetail {
  readonly row: ContactRow
  readonly past: readonly ContactPast[]
  readonly transfers: readonly TransferView[]
}

export type RecipientsPage =
  | { readonly on: 'list' }
  | { readonly on: 'filter' }
  /** `at`: 0 is the facts, then each transfer, then each event of the past. */
  | { readonly on: 'detail'; readonly detail: ContactDetail; readonly at: number }
  | { readonly on: 'remove'; readonly detail: ContactDetail }
  /** `detail`: of the contact that is changed. */
  | {
      readonly on: 'form'
      readonly form: ContactForm
      readonly detail: ContactDetail | null
      readonly problem: FormProblem | null
    }

export interface RecipientsState {
  /** Null until they are read. */
  readonly rows: readonly ContactRow[] | null
  readonly filter: TextField
  /** Which of the rows that fit is chosen. */
  readonly at: number
  readonly page: RecipientsPage
  /** What was typed and not saved, by contact; `new` for a new one. */
  readonly drafts: Readonly<Record<string, ContactForm>>
  readonly note: Note | null
  readonly busy: boolean
}

export type RecipientsEvent =
  | Input
  | { readonly type: 'loaded'; readonly rows: readonly ContactRow[] }
  | { readonly type: 'opened'; readonly detail: ContactDetail; readonly note: Note | null }
  | { readonly type: 'saved'; readonly draft: string }
  | { readonly type: 'removed'; readonly note: Note }
  | { readonly type: 'failed'; readonly note: Note }

export type RecipientsEffect =
  | { readonly do: 'load' | 'back' }
  | { readonly do: 'open'; readonly row: ContactRow }
  | { readonly do: 'save'; readonly form: ContactForm; readonly draft: string }
  | { readonly do: 'remove' | 'send'; readonly row: ContactRow }
  | { readonly do: 'transfer'; readonly id: string }

export const listBindings = [
  { name: 'open', keys: ['enter', 'right'] },
  { name: 'add', keys: ['n'] },
  { name: 'filter', keys: ['/'] },
  { name: 'back', keys: ['escape', 'q', 'left'] },
] as const satisfies readonly Binding[]

export const filterBindings = [
  { name: 'done', keys: ['enter', 'tab'] },
  { name: 'clear', keys: ['escape'] },
] as const satisfies readonly Binding[]

export const detailBindings = [
  { name: 'edit', keys: ['e'] },
  { name: 'send', keys: ['n'] },
  { name: 'remove', keys: ['x', 'delete'] },
  { name: 'transfer', keys: ['enter', 'right'], quiet: true },
  { name: 'back', keys: ['escape', 'q', 'left'] },
] as const satisfies readonly Binding[]

export const removeBindings = [
  { name: 'confirm', keys: ['y', 'j'] },
  { name: 'keep', keys: ['escape', 'n'] },
] as const satisfies readonly Binding[]

type Taken = Step<RecipientsState, RecipientsEffect>

/** `drafts`: what was typed when the screen was left. */
export function firstRecipients(drafts: RecipientsState['drafts'] = {}): Taken {
  const page = { on: 'list' } as const
  return {
    state: { rows: null, filter: emptyField, at: 0, page, drafts, note: null, busy: false },
    effects: [{ do: 'load' }],
  }
}

export function updateRecipients(state: RecipientsState, event: RecipientsEvent): Taken {
  switch (event.type) {
    case 'loaded':
      return { state: within({ ...state, rows: event.rows }) }
    case 'opened':
      return { state: { ...state, page: { on: 'detail', detail: event.detail, at: 0 }, note: event.note } }
    case 'saved': {
      const { [event.draft]: _, ...drafts } = state.drafts
      return { state: { ...state, drafts, busy: false }, effects: [{ do: 'load' }] }
    }
    case 'removed':
      return {
        state: { ...state, page: { on: 'list' }, note: event.note, busy: false },
        effects: [{ do: 'load' }],
      }
    case 'failed':
      return { state: { ...state, note: event.note, busy: false } }
    default:
      // Why there is no list stays to be read.
      return state.busy ? { state } : pressed({ ...state, note: state.rows === null ? state.note : null }, event)
  }
}

function pressed(state: RecipientsState, input: Input): Taken {
  const { page } = state
  switch (page.on) {
    case 'list':
      return onList(state, input)
    case 'filter':
      return { state: onFilter(state, input) }
    case 'detail':
      return onDetail(state, page, input)
    case 'remove': {
      const name = named(removeBindings, input)
      if (name === 'keep') return { state: { ...state, page: { on: 'detail', detail: page.detail, at: 0 } } }
      if (name === 'confirm') {
        return { state: { ...state, busy: true }, effects: [{ do: 'remove', row: page.detail.row }] }
      }
      return { state }
    }
    case 'form':
      return onForm(state, page, input)
  }
}

function onList(state: RecipientsState, input: Input): Taken {
  const rows = fitting(state)
  const at = steered(state.at, rows.length, input)
  if (at !== null) return { state: { ...state, at } }
  const row = rows[state.at]
  switch (named(listBindings, input)) {
    case 'open':
      return { state, effects: row === undefined ? [] : [{ do: 'open', row }] }
    case 'add':
      return { state: { ...state, page: formPage(state, null) } }
    case 'filter':
      return { state: { ...state, page: { on: 'filter' } } }
    case 'back':
      return { state, effects: [{ do: 'back' }] }
    case null:
      return { state }
  }
}

function onFilter(state: RecipientsState, input: Input): RecipientsState {
  const name = named(filterBindings, input)
  const leaves = input.type === 'press' && (input.key === 'down' || input.key === 'up')
  if (name === 'done' || leaves) return { ...state, page: { on: 'list' } }
  if (name === 'clear') return within({ ...state, filter: emptyField, page: { on: 'list' } })
  const filter = edited(state.filter, input)
  return filter === null ? state : within({ ...state, filter, at: 0 })
}

function onDetail(state: RecipientsState, page: Extract<RecipientsPage, { on: 'detail' }>, input: Input): Taken {
  const { row, transfers, past } = page.detail
  const at = steered(page.at, 1 + transfers.length + past.length, input)
  if (at !== null) return { state: { ...state, page: { ...page, at } } }
  const chosen = transfers[page.at - 1]
  switch (named(detailBindings, input)) {
    case 'edit':
      return { state: { ...state, page: formPage(state, page.detail) } }
    case 'send':
      return { state, effects: [{ do: 'send', row }] }
    case 'remove':
      return { state: { ...state, page: { on: 'remove', detail: page.detail } } }
    case 'transfer':
      return { state, effects: chosen === undefined ? [] : [{ do: 'transfer', id: chosen.id }] }
    case 'back':
      return { state: { ...state, page: { on: 'list' } } }
    case null:
      return { state }
  }
}

function onForm(state: RecipientsState, page: Extract<RecipientsPage, { on: 'form' }>, input: Input): Taken {
  const { form, detail } = page
  const next = updateForm(form, input)
  const draft = draftName(detail)
  if (next === 'back') {
    return { state: { ...state, page: detail === null ? { on: 'list' } : { on: 'detail', detail, at: 0 } } }
  }
  if (next === 'save') {
    const problem = problemOf(form)
    if (problem !== null) return { state: { ...state, page: { ...page, problem } } }
    return { state: { ...state, busy: true }, effects: [{ do: 'save', form, draft }] }
  }
  const { [draft]: _, ...others } = state.drafts
  const drafts = isTouched(next) ? { ...others, [draft]: next } : others
  return { state: { ...state, drafts, page: { ...page, form: next, problem: null } } }
}

function formPage({ drafts }: RecipientsState, detail: ContactDetail | null): RecipientsPage {
  const form = drafts[draftName(detail)] ?? formOf(detail?.row.view ?? null)
  return { on: 'form', form, detail, problem: null }
}

/** Also for a form that was saved: under this name it was kept. */
function draftName(detail: ContactDetail | null): string {
  return detail?.row.id ?? 'new'
}

function within(state: RecipientsState): RecipientsState {
  return { ...state, at: Math.max(0, Math.min(state.at, fitting(state).length - 1)) }
}
