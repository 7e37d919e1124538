import type { Binding, Input } from '../../keys.ts'
import { edited } from '../../text-field.ts'
import { type Answers, type ChoiceName, type Setting, type TextName, turned, withText } from './answers.ts'

/** One row of a form: something to type, one of several, yes or no, or something that opens. */
export type Row =
  | { readonly kind: 'text'; readonly name: TextName }
  | { readonly kind: 'choice'; readonly name: ChoiceName }
  | { readonly kind: 'tick'; readonly name: 'force' }
  | { readonly kind: 'open'; readonly name: 'categories' | 'more' }

export type RowName = Row['name']

export interface FormStep {
  readonly answers: Answers
  /** The row that has the focus. */
  readonly at: number
  /** What the input opened. */
  readonly opened?: 'categories' | 'more'
}

/** What an input does to a form, or null where it means nothing to it. */
export function formAfter(
  rows: readonly Row[],
  at: number,
  { answers, setting }: { readonly answers: Answers; readonly setting: Setting },
  input: Input,
): FormStep | null {
  const row = rows[at]
  if (row === undefined) return null
  const to = moveOf(input, row.kind === 'text')
  if (to !== null) return { answers, at: Math.max(0, Math.min(rows.length - 1, at + to)) }
  if (row.kind === 'text') {
    const field = edited(answers.texts[row.name], input)
    return field === null ? null : { answers: withText(answers, row.name, field), at }
  }
  const by = input.type === 'paste' ? undefined : turns[input.key]
  if (by === undefined) return null
  if (row.kind === 'choice') return { answers: turned(answers, setting, row.name, by), at }
  if (row.kind === 'tick') return { answers: { ...answers, force: !answers.force }, at }
  return { answers, at, opened: row.name }
}

function moveOf(input: Input, typing: boolean): 1 | -1 | null {
  if (input.type === 'paste') return null
  if (['down', 'tab'].includes(input.key) || (!typing && input.key === 'j')) return 1
  if (['up', 'shift-tab'].includes(input.key) || (!typing && input.key === 'k')) return -1
  return null
}

const turns: Readonly<Record<string, 1 | -1 | undefined>> = { left: -1, h: -1, right: 1, l: 1, space: 1 }

/** The keys of the row that has the focus. */
export function formBindings(rows: readonly Row[], at: number): readonly Binding[] {
  const moves = { name: 'move', keys: ['up', 'down', 'tab', 'shift-tab'], quiet: true } as const
  switch (rows[at]?.kind) {
    case 'choice':
      return [{ name: 'change', keys: ['space', 'right', 'left', 'l', 'h'] }, moves]
    case 'tick':
      return [{ name: 'tick', keys: ['space'] }, moves]
    case 'open':
      return [{ name: 'choose', keys: ['space', 'right'] }, moves]
    default:
      return [{ name: 'nextField', keys: ['tab', 'down'] }, moves]
  }
}

export function isTyping(rows: readonly Row[], at: number): boolean {
  return rows[at]?.kind === 'text'
}

export function rowNamed(rows: readonly Row[], name: RowName): number {
  return Math.max(
    0,
    rows.findIndex(row => row.name === name),
  )
}
