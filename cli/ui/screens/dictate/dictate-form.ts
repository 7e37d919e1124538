import { type Binding, type Input, named } from '../../keys.ts'
import { edited, emptyField, type TextField, textOf } from '../../text-field.ts'

/** What a dictation needs to know before the password shows: it goes on record. */
export interface DictateForm {
  /** What lets a password go that is held: the receipt code, or a reason instead. Null where it is let go already. */
  readonly basis: 'receipt' | 'override' | null
  /** Whether there is a receipt code that could be quoted; else only a reason helps. */
  readonly mayQuote: boolean
  readonly receipt: TextField
  readonly override: TextField
  /** Who reads it out and who listens; empty: the operator, the recipient. */
  readonly by: TextField
  readonly to: TextField
  readonly channel: 'phone' | 'in-person'
  readonly alphabet: 'nato' | 'din5009'
  readonly focus: FormRow
}

export type FormRow = 'basis' | 'by' | 'to' | 'channel' | 'alphabet'

export const formBindings = [
  { name: 'start', keys: ['enter'] },
  { name: 'override', keys: ['ctrl-o'] },
  { name: 'back', keys: ['escape'] },
  { name: 'up', keys: ['up', 'shift-tab'], quiet: true },
  { name: 'down', keys: ['down', 'tab'], quiet: true },
] as const satisfies readonly Binding[]

const choosing = ['left', 'right', 'space']

export function formRows({ basis }: Pick<DictateForm, 'basis'>): readonly FormRow[] {
  const always = ['by', 'to', 'channel', 'alphabet'] as const
  return basis === null ? always : ['basis', ...always]
}

/** The form as it begins. */
export function emptyForm(given: Pick<DictateForm, 'basis' | 'mayQuote' | 'channel' | 'alphabet'>): DictateForm {
  const fields = { receipt: emptyField, override: emptyField, by: emptyField, to: emptyField }
  return { ...given, ...fields, focus: given.basis === null ? 'by' : 'basis' }
}

/** The same form where other things are needed by now, after wrong codes for example. */
export function needing(form: DictateForm, needs: Pick<DictateForm, 'basis' | 'mayQuote'>): DictateForm {
  const basis = needs.mayQuote ? (form.basis ?? needs.basis) : needs.basis
  return { ...form, mayQuote: needs.mayQuote, basis, focus: basis === null ? 'by' : 'basis' }
}

/** The form after this input, or null where it means nothing to it. */
export function filled(form: DictateForm, input: Input): DictateForm | null {
  const name = named(formBindings, input)
  if (name === 'up' || name === 'down') {
    const rows = formRows(form)
    const at = rows.indexOf(form.focus) + (name === 'up' ? -1 : 1)
    return { ...form, focus: rows[Math.max(0, Math.min(rows.length - 1, at))] ?? form.focus }
  }
  if (name === 'override' && form.basis !== null && form.mayQuote) {
    return { ...form, basis: form.basis === 'receipt' ? 'override' : 'receipt', focus: 'basis' }
  }
  return name === null ? typed(form, input) : null
}

function typed(form: DictateForm, input: Input): DictateForm | null {
  const { focus } = form
  if (focus === 'channel' || focus === 'alphabet') {
    if (input.type === 'paste' || !choosing.includes(input.key)) return null
    return focus === 'channel'
      ? { ...form, channel: form.channel === 'phone' ? 'in-person' : 'phone' }
      : { ...form, alphabet: form.alphabet === 'nato' ? 'din5009' : 'nato' }
  }
  const row = focus === 'basis' ? form.basis : focus
  if (row === null) return null
  const field = edited(form[row], input)
  return field === null ? null : { ...form, [row]: field }
}

/** What `transfers.dictate` is asked, as the fields say it. */
export function requestOf(form: DictateForm) {
  const said = (field: TextField) => textOf(field).trim() || undefined
  return {
    receipt: form.basis === 'receipt' ? said(form.receipt) : undefined,
    override: form.basis === 'override' ? said(form.override) : undefined,
    channel: form.channel,
    alphabet: form.alphabet,
    by: said(form.by),
    to: said(form.to),
  }
}

export type DictateRequest = ReturnType<typeof requestOf>
