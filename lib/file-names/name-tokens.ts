/** How the name of a file falls into words, groups of digits and what stands between them. */
import { foldWord } from './fold-word.ts'
import { fileKinds } from './harmless-words.ts'

type Kind = 'word' | 'digits' | 'separator' | 'other'
export interface Token {
  readonly kind: Kind
  readonly text: string
  readonly folded: string
}

/** Letters (a capital after a small one begins another word), digits, or one character of another kind. */
const TOKEN = /\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{Lt}\p{M}]+|\d+|./gsu
const SEPARATOR = /^[\s._\-–—,;+&()[\]{}#=!~%'’@$§°"„“”:|*<>?\\^`]$/u

/** The tokens of one part of a path (untrusted), without an ending that only tells the kind of file. */
export function tokensOf(text: string): Token[] {
  return (withoutKind(text).match(TOKEN) ?? []).map(tokenOf)
}

function tokenOf(text: string): Token {
  const kind = /^\p{L}/u.test(text)
    ? 'word'
    : /^\d/.test(text)
      ? 'digits'
      : SEPARATOR.test(text)
        ? 'separator'
        : 'other'
  return { kind, text, folded: kind === 'word' ? foldWord(text) : text }
}

/** `data.tar.gz` without its two endings. A name that is nothing but an ending keeps it. */
function withoutKind(text: string): string {
  let rest = text
  for (let times = 0; times < 2; times++) {
    const dot = rest.lastIndexOf('.')
    if (dot <= 0 || !fileKinds.has(rest.slice(dot + 1).toLowerCase())) return rest
    rest = rest.slice(0, dot)
  }
  return rest
}

export function isCapital(token: Token | undefined): boolean {
  return token?.kind === 'word' && /^\p{Lu}/u.test(token.text)
}

export function isInitial(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.folded.length === 1
}

/** Between a date and a time: a T, or a word as screenshots have it. */
export function isTimeWord(token: Token | undefined): boolean {
  return token?.kind === 'word' && /^(?:t|at|um|a)$/.test(token.folded)
}
