import type { TransferView } from '../../../../src/view.ts'
import { handOvers } from '../../../../src/words.ts'
import { accent, bad, dim, line, ok, strong, type Text, warn } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import { type Paragraph, rowsOf } from '../../paragraphs.ts'
import { roadRows } from '../../road.ts'
import type { Look } from '../../ui.ts'
import { dateTime } from '../../when.ts'
import { findingParagraphs } from './review.ts'
import type { SentState } from './send-state.ts'

/** Archive, receipt code and the road of the password: what is done, and what is left to do. */
export function sentRows(sent: SentState, look: Look): Text[] {
  const { words, room, theme } = look
  const { view, findings, handing } = sent
  const texts = words.send.sent
  if (handing !== null) {
    return [strong(texts.handing), '', ...handOvers.map((by, at) => choice(words.send.by[by], at === handing, look))]
  }
  const name = view.recipient.name ?? ''
  const files = filesOf(view, texts)
  const label = Math.max(...[texts.receipt, ...files.map(([name]) => name)].map(displayWidth))
  const paths = files.map(([name, path]): Paragraph => ({ mark: dim(pad(name, label)), text: path }))
  const code: Text[] =
    view.receiptCode === null ? [] : [line`${dim(pad(texts.receipt, label))} ${accent(strong(view.receiptCode))}`]
  const how: Paragraph = view.handedOver ? { mark: ok(theme.sign.done), text: texts.handed } : { text: texts.how(name) }
  const airy: Text[] = room.rows >= 16 ? [''] : []
  return [
    line`${strong(view.transfer)} ${dim(words.home.states[view.state])}`,
    ...rowsOf(paths, room.columns),
    ...code,
    ...(code.length === 0
      ? []
      : rowsOf([{ mark: ' '.repeat(label), text: texts.receiptMay, role: 'dim' }], room.columns)),
    ...airy,
    ...rowsOf([how], room.columns),
    ...airy,
    strong(words.transfer.road.head),
    ...roadRows(view, look),
    ...rowsOf(standing(sent, look), room.columns),
    ...rowsOf(findingParagraphs(findings, look), room.columns),
  ]
}

/** The archive, and what lies beside it. */
function filesOf({ archive, card, opener }: TransferView, texts: Look['words']['send']['sent']) {
  const files = [
    [texts.archive, archive],
    [texts.card, card?.text],
    ['', card?.html],
    [texts.opener, opener?.path],
  ] as const
  return files.flatMap(([name, path]) => (path == null ? [] : [[name, path] as const]))
}

/** What stands in the way, or what it waits for. */
function standing({ view }: SentState, { words, theme, locale }: Look): Paragraph[] {
  const { sent } = words.send
  const alert = warn(theme.sign.warning)
  if (view.state === 'failed') {
    const { failure } = view
    return [
      { mark: bad(theme.sign.failed), text: `${sent.failed} ${failure?.message ?? ''}` },
      ...(failure === null ? [] : [{ mark: ' ', text: failure.hint }]),
      { mark: ' ', text: sent.mend },
    ]
  }
  if (view.state === 'unknown') {
    return [
      { mark: alert, text: sent.unknown },
      { mark: ' ', text: sent.mend },
    ]
  }
  if (view.receiptNeeded) {
    return [
      { mark: alert, text: sent.held(view.heldUntil === null ? '' : dateTime(Date.parse(view.heldUntil), locale)) },
    ]
  }
  if (view.state === 'held' || view.state === 'released') return [{ mark: alert, text: sent.person }]
  return []
}

function choice(text: string, chosen: boolean, { theme }: Look): Text {
  const { sign } = theme
  return chosen ? line`${accent(sign.chosen)} ${strong(text)}` : line`${' '.repeat(displayWidth(sign.chosen))} ${text}`
}
