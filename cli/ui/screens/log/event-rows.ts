import type { EventView } from '../../../../src/event-view.ts'
import { eventWords } from '../../../event-words.ts'
import { dim, strong, type Text } from '../../../style.ts'
import { labelsOf, type Pair, pairRows } from '../../pairs.ts'
import type { Look } from '../../ui.ts'
import { dateTime, number } from '../../when.ts'
import { wrapped } from '../../wrapped.ts'

/** Longer values are for `waybill show --json`. */
const longest = 2000

/** One event as names and values, in rows of at most `width` columns. */
export function eventRows(event: EventView, look: Pick<Look, 'words' | 'locale' | 'theme'>, width: number): Text[] {
  const { words, locale } = look
  const { label, shredded, heads } = words.log.event
  const what = eventWords(event.type, event.details, words.events)
  const facts: Pair[] = [
    [label.event, strong(what)],
    [label.seq, number(event.seq, locale)],
    [label.at, `${dateTime(event.at, locale)}  (${new Date(event.at).toISOString()})`],
    ...(event.transfer === null ? [] : [[label.transfer, event.transfer] as const]),
    [label.says, words.terms.says[event.says]],
    [label.operator, event.operator === null ? dim(shredded) : `${event.operator.name}, ${event.operator.email}`],
  ]
  const details = Object.entries(event.details).map(([name, value]): Pair => [name, plain(value)])
  const fields = event.fields.map(({ class: kind, name, value }): Pair => {
    const gone = value === null
    return [name ?? kind, gone ? dim(shredded) : cut(value, look.theme.sign.ellipsis)]
  })
  const envelope: Pair[] = [
    [label.type, event.type],
    [label.id, event.id],
    [label.before, event.prev],
    [label.device, event.device],
    [label.tool, event.tool],
    [label.policy, event.policy],
    [label.key, event.key],
  ]
  const labels = Math.max(...[facts, details, fields, envelope].map(labelsOf))
  const part = (head: string, pairs: readonly Pair[]) =>
    pairs.length === 0 ? [] : ['', ...wrapped(strong(head), width), ...pairRows(pairs, width, labels)]
  return [
    ...pairRows(facts, width, labels),
    ...part(heads.fields, fields),
    ...part(heads.details, details),
    ...part(heads.envelope, envelope),
  ]
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function cut(text: string, mark: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}${mark}`
}
