import { bare, join, type Text } from './style.ts'
import { displayWidth, truncate } from './width.ts'

/** One column of a table. */
export interface Column {
  readonly head: Text
  readonly align?: 'left' | 'right'
  /** Where too long a value is cut: paths keep both ends. */
  readonly cut?: 'end' | 'middle'
  /** Never narrower than this many columns, when the screen is too narrow for everything (default 8). */
  readonly least?: number
}

const gap = '  '

/**
 * Aligned lines, the heads first; no heads where all are empty. Where the lines would be wider than `width` columns, the
 * widest columns give way first, each down to its `least`; what is too long is cut with an ellipsis. `width` may be
 * `Infinity`. Lines have no spaces at their ends.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Text[])[],
  options: { readonly width: number; readonly unicode: boolean },
): Text[] {
  const heads = columns.map(column => column.head)
  const all = heads.some(head => bare(head) !== '') ? [heads, ...rows] : rows
  const natural = columns.map((_, at) =>
    all.reduce((most, row) => Math.max(most, displayWidth(bare(row[at] ?? ''))), 0),
  )
  const widths = shrink(natural, columns, options.width - gap.length * (columns.length - 1))
  const mark = options.unicode ? '…' : '...'
  return all.map(row => {
    const last = row.findLastIndex(cell => bare(cell) !== '')
    const cells = columns.slice(0, last + 1).map((column, at) => {
      const cell = cut(row[at] ?? '', widths[at] ?? 0, column.cut ?? 'end', mark)
      return fill(cell, at === last && column.align !== 'right' ? 0 : (widths[at] ?? 0), column.align ?? 'left')
    })
    return join(cells, gap)
  })
}

/** `name  value` lines, the names aligned: how one thing is shown. */
export function facts(pairs: readonly (readonly [name: Text, value: Text])[]): Text[] {
  return table([{ head: '' }, { head: '' }], pairs, { width: Number.POSITIVE_INFINITY, unicode: true })
}

/** Takes columns away from the widest until the sum fits or nobody can give any more. */
function shrink(natural: readonly number[], columns: readonly Column[], room: number): number[] {
  const widths = [...natural]
  const floors = natural.map((width, at) => Math.min(width, columns[at]?.least ?? 8))
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    const candidates = widths.map((width, at) => (width > (floors[at] ?? 0) ? width : 0))
    const widest = Math.max(...candidates)
    if (widest <= 0) break
    const at = candidates.indexOf(widest)
    widths[at] = widest - 1
    excess--
  }
  return widths
}

/** A cut value keeps the role of its first part. */
function cut(cell: Text, width: number, where: 'end' | 'middle', mark: string): Text {
  const text = bare(cell)
  if (displayWidth(text) <= width) return cell
  const shorter = truncate(text, width, where, mark)
  return typeof cell === 'string' ? shorter : { spans: [{ text: shorter, role: cell.spans[0]?.role ?? null }] }
}

function fill(cell: Text, width: number, align: 'left' | 'right'): Text {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(bare(cell))))
  return align === 'right' ? join([spaces, cell]) : join([cell, spaces])
}
