import { basename } from 'node:path'
import type { WaybillView } from '../src/waybill-view.ts'
import { bytes, count, number } from './format.ts'
import { foreign, Html, html, htmlPage } from './html.ts'
import { deletionWords } from './transfer-lines.ts'
import { factStrip } from './waybill-facts.ts'
import { nameWidth, personal, utc } from './waybill-parts.ts'
import { waybillStyle } from './waybill-style.ts'
import { filesTable, stepsTable } from './waybill-tables.ts'
import { whatLeft } from './what-left.ts'
import { truncate } from './width.ts'

/** Columns: the whole name stands further down. */
const leadWidth = 40

/** The waybill of one transfer as one page of HTML, which prints on one sheet. It claims what the ledger holds, no more. */
export function waybillPage(view: WaybillView): string {
  const body = html`<body>
${header(view)}
<p class="lead">${lead(view)}</p>
${factStrip(view)}
${view.cancelled === null ? null : incident(view, view.cancelled)}
<div class="two">
<section><h2>For whom</h2>${pairs(whom(view))}</section>
<section><h2>Why</h2>${pairs(why(view))}</section>
<section><h2>What</h2>${pairs(what(view))}</section>
<section><h2>How it is protected</h2>${pairs(how(view))}</section>
</div>
${filesTable(view)}
${stepsTable(view)}
${checkpoint(view)}
<footer>${footnote(view)}</footer>
</body>`
  return htmlPage({ title: `Waybill ${view.transfer}`, style: waybillStyle, body })
}

function header({ transfer, id, kind, state }: WaybillView): Html {
  const tone = good.has(state) ? 'good' : bad.has(state) ? 'bad' : 'wait'
  return html`<header>
<div><p class="kind">Waybill${kind === 'sandbox' ? html` <span class="test">· Test, made in a sandbox</span>` : null}</p><h1>${transfer}</h1></div>
<div class="state"><b class="${tone}">${state}</b><small class="mono">${id}</small></div>
</header>`
}

const good: ReadonlySet<string> = new Set(['accepted', 'delivered', 'confirmed', 'closed'])
const bad: ReadonlySet<string> = new Set(['failed', 'rejected', 'cancelled', 'locked', 'expired'])

/** One sentence for somebody who reads nothing else. */
function lead(view: WaybillView): Html {
  const { sources, recipient, life } = view
  const files = `${count(sources.files, 'file')} of ${bytes(sources.bytes)}`
  const sealed = life.find(({ event }) => event === 'transfer.sealed')
  const what = sealed === undefined ? `${files}, not sealed,` : `${files}, sealed on ${utc(sealed.at).slice(0, 16)} UTC`
  const to = [recipient.name, recipient.organisation]
    .filter(part => part !== null)
    .map(part => foreign(truncate(part, leadWidth)))
  const whom = to.length === 0 ? html`a recipient whose name was shredded` : html`${to[0]}${to[1] && html`, ${to[1]}`}`
  return html`${what} for ${whom}.`
}

type Pair = readonly [name: string, value: Html | string | null]

