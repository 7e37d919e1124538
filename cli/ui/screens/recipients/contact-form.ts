import type { ContactDetails, ContactEdits } from '../../../../src/contact-changes.ts'
import type { ContactView } from '../../../../src/contact-view.ts'
import { type Language, languages, type System, systems, type Verifying, verifyings } from '../../../../src/words.ts'
import { type Binding, type Input, named } from '../../keys.ts'
import { edited, emptyField, fieldWith, type TextField, textOf } from '../../text-field.ts'

/** A contact as somebody types it: a new one, or changes of one that is on record. */
export interface ContactForm {
  /** What is changed; null for a new contact. */
  readonly of: Pick<ContactView, 'name' | 'organisation' | 'client' | 'phone' | 'language' | 'system'> | null
  readonly fields: Readonly<Record<TextName, TextField>>
  readonly chosen: Chosen
  readonly at: FieldName
}

/** What is one of several; null: nobody said. */
export interface Chosen {
  /** How the number was verified; null: nobody did, or what is on record stays. */
  readonly how: Verifying | null
  /** In which they are written to, and on what they open archives. */
  readonly language: Language | null
  readonly system: System | null
}

export type TextName = 'name' | 'organisation' | 'client' | 'phone' | 'by'
export type FieldName = TextName | keyof Chosen

/** What the form lacks before anything is looked up. */
export type FormProblem = 'needsName' | 'needsPhone' | 'needsOrganisation'

export const formBindings = [
  { name: 'save', keys: ['ctrl-s'] },
  { name: 'next', keys: ['enter', 'tab', 'down'] },
  { name: 'previous', keys: ['up', 'shift-tab'], quiet: true },
  { name: 'back', keys: ['escape'] },
  { name: 'discard', keys: ['ctrl-r'], quiet: true },
] as const satisfies readonly Binding[]

/** The fields that are not text. */
export const chooseBinding = { name: 'choose', keys: ['right', 'left', 'space'] } as const satisfies Binding

export function formOf(of: ContactForm['of']): ContactForm {
  const organisation = of?.organisation ?? null
  return {
    of,
    fields: {
      name: of === null ? emptyField : fieldWith(of.name),
      organisation: organisation === null ? emptyField : fieldWith(organisation),
      client: emptyField,
      phone: emptyField,
      by: emptyField,
    },
    chosen: { how: null, language: of?.language ?? null, system: of?.system ?? null },
    at: 'name',
  }
}

/** Those that are shown: a contact stays with its client, and who verified is asked where somebody did. */
export function fieldsOf({ of, chosen }: Pick<ContactForm, 'of' | 'chosen'>): readonly FieldName[] {
  return [
    'name',
    'organisation',
    ...(of === null ? (['client'] as const) : []),
    'phone',
    'how',
    ...(chosen.how === null ? [] : (['by'] as const)),
    'language',
    'system',
  ]
}

/** What an input makes of the form, or what it asks for. */
export function updateForm(form: ContactForm, input: Input): ContactForm | 'save' | 'back' {
  const { at } = form
  const chosen = isChoice(at) ? step(form, at, input) : null
  if (chosen !== null) return { ...form, chosen: { ...form.chosen, ...chosen } }
  const name = named(formBindings, input)
  switch (name) {
    case 'save':
    case 'back':
      return name
    case 'discard':
      return formOf(form.of)
    case 'next': {
      const isLast = fieldsOf(form).at(-1) === at
      return isLast && input.type === 'press' && input.key === 'enter' ? 'save' : neighbour(form, 1)
    }
    case 'previous':
      return neighbour(form, -1)
    case null: {
      const field = isChoice(at) ? null : edited(form.fields[at], input)
      return field === null ? form : { ...form, fields: { ...form.fields, [at]: field } }
    }
  }
}

const choices = ['how', 'language', 'system'] as const satisfies readonly (keyof Chosen)[]

export function isChoice(name: FieldName): name is keyof Chosen {
  return choices.some(choice => choice === name)
}

/** The next of the choices; null where the input chooses nothing. What is on record can change, and not go. */
function step({ of, chosen }: ContactForm, name: keyof Chosen, input: Input): Partial<Chosen> | null {
  if (named([chooseBinding], input) === null || input.type === 'paste') return null
  const by = input.key === 'left' ? -1 : 1
  switch (name) {
    case 'how':
      return { how: another([null, ...verifyings], chosen.how, by) }
    case 'language':
      return { language: another(of?.language ? languages : [null, ...languages], chosen.language, by) }
    case 'system':
      return { system: another(of?.system ? systems : [null, ...systems], chosen.system, by) }
  }
}

function another<Choice>(all: readonly Choice[], now: Choice, by: 1 | -1): Choice {
  const next = all[(all.indexOf(now) + by + all.length) % all.length]
  return next === undefined ? now : next
}

function neighbour(form: ContactForm, by: 1 | -1): ContactForm {
  const all = fieldsOf(form)
  const at = all[Math.max(0, Math.min(all.length - 1, all.indexOf(form.at) + by))]
  return { ...form, at: at ?? form.at }
}

export function problemOf({ of, fields, chosen: { how } }: ContactForm): FormProblem | null {
  const typed = (name: TextName) => textOf(fields[name]).trim()
  if (typed('name') === '') return 'needsName'
  if (how !== null && typed('phone') === '' && (of?.phone ?? null) === null) return 'needsPhone'
  return of !== null && of.organisation !== null && typed('organisation') === '' ? 'needsOrganisation' : null
}

/** What `src` is asked to save; an empty field says nothing. */
export function detailsOf({ fields, chosen: { how, language, system } }: ContactForm): ContactDetails {
  const typed = (name: TextName) => textOf(fields[name]).trim() || undefined
  return {
    recipient: typed('name') ?? '',
    organisation: typed('organisation'),
    client: typed('client'),
    phone: typed('phone'),
    language: language ?? undefined,
    system: system ?? undefined,
    verified: how === null ? undefined : { how, by: typed('by') },
  }
}

export function editsOf(form: ContactForm): ContactEdits {
  const { client: _, ...edits } = detailsOf(form)
  return edits
}

/** Whether somebody typed something that would be lost. */
export function isTouched(form: ContactForm): boolean {
  const { fields, chosen } = formOf(form.of)
  const names = Object.keys(fields).filter((name): name is TextName => name in fields)
  return (
    choices.some(name => form.chosen[name] !== chosen[name]) ||
    names.some(name => textOf(form.fields[name]) !== textOf(fields[name]))
  )
}
