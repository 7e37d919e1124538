import { type Binding, type Input, named } from '../../keys.ts'
import type { Step } from '../../machine.ts'
import { edited, emptyField, fieldWith, type TextField, textOf } from '../../text-field.ts'
import {
  type ChoiceField,
  choices,
  type FilterField,
  type FilterTexts,
  filterFields,
  isChoice,
  parseFilter,
} from './filter.ts'

/** The form that asks for filters. */
export interface FilterState {
  readonly fields: Readonly<Record<FilterField, TextField>>
  readonly at: number
  /** The field that means nothing as it stands. */
  readonly bad: FilterField | null
}

export type FilterEffect =
  | { readonly do: 'apply'; readonly texts: FilterTexts }
  | { readonly do: 'cancel'; readonly texts: FilterTexts }

/** What each word of a closed list is called: typing its first letter chooses it. */
export type Labels = Readonly<Record<ChoiceField, Readonly<Record<string, string>>>>

export const filterBindings = [
  { name: 'apply', keys: ['enter'] },
  { name: 'next', keys: ['down', 'tab'] },
  { name: 'previous', keys: ['up', 'shift-tab'] },
  { name: 'empty', keys: ['ctrl-x'] },
  { name: 'cancel', keys: ['escape'] },
] as const satisfies readonly Binding[]

export function firstFilter(texts: FilterTexts): Step<FilterState, FilterEffect> {
  return { state: { fields: eachField(field => fieldWith(texts[field])), at: 0, bad: null } }
}

/** The field that has the focus. */
export function focusOf({ at }: FilterState): FilterField {
  return filterFields[at] ?? 'since'
}

export function textsOf({ fields }: FilterState): FilterTexts {
  return eachField(field => textOf(fields[field]))
}

function eachField<T>(make: (field: FilterField) => T): Record<FilterField, T> {
  const all = Object.fromEntries(filterFields.map(field => [field, make(field)]))
  return all as Record<FilterField, T> // one entry for each of `filterFields`
}

/** The update of a form in a language. */
export function updateFilter(labels: Labels) {
  return (state: FilterState, input: Input): Step<FilterState, FilterEffect> => {
    const name = named(filterBindings, input)
    switch (name) {
      case 'apply':
        return applied(state)
      case 'next':
      case 'previous':
        return { state: { ...state, at: turned(state.at, name === 'next' ? 1 : -1, filterFields.length) } }
      case 'empty':
        return { state: { ...state, fields: eachField(() => emptyField), bad: null } }
      case 'cancel':
        return { state, effects: [{ do: 'cancel', texts: textsOf(state) }] }
      case null: {
        const focus = focusOf(state)
        const before = state.fields[focus]
        const field = isChoice(focus) ? chosen(focus, before, input, labels[focus]) : edited(before, input)
        if (field === null) return { state }
        return {
          state: { ...state, fields: { ...state.fields, [focus]: field }, bad: state.bad === focus ? null : state.bad },
        }
      }
    }
  }
}

function applied(state: FilterState): Step<FilterState, FilterEffect> {
  const texts = textsOf(state)
  const parsed = parseFilter(texts)
  if ('bad' in parsed) return { state: { ...state, bad: parsed.bad, at: filterFields.indexOf(parsed.bad) } }
  return { state, effects: [{ do: 'apply', texts }] }
}

/** One of a closed list, or none: left and right turn through them, a letter jumps to the next that begins with it. */
function chosen(
  kind: ChoiceField,
  field: TextField,
  input: Input,
  labels: Readonly<Record<string, string>>,
): TextField | null {
  if (input.type === 'paste') return null
  const words = ['', ...choices[kind]]
  const at = Math.max(0, words.indexOf(textOf(field)))
  const way = ways[input.key]
  if (way !== undefined) return fieldWith(words[turned(at, way, words.length)] ?? '')
  if (input.key === 'backspace' || input.key === 'delete' || input.key === 'ctrl-u') return emptyField
  if (input.text === '') return null
  const letter = input.text.toLowerCase()
  const next = [...words.slice(at + 1), ...words.slice(0, at + 1)].find(word =>
    labels[word]?.toLowerCase().startsWith(letter),
  )
  return next === undefined ? null : fieldWith(next)
}

const ways: Readonly<Record<string, number>> = { right: 1, space: 1, left: -1 }

function turned(at: number, by: number, count: number): number {
  return (at + by + count) % count
}
