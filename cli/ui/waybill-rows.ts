import type { FileView } from '../../src/view.ts'
import type { WaybillView } from '../../src/waybill-view.ts'
import { eventWords } from '../event-words.ts'
import { sanitise } from '../sanitise.ts'
import { accent, dim, line, ok, strong, type Text, warn } from '../style.ts'
import { stateRole } from '../transfer-lines.ts'
import { displayWidth, pad, truncate } from '../width.ts'
import { labelsOf, type Pair, pairRows } from './pairs.ts'
import type { Look } from './ui.ts'
import { bytes, dateTime, number } from './when.ts'
import { wrapped } from './wrapped.ts'

type Manner = Pick<Look, 'words' | 'locale' | 'theme'>

/** More files are for `waybill show --json`. */
const shownFiles = 500

/** The waybill of one transfer, as rows of at most `width` columns. */
export function waybillRows(view: WaybillView, look: Manner, width: number): Text[] {
  const parts = [factPairs(view, look), whyPairs(view, look), ledgerPairs(view, look)] as const
  const labels = Math.max(...parts.map(labelsOf))
  const { heads } = look.words.waybill
  return [
    ...pairRows(parts[0], width, labels),
    '',
    ...wrapped(strong(heads.steps), width),
    ...stepRows(view, look, width),
    ...fileRows(view, look, width),
    '',
    ...wrapped(strong(heads.why), width),
    ...pairRows(parts[1], width, labels),
    '',
    ...wrapped(strong(heads.ledger), width),
    ...pairRows(parts[2], width, labels),
  ]
}

/** A state in the language of the screen. */
export function stateText({ home }: Look['words'], state: WaybillView['state']): Text {
  return { spans: [{ text: home.states[state], role: stateRole(state) }] }
}

function factPairs(view: WaybillView, { words, locale }: Manner): Pair[] {
  const { waybill, terms } = words
  const { label, shredded } = waybill
  const { recipient, password, check, attestation, failure } = view
  const trust = view.numberTrust === null || view.numberTrust === 'none' ? '' : terms.trust[view.numberTrust]
  const number = [recipient.phone ?? '', view.numberTrust === 'verified' ? ok(trust) : warn(trust)].filter(isThere)
  return given([
    [label.transfer, line`${strong(view.transfer)}  ${stateText(words, view.state)}`],
    [label.recipient, [recipient.name ?? shredded, recipient.organisation].filter(part => part !== null).join(', ')],
    [
      label.number,
      number.length === 0 ? null : line`${number[0] ?? ''}${number.length > 1 ? ', ' : ''}${number[1] ?? ''}`,
    ],
    [label.purpose, view.purpose ?? shredded],
    [label.archive, view.archive ?? shredded],
    [label.size, view.bytes === null ? null : `${bytes(view.bytes, locale)}, ${waybill.entries(view.entries ?? 0)}`],
    [label.names, view.names.hide === null ? null : terms.hidings[view.names.hide]],
    ['SHA-256', view.sha256 === null ? null : accent(view.sha256)],
    [label.readBack, check === null ? null : waybill.readBack(check.zipJs.entries, check.waybill.entries)],
    [label.password, waybill.password(password.length, password.bits, password.recipe)],
    [
      label.conveyed,
      [terms.channels[view.channel], terms.couriers[view.courier ?? ''] ?? ''].filter(isThere).join(', '),
    ],
    [label.receipt, view.receiptCode === null ? null : strong(view.receiptCode)],
    [label.heldUntil, view.heldUntil === null ? null : dateTime(Date.parse(view.heldUntil), locale)],
    [label.unknown, view.state === 'unknown' ? warn(waybill.unknown) : null],
    [
      label.attested,
      attestation === null
        ? null
        : waybill.attested(attestation.by ?? shredded, attestation.to ?? shredded, attestation.how === 'in-person'),
    ],
    [label.failure, failure === null ? null : warn(`${failure.message} ${failure.hint}`)],
  ])
}

function whyPairs(view: WaybillView, { words }: Manner): Pair[] {
  const { waybill, terms } = words
  const { label, shredded } = waybill
  const named = (table: Readonly<Record<string, string>>, word: string) => table[word] ?? word
  const kinds = view.categories.map(category => named(terms.categories, category))
  const concerned = [
    ...(view.subjects === null ? [] : [waybill.people(view.subjects)]),
    ...(view.records === null ? [] : [waybill.records(view.records)]),
  ]
  return given([
    [label.operator, view.operator === null ? shredded : `${view.operator.name}, ${view.operator.email}`],
    [label.client, view.client],
    [label.reference, view.reference],
    [label.basis, view.basis === null ? null : named(terms.bases, view.basis)],
    [label.categories, kinds.length === 0 ? null : kinds.join(', ')],
    ['', view.special ? warn(waybill.special) : null],
    [label.concerns, concerned.length === 0 ? null : concerned.join(', ')],
  ])
}

function ledgerPairs({ filesDigest, checkpoint, key }: WaybillView, { words, locale }: Manner): Pair[] {
  const { waybill } = words
  return given([
    [waybill.label.list, filesDigest],
    [waybill.label.ledger, waybill.events(number(checkpoint.size, locale))],
    [waybill.label.root, checkpoint.root],
    [waybill.label.key, key],
  ])
}

/** Where there is no room for two columns the time stands above. */
function stepRows({ life }: WaybillView, { words, locale }: Manner, width: number): Text[] {
  return life.flatMap(({ at, event, details }) => {
    const time = dateTime(Date.parse(at), locale)
    const says = eventWords(event, details, words.events)
    const beside = displayWidth(time) + 2
    if (width < 50) return [dim(time), ...wrapped(says, width - 2).map(row => line`  ${row}`)]
    return wrapped(says, width - beside).map((row, nth) => line`${dim(pad(nth === 0 ? time : '', beside))}${row}`)
  })
}

function fileRows({ files, shredded, sources }: WaybillView, look: Manner, width: number): Text[] {
  const { waybill } = look.words
  const heading = ['', strong(waybill.heads.files)]
  if (files === null) return shredded.includes('files') ? [...heading, dim(waybill.filesGone(sources.files))] : []
  const shown = files.slice(0, shownFiles)
  const sizes = shown.map(file => bytes(file.bytes, look.locale))
  const right = Math.max(...sizes.map(displayWidth), 0)
  const left = files.length - shown.length
  return [
    ...heading,
    ...shown.flatMap((file, at) => fileRow(file, pad(sizes[at] ?? '', right, 'start'), width, look)),
    ...(left > 0 ? wrapped(dim(waybill.moreFiles(left)), width) : []),
  ]
}

function fileRow({ name, as }: FileView, size: string, width: number, { theme: { sign } }: Manner): Text[] {
  const room = width - displayWidth(size) - 2
  const cut = (text: string, width: number) => truncate(sanitise(text), width, 'middle', sign.ellipsis)
  const row = line`${pad(cut(name, room), room)}  ${dim(size)}`
  return as === name ? [row] : [row, dim(`  ${sign.arrow} ${cut(as, width - 6)}`)]
}

function given(pairs: readonly (readonly [label: string, value: Text | null])[]): Pair[] {
  return pairs.flatMap(([label, value]): Pair[] => (value === null ? [] : [[label, value]]))
}

function isThere(text: Text): boolean {
  return typeof text === 'string' ? text !== '' : text.spans.length > 0
}
