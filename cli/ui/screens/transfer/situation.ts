import { betweenLooks } from '../../../../src/reconciling.ts'
import { bad, dim, line, type Text, warn } from '../../../style.ts'
import { whatLeft } from '../../../what-left.ts'
import type { Look } from '../../ui.ts'
import { dateTime } from '../../when.ts'
import { wrapped } from '../../wrapped.ts'
import { type Action, legalActions } from './actions.ts'
import { keyOf, type Loaded } from './transfer-state.ts'

type Manner = Pick<Look, 'words' | 'locale' | 'theme'>

/** Somebody else's words. */
interface Quote {
  readonly quote: string
}

/** Where the transfer stands and what to do about it, in plain words: rows of at most `width` columns. */
export function situationRows(loaded: Loaded, look: Manner, width: number): Text[] {
  return [...situation(loaded, look), ...deletion(loaded, look)].flatMap(said =>
    typeof said === 'object' && 'quote' in said
      ? wrapped(said.quote, width - 2).map(row => line`  ${row}`)
      : wrapped(said, width),
  )
}

function situation(loaded: Loaded, look: Manner): readonly (Text | Quote)[] {
  const { view, facts } = loaded
  const { now, left } = look.words.transfer
  const at = (time: number) => dateTime(time, look.locale)
  const until = facts.heldUntil === null ? '' : at(facts.heldUntil)
  const hint = hintsOf(loaded)
  switch (view.state) {
    case 'unknown':
      return [warn(now.unknown), ...lookHints(loaded, look), ...gone(loaded, look)]
    case 'failed':
      return [
        bad(now.failed),
        ...(view.failure === null ? [] : [{ quote: `${view.failure.message} ${view.failure.hint}` }]),
        ...hint('other-channel', now.other),
        ...hint('override', now.retry),
        ...hint('cancel', now.wrongNumber),
        ...gone(loaded, look),
      ]
    case 'locked':
      return [warn(now.locked(keyOf.override, keyOf.cancel)), ...gone(loaded, look)]
    case 'held':
      return [
        facts.hold === 'person' ? now.heldPerson(until) : now.heldReceipt(until),
        ...(facts.handedOver ? [] : [now.notHandedOver(keyOf['handed-over'], view.receiptCode ?? '')]),
        ...gone(loaded, look),
      ]
    case 'intended':
    case 'sealed':
    case 'checked':
      return [...hint('resume', now.cutOff).map(warn), ...gone(loaded, look)]
    case 'released':
      return [
        ...hint('resume', now.cutOff).map(warn),
        ...(facts.cutOff ? [] : hint('dictate', now.person)),
        ...gone(loaded, look),
      ]
    case 'accepted':
      return [now.accepted]
    case 'delivered':
    case 'confirmed':
      return []
    case 'cancelled':
      return view.cancelled === null ? [] : whatLeft(view.cancelled, view.names.hide, left)
    default:
      return [dim(now[view.state])]
  }
}

/** What the recipient was asked and nobody answered yet. */
function deletion({ view, facts }: Loaded, { words: { transfer } }: Manner): Text[] {
  if (view.deletion === null || view.deletion.answer !== null || view.deletion.askedBy === null) return []
  const { askedBy } = view.deletion
  if (facts.deletionDue) return [warn(transfer.now.deletionDue(askedBy, keyOf.deleted))]
  return facts.archive && view.password.left !== 'kept' ? [transfer.now.deletionAsked(askedBy)] : []
}

/** What a key does, where it is legal now. */
function hintsOf({ facts }: Loaded): (action: Action, words: (key: string) => string) => string[] {
  const legal = legalActions(facts)
  return (action, words) => (legal.includes(action) ? [words(keyOf[action])] : [])
}

/** What can be done about a password that may have left. */
function lookHints({ facts }: Loaded, { words, locale }: Manner): string[] {
  const { now } = words.transfer
  if (facts.again) return [now.again(keyOf.override)]
  if (!facts.canLook) return [now.nobody(keyOf.cancel)]
  if (facts.firstLook === null) return [now.look(keyOf.status)]
  const time = (at: number) => dateTime(at, locale).slice(-5)
  return [now.lookAgain(time(facts.firstLook), time(facts.firstLook + betweenLooks))]
}

/** What stands in the way of every release. */
function gone({ facts, view }: Loaded, { words: { transfer } }: Manner): Text[] {
  if (!facts.password) return [bad(transfer.now.noPassword)]
  return facts.number || view.recipient.phone === null ? [] : [warn(transfer.now.numberGone)]
}
