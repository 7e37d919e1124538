import { number } from './format.ts'
import { accent, dim, line, type Text } from './style.ts'
import { displayWidth, pad, truncate } from './width.ts'

/** One bar; a count that is null is suppressed, and has none. */
export interface Bar {
  readonly name: string
  readonly count: number | null
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const longest = 48
export const suppressed = 'suppressed'

/**
 * A bar chart for a terminal, each line at most `width` columns (`Infinity`: no terminal). The longest bar takes what
 * name and count leave. Where that is less than four columns there are no bars, and names are cut.
 */
export function bars(
  rows: readonly Bar[],
  { width, unicode }: { readonly width: number; readonly unicode: boolean },
): Text[] {
  const counts = rows.map(({ count }) => (count === null ? '-' : number(count)))
  const countWidth = Math.max(0, ...counts.map(displayWidth))
  const natural = Math.max(0, ...rows.map(({ name }) => displayWidth(name)))
  const nameWidth = Math.max(0, Math.min(natural, width - countWidth - 2))
  const room = Math.min(longest, width - nameWidth - countWidth - 4)
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0))
  return rows.map(({ name, count }, at) => {
    const shown = pad(truncate(name, nameWidth, 'end', unicode ? '…' : '.'), nameWidth)
    const value = pad(counts[at] ?? '', countWidth, 'start')
    if (count === null)
      return room >= suppressed.length ? line`${shown}  ${dim(value)}  ${dim(suppressed)}` : line`${shown}  ${value}`
    return room < 4
      ? line`${shown}  ${value}`
      : line`${shown}  ${value}  ${accent(bar((count / most) * room, unicode))}`
  })
}

/** At least something, so that no count above zero looks like none. */
function bar(columns: number, unicode: boolean): string {
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(columns)))
  const parts = Math.max(1, Math.round(columns * 8))
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '')
}
