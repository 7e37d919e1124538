import { handOvers } from '../../../../src/words.ts'
import { accent, bad, dim, line, ok, strong, type Text, warn } from '../../../style.ts'
import { displayWidth, pad } from '../../../width.ts'
import { type Paragraph, rowsOf } from '../../parts/paragraphs.tsx'
import type { Look } from '../../ui.ts'
import { dateTime } from '../../when.ts'
import { findingParagraphs } from './review.ts'
import { type Road, roadOf } from './road.ts'
import type { SentState } from './send-state.ts'

/** Archive, receipt code and the road of the password: what is done, and what is left to do. */
export function sentRows(sent: SentState, look: Look): Text[] {
  const { words, room, theme, locale } = look
  const { view, findings, handing } = sent
  const texts = words.send.sent
  if (handing !== null) {
    return [strong(texts.handing), '', ...handOvers.map((by, at) => choice(words.send.by[by], at === handing, look))]
  }
  const name = view.recipient.name ?? ''
  const label = Math.max(displayWidth(texts.archive), displayWidth(texts.receipt))
  const archive = rowsOf([{ mark: dim(pad(texts.archive, label)), text: view.archive ?? '' }], room.columns)
  const code: Text[] =
    view.receiptCode === null ? [] : [line`${dim(pad(texts.receipt, label))} ${accent(strong(view.receiptCode))}`]
  const how: Paragraph = view.handedOver ? { mark: ok(theme.sign.done), text: texts.handed } : { text: texts.how(name) }
  const airy: Text[] = room.rows >= 16 ? [''] : []
  return [
    line`${strong(view.transfer)} ${dim(words.home.states[view.state])}`,
    ...archive,
    ...code,
    ...(code.length === 0
      ? []
      : rowsOf([{ mark: ' '.repeat(label), text: texts.receiptMay, role: 'dim' }], room.columns)),
    ...airy,
    ...rowsOf([how], room.columns),
    ...airy,
    strong(texts.road),
    ...marks(roadOf(view), look),
    ...rowsOf(standing(sent, look), room.columns),
    ...rowsOf(findingParagraphs(findings, look), room.columns),
  ]

  function marks(road: Road, { theme }: Look): Text[] {
    const width = Math.max(displayWidth(theme.sign.done), displayWidth(theme.sign.failed), 1)
    return road.map(({ name, at, how }) => {
      const label = name === 'delivered' && view.attestation !== null ? texts.readOut : texts[name]
      if (at !== null) return line`  ${ok(pad(theme.sign.done, width))} ${label}  ${dim(dateTime(at, locale))}`
      const wait = how === 'never' ? texts.notThisWay : texts.notYet
      return line`  ${dim(pad('-', width))} ${dim(`${label}: ${wait}`)}`
    })
  }
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
    ]
  }
  if (view.state === 'unknown') return [{ mark: alert, text: sent.unknown }]
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
