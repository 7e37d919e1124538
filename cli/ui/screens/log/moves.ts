import type { Input } from '../../keys.ts'
import { moved } from '../../scroll.ts'

/** The letters that pagers have, beside the arrows. */
const letters: Readonly<Record<string, string>> = {
  j: 'down',
  k: 'up',
  g: 'home',
  G: 'end',
  b: 'pageup',
  space: 'pagedown',
}

/** Where an input leads in a table; null where it moves nothing. */
export function movedInTable(at: number, count: number, input: Input, page: number): number | null {
  if (input.type === 'paste') return null
  const to = moved(at, count, { ...input, key: letters[input.key] ?? input.key }, page)
  return to === null ? null : Math.max(0, to)
}
