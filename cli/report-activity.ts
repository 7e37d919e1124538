import { type Activity, isTooLittle } from '../src/reports/activity.ts'
import { leastGroup, leastTotal, type ShownTable } from '../src/reports/suppression.ts'
import { bars } from './bars.ts'
import { svgBars } from './bars-svg.ts'
import { number } from './format.ts'
import { html } from './html.ts'
import { page } from './report-html.ts'
import { periodWords } from './report-period.ts'
import { dim, strong, type Text } from './style.ts'
import { wrap } from './width.ts'

const tables = (activity: Activity): readonly (readonly [title: string, table: ShownTable])[] => [
  ['By month', activity.months],
  ['By channel of the password', activity.channels],
  ['By category of data', activity.categories],
  ['By state', activity.states],
]

const rule = `Groups of fewer than ${leastGroup} are suppressed, and others with them, so that no sum gives them back. A transfer can have several categories or none. Reports over periods that differ little tell the difference: give out one.`
const withheld = 'Withheld: every group is too small.'
const tooLittle = `Below ${leastTotal} transfers there is no table.`

export function activityText(activity: Activity, look: { readonly width: number; readonly unicode: boolean }): Text[] {
  const room = Math.min(look.width, 100)
  const lines: Text[] = [
    ...wrap(`Activity, ${periodWords(activity)}`, room).map(strong),
    ...wrap(`Transfers begun: ${total(activity)}`, room),
  ]
  if (isTooLittle(activity)) return [...lines, ...wrap(tooLittle, room).map(dim)]
  for (const [title, table] of tables(activity)) {
    if (table?.length === 0) continue
    lines.push('', ...wrap(title, room).map(strong))
    lines.push(...(table === null ? wrap(withheld, room).map(dim) : bars(table, look)))
  }
  return [...lines, '', ...wrap(rule, room).map(dim)]
}

export function activityHtml(activity: Activity, made: string): string {
  const sections = isTooLittle(activity)
    ? [html`<p class="soft">${tooLittle}</p>`]
    : tables(activity).flatMap(([title, table]) => {
        if (table?.length === 0) return []
        const chart = table === null ? html`<p class="soft">${withheld}</p>` : svgBars(title, table)
        return [html`<section><h2>${title}</h2>${chart}</section>`]
      })
  return page(
    'Activity',
    [
      ['Period', periodWords(activity)],
      ['Report', made],
    ],
    [
      html`<p class="number">${total(activity)}</p><p class="soft">transfers begun</p>`,
      ...sections,
      html`<footer>${rule} No names of recipients and no operators are in this page.</footer>`,
    ],
  )
}

function total({ transfers }: Activity): string {
  return transfers === null ? `fewer than ${leastGroup}` : number(transfers)
}
