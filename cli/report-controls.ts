import type { ControlRow, ControlStatus, Controls } from '../src/reports/controls.ts'
import { outside } from '../src/reports/controls-table.ts'
import { number } from './format.ts'
import { type Html, html } from './html.ts'
import { page } from './report-html.ts'
import { periodWords } from './report-period.ts'
import { bad, dim, line, ok, strong, type Text, warn } from './style.ts'
import { wrap } from './width.ts'

const colours = { enforced: ok, partly: warn, 'not enforced': bad } as const
const statuses: readonly ControlStatus[] = ['enforced', 'partly', 'not enforced']
const notClaimed = `Outside software, so nothing is said of it: ${outside}.`

export function controlsText(report: Controls, { width }: { readonly width: number }): Text[] {
  const room = Math.max(20, Math.min(width, 100))
  const indent = '  '
  const paragraph = (label: string, text: string, paint: (text: string) => Text = text => text) =>
    wrap(text, room - indent.length - 10).map(
      (part, at) => line`${indent}${dim((at === 0 ? label : '').padEnd(10))}${paint(part)}`,
    )
  return [
    ...wrap(`Controls, ${periodWords(report)}`, room).map(strong),
    ...wrap(`${report.home} home, key ${report.fingerprint}, ${number(report.checkpoint.size)} events`, room).map(dim),
    ...wrap(
      tally(report)
        .map(([status, many]) => `${many} ${status}`)
        .join(' · '),
      room,
    ),
    ...report.rows.flatMap(row => [
      '',
      ...wrap(`${row.clause} ${row.measure}`, room).map(strong),
      line`${indent}${colours[row.status](row.status)}`,
      ...paragraph(isWhole(row) ? 'by' : 'aim', row.by),
      ...(row.evidence.length === 0 ? [] : paragraph('evidence', evidence(row).join(' · '))),
      ...row.gaps.flatMap(gap => paragraph('gap', gap, warn)),
    ]),
    '',
    ...wrap(notClaimed, room).map(dim),
  ]
}

export function controlsHtml(report: Controls, made: string): string {
  return page(
    'Technical and organisational measures',
    [
      ['Period', periodWords(report)],
      ['Report', made],
      ['Home', report.home],
      ['Ledger', `${number(report.checkpoint.size)} events`],
      ['Fingerprint of the key', html`<code>${report.fingerprint}</code>`],
    ],
    [
      html`<ul class="tally">${tally(report).map(([status, many]) => html`<li><b>${many}</b>${pill(status)}</li>`)}</ul>
<table>
<thead><tr><th class="c1">Clause</th><th class="c2">Measure, and what enforces it here</th><th class="c3">Evidence of the period, and gaps</th></tr></thead>
<tbody>${report.rows.map(tableRow)}</tbody>
</table>
<footer>${notClaimed}</footer>`,
    ],
  )
}

function tableRow(row: ControlRow): Html {
  const items = [
    ...evidence(row).map(text => html`<li>${text}</li>`),
    ...row.gaps.map(text => html`<li class="gap">${prose(text)}</li>`),
  ]
  return html`<tr><td><b>${row.clause}</b></td><td><b>${row.measure}</b><br><span class="soft">${isWhole(row) ? '' : 'Aim: '}${prose(row.by)}</span></td><td>${pill(row.status)}<ul>${items}</ul></td></tr>`
}

function pill(status: ControlStatus): Html {
  return html`<span class="status ${status.replace(' ', '-')}">${status}</span>`
}

function tally({ rows }: Controls): [ControlStatus, number][] {
  return statuses.map(status => [status, rows.filter(row => row.status === status).length])
}

function evidence({ evidence }: ControlRow): string[] {
  return evidence.map(({ what, value }) => `${what}: ${typeof value === 'number' ? number(value) : value}`)
}

/** What a row that is not built says of itself is an aim. */
function isWhole({ status }: ControlRow): boolean {
  return status !== 'not enforced'
}

/** Text with `commands` in it. */
function prose(text: string): Html[] {
  return text.split('`').map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))
}
