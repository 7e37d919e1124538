import type { Input } from './keys.ts'

/** A line that is being edited: what stands before the caret and what behind it. */
export interface TextField {
  readonly before: string
  readonly after: string
}

export const emptyField: TextField = { before: '', after: '' }

/** Longer is no name, purpose or path. In UTF-16 units. */
const longest = 4096

export function fieldWith(text: string): TextField {
  return { before: text, after: '' }
}

export function textOf({ before, after }: TextField): string {
  return before + after
}

/** The field after this input, or null where the input means nothing to a field (Enter, Tab, Escape, up, down, …). */
export function edited(field: TextField, input: Input): TextField | null {
  if (input.type === 'paste') return inserted(field, input.text)
  if (input.text !== '') return inserted(field, input.text)
  return edits[input.key]?.(field) ?? null
}

const edits: Readonly<Record<string, (field: TextField) => TextField>> = {
  left: ({ before, after }) => ({ before: cut(before), after: last(before) + after }),
  right: ({ before, after }) => ({ before: before + first(after), after: after.slice(first(after).length) }),
  home: field => ({ before: '', after: textOf(field) }),
  end: field => fieldWith(textOf(field)),
  'ctrl-a': field => ({ before: '', after: textOf(field) }),
  'ctrl-e': field => fieldWith(textOf(field)),
  backspace: ({ before, after }) => ({ before: cut(before), after }),
  'ctrl-h': ({ before, after }) => ({ before: cut(before), after }),
  // Many terminals send for Backspace what others send for Delete; at the end of a line only one can be meant.
  delete: ({ before, after }) =>
    after === '' ? { before: cut(before), after } : { before, after: after.slice(first(after).length) },
  'ctrl-d': ({ before, after }) => ({ before, after: after.slice(first(after).length) }),
  'ctrl-w': ({ before, after }) => ({ before: before.replace(/\S*\s*$/u, ''), after }),
  'ctrl-u': ({ after }) => ({ before: '', after }),
  'ctrl-k': ({ before }) => ({ before, after: '' }),
}

/** A field is one line: line ends of a paste become spaces, other control characters are dropped. */
function inserted({ before, after }: TextField, text: string): TextField {
  const line = text
    .replace(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .toWellFormed()
  const room = Math.max(0, longest - before.length - after.length)
  return { before: before + (line.length <= room ? line : line.slice(0, room).toWellFormed()), after }
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function first(text: string): string {
  const [segment] = graphemes.segment(text)
  return segment?.segment ?? ''
}

function last(text: string): string {
  return text === '' ? '' : (graphemes.segment(text).containing(text.length - 1)?.segment ?? '')
}

function cut(text: string): string {
  return text.slice(0, text.length - last(text).length)
}
