import type { TransferView } from '../src/view.ts'
import type { Hiding, NumberTrust } from '../src/words.ts'
import { trustWord } from './contact-lines.ts'
import { eventWords } from './event-words.ts'
import { bytes, count, local, number } from './format.ts'
import { accent, dim, line, paint, type Role, strong, type Text, warn } from './style.ts'
import { facts } from './table.ts'

/** What every transfer has, and this one no longer. */
export const shredded = '(shredded)'

/** One transfer for people: what it is, how it is protected, and its life so far with who says so. */
export function transferLines(view: TransferView): Text[] {
  const { recipient, password, check } = view
  const pairs: [Text, Text][] = [
    [dim('Transfer'), line`${strong(view.transfer)} ${stateWord(view.state)}`],
    [
      dim('For'),
      [recipient.name ?? shredded, recipient.organisation, recipient.phone].filter(part => part !== null).join(', '),
    ],
    ...(view.numberTrust === null || view.numberTrust === 'none' ? [] : [numberLine(view.numberTrust)]),
    [dim('Purpose'), view.purpose ?? shredded],
    [dim('Archive'), view.archive ?? shredded],
  ]
  if (view.bytes !== null)
    pairs.push([dim('Size'), `${bytes(view.bytes)}, ${count(view.entries ?? 0, 'entry', 'entries')}`])
  if (view.names.hide !== null) pairs.push([dim('Names'), nameWords[view.names.hide]])
  if (view.sha256 !== null) pairs.push([dim('SHA-256'), accent(view.sha256)])
  if (check !== null)
    pairs.push([
      dim('Read back'),
      `zip.js ${number(check.zipJs.entries)} whole, Waybill ${number(check.waybill.entries)} more`,
    ])
  pairs.push([
    dim('Password'),
    `${password.length} characters, ${password.bits} bits (${password.recipe}), by ${view.channel}`,
  ])
  if (view.receiptCode !== null) pairs.push([dim('Receipt'), strong(view.receiptCode)])
  if (view.card !== null) pairs.push([dim('Card'), view.card.text ?? shredded])
  if (view.opener !== null) {
    pairs.push([dim('Opener'), view.opener.path ?? shredded], [dim('  SHA-256'), accent(view.opener.sha256)])
  }
  if (view.deletion !== null) pairs.push([dim('Deletion'), deletionWords(view.deletion)])
  if (view.heldUntil !== null) pairs.push([dim('Held until'), local(Date.parse(view.heldUntil))])
  if (view.state === 'unknown') pairs.push([dim('Unknown'), warn(unknown)])
  if (view.attestation !== null) pairs.push([dim('Attested'), attested(view.attestation)])
  if (view.failure !== null) pairs.push([dim('Failure'), warn(`${view.failure.message} ${view.failure.hint}`)])
  return [
    ...facts(pairs),
    '',
    ...facts(view.life.map(({ at, event, details }) => [dim(local(Date.parse(at))), eventWords(event, details)])),
  ]
}

const unknown =
  'The password may have left, and nobody says. It is never sent again by itself: `waybill status` looks for it where that is possible.'

/** What the recipient was asked and answered. */
export function deletionWords({ askedBy, answer, by }: NonNullable<TransferView['deletion']>): string {
  const asked = askedBy === null ? 'not asked for' : `asked for by ${askedBy}`
  if (answer === null) return `${asked}, no answer yet`
  const who = by === null ? 'the recipient' : by
  return `${asked}; ${answer === 'deleted' ? `deleted, says ${who}` : `${who} keeps the files`}`
}

/** A person's word, with both names; a name that was shredded is said to be. */
function attested({ by, to, how }: NonNullable<TransferView['attestation']>): string {
  const reached = how === 'in-person' ? 'handed over in person' : 'who was called on the number on record'
  return `read out by ${by ?? shredded} to ${to ?? shredded}, ${reached}`
}

/** How far the number could be trusted when the transfer began. */
function numberLine(trust: Exclude<NumberTrust, 'none'>): [Text, Text] {
  return [dim('Number'), trustWord(trust)]
}

/** What became of the names of the files. */
const nameWords: Readonly<Record<Hiding, string>> = {
  no: 'readable without the password',
  alias: 'hidden: numbers in the archive, the true names in WAYBILL.txt',
  wrap: 'hidden: everything is in an inner archive',
}

export function stateWord(state: TransferView['state']): Text {
  return paint(stateRole(state), state)
}

/** What a state means to whoever waits for it. */
export function stateRole(state: TransferView['state']): Role {
  if (state === 'failed' || state === 'rejected' || state === 'locked') return 'bad'
  if (state === 'unknown' || state === 'held' || state === 'expired') return 'warn'
  return state === 'delivered' || state === 'confirmed' ? 'ok' : 'accent'
}
