import { endStates } from '../../src/states.ts'
import type { TransferView } from '../../src/view.ts'
import { bad, dim, line, ok, type Text, warn } from '../style.ts'
import { displayWidth, pad } from '../width.ts'
import type { Look } from './ui.ts'
import { dateTime } from './when.ts'

export const milestones = ['released', 'accepted', 'delivered', 'confirmed'] as const

/** One of the four facts that are never shown as one. `open`: not yet; `never`: not any more; `needless`: skipped. */
export interface Mark {
  readonly name: (typeof milestones)[number]
  readonly is: 'done' | 'open' | 'never' | 'needless' | 'failed' | 'unknown'
  /** The event that says so. */
  readonly event: TransferView['life'][number] | null
}

/** How far the password got on the road that was taken last. Pure. */
export function roadOf({ state, life }: Pick<TransferView, 'state' | 'life'>): readonly Mark[] {
  const begun = life.findLastIndex(({ event }) => event === 'transfer.released')
  const since = begun === -1 ? [] : life.slice(begun)
  const last = (...types: readonly string[]) => since.findLast(({ event }) => types.includes(event)) ?? null
  const without = endStates.has(state) ? 'never' : 'open'
  const released = last('transfer.released')
  const accepted = last('password.accepted')
  const failed = last('password.failed')
  const delivered = last('password.delivered', 'password.dictated')
  // A code can be quoted before the password was let go: then somebody has it who should not.
  const confirmed =
    life.findLast(({ event }) => event === 'transfer.confirmed' || event === 'confirmation.quoted') ?? null
  const byPerson = released !== null && released.details.channel !== 'sms'
  const first: Mark['is'] = byPerson
    ? 'needless'
    : failed !== null
      ? 'failed'
      : state === 'unknown'
        ? 'unknown'
        : without
  return [
    mark('released', released, without),
    mark('accepted', accepted, first, failed),
    mark('delivered', delivered, accepted !== null && failed !== null ? 'failed' : without, failed),
    mark('confirmed', confirmed, without),
  ]
}

function mark(name: Mark['name'], event: Mark['event'], otherwise: Mark['is'], failed: Mark['event'] = null): Mark {
  if (event !== null) return { name, is: 'done', event }
  return { name, is: otherwise, event: otherwise === 'failed' ? failed : null }
}

/** The road as four rows. */
export function roadRows(
  view: Pick<TransferView, 'state' | 'life'>,
  look: Pick<Look, 'words' | 'locale' | 'theme'>,
): Text[] {
  const { words, locale } = look
  const widest = Math.max(...milestones.map(name => displayWidth(words.home.states[name])))
  return roadOf(view).map(mark => {
    const time = mark.event === null ? '' : `${dateTime(Date.parse(mark.event.at), locale)}  `
    return line`${signOf(mark, look.theme)} ${pad(words.home.states[mark.name], widest)}  ${time}${dim(detail(mark, words))}`
  })
}

function signOf({ is }: Mark, { sign }: Look['theme']): Text {
  const width = Math.max(...[sign.done, sign.failed, sign.warning, sign.empty].map(displayWidth))
  if (is === 'done') return ok(pad(sign.done, width))
  if (is === 'failed') return bad(pad(sign.failed, width))
  return is === 'unknown' ? warn(pad(sign.warning, width)) : dim(pad(is === 'open' ? sign.empty : '-', width))
}

/** Who says so, or why there is nothing. */
function detail({ is, event, name }: Mark, { transfer: { road } }: Look['words']): string {
  if (is === 'open') return road.notYet
  if (is === 'never') return road.never
  if (is === 'needless') return road.needless
  if (is === 'unknown') return road.unknown
  if (is === 'failed') return road.refused
  const courier = String(event?.details.courier)
  const by: Readonly<Record<string, string>> = road.by
  switch (name) {
    case 'released':
      return by[String(event?.details.by)] ?? ''
    case 'accepted':
      return road.took(courier)
    case 'delivered':
      return event?.event === 'password.dictated' ? road.readOut : road.handset(courier)
    case 'confirmed':
      return event?.says === 'recipient' ? road.opened : road.word
  }
}
