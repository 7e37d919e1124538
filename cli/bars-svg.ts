import { type Bar, suppressed } from './bars.ts'
import { number } from './format.ts'
import { type Html, html } from './html.ts'

/** In units of the drawing. */
const [nameEnd, barStart, barRoom, rowHeight] = [150, 164, 420, 26] as const

/** The same chart as a drawing for a page: 680 units wide, one row for each bar. `title` is read to who cannot see it. */
export function svgBars(title: string, rows: readonly Bar[]): Html {
  const most = Math.max(1, ...rows.map(({ count }) => count ?? 0))
  const height = rows.length * rowHeight
  return html`<svg viewBox="0 0 680 ${height}" role="img" aria-label="${title}">${rows.map((row, at) => {
    const [top, base] = [at * rowHeight + 4, at * rowHeight + 17]
    const length = row.count === null ? 0 : Math.max(2, Math.round((row.count / most) * barRoom))
    return html`<text x="${nameEnd}" y="${base}" text-anchor="end">${row.name}</text>
<rect class="track" x="${barStart}" y="${top}" width="${barRoom}" height="18" rx="3"></rect>${
      row.count === null
        ? html`<text class="quiet" x="${barStart + 10}" y="${base}">${suppressed}</text>`
        : html`<rect class="bar" x="${barStart}" y="${top}" width="${length}" height="18" rx="3"></rect>
<text x="${barStart + barRoom + 12}" y="${base}">${number(row.count)}</text>`
    }`
  })}</svg>`
}