function pairs(rows: readonly Pair[]): Html {
  return html`<dl>${rows.filter(([, value]) => value !== null).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

function whom({ recipient, client, reference, numberTrust, operator, shredded }: WaybillView): Pair[] {
  const gone = shredded.includes('contact')
  return [
    ['Recipient', personal(recipient.name, gone)],
    ['Organisation', personal(recipient.organisation, false)],
    [
      'Number',
      recipient.phone === null ? null : html`${recipient.phone}, ${trustWords[numberTrust ?? ''] ?? 'not judged'}`,
    ],
    ['Client', personal(client, false)],
    ['Reference', personal(reference, false)],
    [
      'Sent by',
      operator === null ? html`<span class="gone">shredded</span>` : html`${foreign(operator.name)}, ${operator.email}`,
    ],
  ]
}

const trustWords: Readonly<Record<string, string>> = {
  verified: 'verified by a person',
  changed: 'changed shortly before: not verified',
  unverified: 'not verified',
}

function why({ purpose, basis, categories, special, subjects, records, deletion, shredded }: WaybillView): Pair[] {
  const people = [
    ...(subjects === null ? [] : [count(subjects, 'person', 'people')]),
    ...(records === null ? [] : [count(records, 'record')]),
  ]
  return [
    ['Purpose', personal(purpose, shredded.includes('contact'))],
    ['Legal basis', basis === null ? 'not stated' : `${words(basis)} (GDPR Art. 6(1))`],
    ['Categories', categories.length === 0 ? 'not stated' : categories.map(words).join(', ')],
    ['Special', special ? 'yes (GDPR Art. 9 or 10)' : null],
    ['Concerns', people.length === 0 ? null : `${people.join(', ')}, says the sender`],
    ['Deletion', deletion && foreign(deletionWords(deletion))],
  ]
}

function what(view: WaybillView): Pair[] {
  const { archive, bytes: size, entries, sha256, card, opener, shredded } = view
  const name = archive === null ? null : truncate(basename(archive), nameWidth, 'middle')
  return [
    ['Archive', personal(name, shredded.includes('files'))],
    [
      'Size',
      size === null ? null : `${bytes(size)} (${number(size)} bytes), ${count(entries ?? 0, 'entry', 'entries')}`,
    ],
    ['SHA-256', sha256 === null ? 'not sealed' : html`<code>${sha256}</code>`],
    ['Opener page', opener && html`SHA-256 <code>${opener.sha256}</code>`],
    ['Card', card && 'for the e-mail, beside the archive'],
  ]
}

function how({ password, channel, courier, names, check, sha256 }: WaybillView): Pair[] {
  const by = courier === null ? '' : `, ${courierWords[courier] ?? `through ${courier}`}`
  return [
    ['Archive', sha256 === null ? null : 'ZIP with AES-256 (WinZip AE-2)'],
    ['Password', `${password.length} characters, ${password.bits} bits, made by Waybill`],
    ['Conveyed', `${channelWords[channel]}${by}`],
    ['Names', names.hide === null ? null : (nameWords[names.hide] ?? null)],
    [
      'Read back',
      check === null
        ? null
        : `${count(check.zipJs.entries, 'entry', 'entries')} whole by zip.js${check.waybill.entries === 0 ? '' : `, ${number(check.waybill.entries)} by Waybill’s own reader`}`,
    ],
  ]
}

const courierWords: Readonly<Record<string, string>> = {
  manual: 'by a person',
  twilio: 'through Twilio',
  http: 'through an HTTP gateway',
  command: 'through a program of this device',
  sandbox: 'to the sandbox phone',
}

const channelWords = { sms: 'by text message', phone: 'by telephone', 'in-person': 'in person' } as const

const nameWords: Readonly<Record<string, string>> = {
  no: 'readable without the password',
  alias: 'hidden: numbers in the archive',
  wrap: 'hidden in an inner archive',
}

function incident(
  { names }: WaybillView,
  { reason, archive, password, withdrawn }: NonNullable<WaybillView['cancelled']>,
): Html {
  const left = whatLeft({ reason, archive, password, withdrawn }, names.hide)
  return html`<section class="incident"><h2>${reason === 'mis-sent' ? 'Cancelled as mis-sent' : 'Cancelled'}: what had left</h2><p>${left.join(' ')}</p></section>`
}

function checkpoint({ checkpoint: { size, root }, key, note }: WaybillView): Html {
  const rows: Pair[] = [
    ['Root', html`<code>${root}</code> of ${count(size, 'event')}`],
    ['Key', html`<code>${key}</code>`],
  ]
  // The bytes of the note: `waybill verify --anchor` finds them in this file.
  return html`<section><h2>Signed state of the ledger</h2>${pairs(rows)}<pre>${new Html(noteMarkup(note))}</pre></section>`
}

function noteMarkup(note: string): string {
  return note
    .trimEnd()
    .split('\n')
    .map(line => html`${line}`.text)
    .join('\n')
}

function footnote({ shredded }: WaybillView): string {
  const gone =
    shredded.length === 0
      ? ''
      : ` Personal fields of the kind ${shredded.join(', ')} were destroyed; their digests still stand in the ledger.`
  return `Accepted, delivered and confirmed are different facts, and a step without a time is not on record. Times are this device’s clock.${gone} Keep this page: it shows later whether the ledger was changed (waybill verify --anchor).`
}

function words(word: string): string {
  return word.replaceAll('-', ' ')
}
