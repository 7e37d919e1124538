import { dim, line, type Text, warn } from '../../../style.ts'
import type { Column } from '../../parts/table.tsx'
import type { Look } from '../../ui.ts'
import { stateText } from '../../waybill-rows.ts'
import { relative } from '../../when.ts'
import type { Item } from './home-state.ts'

/** Below this the state and the next step share a column, and the number has no room. */
const narrow = 64
/** Below this nobody is told when. */
const middle = 90

/** The columns of the home screen. */
export function columnsFor(look: Look, now: number): Column<Item>[] {
  const { words, room } = look
  const { head, shredded } = words.home
  const recipient = { head: head.recipient, cell: ({ view }: Item) => view.recipient.name ?? shredded }
  const state = ({ view }: Item) => stateText(words, view.state)
  if (room.columns < narrow) {
    const both = (item: Item) => {
      const next = nextText(item, look)
      return next === '' ? state(item) : line`${state(item)}: ${next}`
    }
    return [recipient, { head: head.state, cell: both }]
  }
  return [
    { head: head.transfer, cell: ({ view }) => view.transfer },
    recipient,
    { head: head.state, cell: state },
    { head: head.next, cell: item => nextText(item, look) },
    ...(room.columns < middle ? [] : [{ head: head.when, cell: (item: Item) => dim(whenText(item, look, now)) }]),
  ]
}

function nextText({ step }: Item, { words, theme }: Look): Text {
  if (step === null) return ''
  const text = words.transfer.invitations[step.action]
  // What nobody should leave lying has a mark.
  return step.urgency <= 3 ? line`${warn(theme.sign.warning)} ${text}` : text
}

/** When it ends, where somebody must be faster than that; else when it began. */
function whenText({ view, facts }: Item, { words, locale }: Look, now: number): string {
  if (facts.heldUntil !== null) return words.home.expires(relative(facts.heldUntil, now, locale))
  return relative(Date.parse(view.life[0]?.at ?? ''), now, locale)
}
