import type { Input } from './keys.ts'

/** Where a move leads in a list of `count` rows of which `page` are seen; null where the input moves nothing. */
export function moved(at: number, count: number, input: Input, page = 10): number | null {
  if (input.type === 'paste') return null
  const target = targets[input.key]?.(at, count, page)
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target))
}

const targets: Readonly<Record<string, (at: number, count: number, page: number) => number>> = {
  up: at => at - 1,
  down: at => at + 1,
  pageup: (at, _, page) => at - page,
  pagedown: (at, _, page) => at + page,
  home: () => 0,
  end: (_, count) => count - 1,
}

/** The same where nobody types, so that letters move too: those of `less` and `vi`. */
export function steered(at: number, count: number, input: Input, page = 10): number | null {
  const meant = input.type === 'paste' ? undefined : letters[input.key]
  return moved(at, count, meant === undefined ? input : { type: 'press', key: meant, text: '' }, page)
}

const letters: Readonly<Record<string, string>> = {
  k: 'up',
  j: 'down',
  b: 'pageup',
  space: 'pagedown',
  g: 'home',
  G: 'end',
}

/** Rows of text that are read: from which one on they are seen, `page` of `count`. Null where the input turns nothing. */
export function turned(top: number, count: number, input: Input, page: number): number | null {
  return steered(topmost(top, count, page), Math.max(1, count - page + 1), input, page)
}

/** The last `top` that leaves no room empty. */
export function topmost(top: number, count: number, page: number): number {
  return Math.max(0, Math.min(top, count - page))
}

/** The rows that are seen so that row `at` is among them: from `first`, `length` many. */
export function seen(at: number, count: number, rows: number): { readonly first: number; readonly length: number } {
  const length = Math.max(0, Math.min(count, rows))
  const first = Math.max(0, Math.min(at - Math.floor(length / 2), count - length))
  return { first, length }
}
