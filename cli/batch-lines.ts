import type { RowState, RowView } from '../src/batch-view.ts'
import { endStates, states } from '../src/states.ts'
import { holds } from '../src/words.ts'
import { count, list, number } from './format.ts'
import { bad, dim, line, type Text, warn } from './style.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { stateWord } from './transfer-lines.ts'

const ends: ReadonlySet<RowState> = endStates
const order: readonly RowState[] = ['ready', ...states, 'refused', 'left']
/** More than that nobody reads; the result file and `--json` have all. */
const mostListed = 20

/** How many rows are in each state, in the order of a transfer's life. */
export function countStates(rows: Iterable<RowState>): Partial<Record<RowState, number>> {
  const found = new Map<RowState, number>()
  for (const state of rows) found.set(state, (found.get(state) ?? 0) + 1)
  return Object.fromEntries(order.flatMap(state => (found.has(state) ? [[state, found.get(state)]] : [])))
}

/** `3 held, 34 delivered, 1 refused`. */
export function stateCounts(rows: Iterable<RowState>): string {
  return Object.entries(countStates(rows))
    .map(([state, many]) => `${number(many)} ${state}`)
    .join(', ')
}

/** `Passwords: 3 at once, 2 held until the receipt code is quoted`, of rows that could be sent. */
export function holdLine(rows: readonly RowView[]): string {
  const words = {
    none: 'at once',
    receipt: 'held until the receipt code is quoted',
    person: 'held until you read it out',
  } as const
  const ready = rows.filter(({ state }) => state === 'ready')
  const parts = holds.flatMap(hold => {
    const many = ready.filter(one => one.hold === hold).length
    return many === 0 ? [] : [`${number(many)} ${words[hold]}`]
  })
  return `Passwords: ${parts.join(', ')}.`
}

/** What became of all rows: those that did not come to what was asked for with the reason, then how many are where. */
export function batchLines(rows: readonly RowView[], terminal: Pick<Terminal, 'width' | 'unicode'>): Text[] {
  const left = rows.filter(({ state }) => state === 'left').length
  const before = rows.filter(one => one.before).length
  const facts = [`${count(rows.length, 'row')}: ${stateCounts(rows.map(({ state }) => state))}`]
  if (before === 1) facts.push('1 row had a transfer before and was not sent again; --again sends all anew.')
  if (before > 1)
    facts.push(`${number(before)} rows had transfers before and were not sent again; --again sends all anew.`)
  if (left > 0) facts.push(`Run the same command again to go on with what is left.`)
  return [...wrongLines(rows, terminal), ...facts]
}

/** What a person does next with the archives that were made. */
export function nextLines(rows: readonly RowView[], begun: boolean): string[] {
  if (!begun) return ['Nothing was done.']
  const isThere = ({ sha256, state }: RowView) => sha256 !== null && !ends.has(state)
  if (!rows.some(isThere)) return []
  return ['Send each archive with its receipt code, then: waybill handed-over ID --by mail']
}

/** Two lines each. What was left is no more than a number. */
function wrongLines(rows: readonly RowView[], terminal: Pick<Terminal, 'width' | 'unicode'>): Text[] {
  const wrong = rows.filter(({ ok, state }) => !ok && state !== 'left')
  if (wrong.length === 0) return []
  const told = wrong.slice(0, mostListed)
  const heads = [{ head: 'Row', align: 'right' as const }, { head: 'To' }, { head: 'State' }, { head: 'Transfer' }]
  const cells = told.map(({ row, to, transfer, state }) => [String(row), to, word(state), transfer ?? ''])
  const [first = '', ...others] = table(heads, cells, terminal)
  const reasons = told.map(({ code, message, hint }) => {
    const reason = [code === null ? '' : `${code}:`, message, hint].filter(Boolean).join(' ')
    return line`     ${dim(reason)}`
  })
  const more = wrong.length - told.length
  return [
    first,
    ...others.flatMap((each, at) => [each, reasons[at] ?? '']),
    ...(more > 0 ? [`… and ${count(more, 'more row', 'more rows')}: the result and --json have them all.`] : []),
    '',
  ]
}

/** What a person should know of files and numbers: each thing once, with its rows. */
export function findingLines(rows: readonly RowView[]): string[] {
  const found = Map.groupBy(
    rows.flatMap(({ row, findings }) => findings.map(({ message }) => ({ row, message }))),
    ({ message }) => message,
  )
  return [...found].map(([message, all]) => {
    const named = [...new Set(all.map(({ row }) => row))]
    const told = named.slice(0, 5).map(String)
    const more = named.length - told.length
    const which = list(more > 0 ? [...told, `${number(more)} more`] : told)
    return `${message} (${named.length === 1 ? 'row' : 'rows'} ${which})`
  })
}

function word(state: RowState): Text {
  if (state === 'refused') return bad(state)
  return state === 'left' || state === 'ready' ? warn(state) : stateWord(state)
}
