import { sanitise } from './sanitise.ts'

/**
 * Text for a terminal, as data: colours are roles, not escape sequences, so whatever escape sequence stands in a string
 * is somebody else's and is made visible. A plain string is one line without a role.
 */
export type Text = string | Styled

/** What a colour means; never the only carrier of it. */
export type Role = 'ok' | 'bad' | 'warn' | 'dim' | 'strong' | 'accent'

export interface Styled {
  readonly spans: readonly Span[]
}

export interface Span {
  readonly text: string
  readonly role: Role | null
}

/** Gives `role` to the parts of `text` that have none yet. */
export function paint(role: Role, text: Text): Styled {
  return { spans: spansOf(text).map(span => ({ ...span, role: span.role ?? role })) }
}

export const ok = (text: Text): Styled => paint('ok', text)
export const bad = (text: Text): Styled => paint('bad', text)
export const warn = (text: Text): Styled => paint('warn', text)
export const dim = (text: Text): Styled => paint('dim', text)
export const strong = (text: Text): Styled => paint('strong', text)
export const accent = (text: Text): Styled => paint('accent', text)

/** A template tag for one line: line`Sealed ${strong(name)} with ${count} files`. */
export function line(literals: TemplateStringsArray, ...values: readonly (Text | number)[]): Styled {
  const parts = literals.flatMap((literal, at) => {
    const value = values[at]
    return value === undefined ? [literal] : [literal, typeof value === 'number' ? String(value) : value]
  })
  return join(parts)
}

export function join(parts: readonly Text[], between: Text = ''): Styled {
  return { spans: parts.flatMap((part, at) => (at === 0 ? spansOf(part) : [...spansOf(between), ...spansOf(part)])) }
}

/** The sanitised text without colour: what its width is measured on. */
export function bare(text: Text): string {
  return spansOf(text)
    .map(span => sanitise(span.text))
    .join('')
}

/** What is written to the stream: sanitised, with escape sequences (ECMA-48, 8.3.117 SGR) where `colour` allows them. */
export function render(text: Text, colour: boolean): string {
  if (!colour) return bare(text)
  return spansOf(text)
    .map(span =>
      span.role === null ? sanitise(span.text) : `${sgr[span.role][0]}${sanitise(span.text)}${sgr[span.role][1]}`,
    )
    .join('')
}

/** The sixteen colours of the user's own theme: legible on light and dark. */
const sgr: Readonly<Record<Role, readonly [on: string, off: string]>> = {
  ok: ['\x1b[32m', '\x1b[39m'],
  bad: ['\x1b[31m', '\x1b[39m'],
  warn: ['\x1b[33m', '\x1b[39m'],
  dim: ['\x1b[2m', '\x1b[22m'],
  strong: ['\x1b[1m', '\x1b[22m'],
  accent: ['\x1b[36m', '\x1b[39m'],
}

/** The parts of a text, in order. */
export function spansOf(text: Text): readonly Span[] {
  if (typeof text !== 'string') return text.spans
  return text === '' ? [] : [{ text, role: null }]
}
