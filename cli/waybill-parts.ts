import { foreign, type Html, html } from './html.ts'
import { truncate } from './width.ts'

/** Columns. The middle of a longer file name is cut, and the end of a longer text; `show --json` has them whole. */
export const nameWidth = 70
const textWidth = 90

/** A text that was destroyed, or that there never was: where it always is, a missing one is said to be gone. */
export function personal(text: string | null, gone: boolean): Html | null {
  if (text !== null) return foreign(truncate(text, textWidth))
  return gone ? html`<span class="gone">shredded</span>` : null
}

/** `2026-01-05 09:00:00`, of a time of the ledger. */
export function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}`
}
