import type { Says } from '../src/says.ts'
import type { WaybillView } from '../src/waybill-view.ts'
import { eventWords } from './event-words.ts'
import { bytes, count, number } from './format.ts'
import { foreign, type Html, html } from './html.ts'
import { nameWidth, personal, utc } from './waybill-parts.ts'
import { truncate } from './width.ts'

/** More would need a second sheet. */
const shownFiles = 6
const shownSteps = 12

/** The files by their true names; null where there are none yet. */
export function filesTable({ files: list, filesDigest, shredded, sources }: WaybillView): Html | null {
  const heading = html`<h2>Files</h2>${filesDigest && html`<p class="list">List digest <code>${filesDigest}</code></p>`}`
  if (list === null) {
    if (!shredded.includes('files')) return null
    return html`<section>${heading}<p class="gone">The list of ${count(sources.files, 'file')} was shredded.</p></section>`
  }
  const cut = list.length > shownFiles + 1 ? list.slice(0, shownFiles) : list
  const rest = list.slice(cut.length)
  const sum = rest.reduce((all, file) => all + file.bytes, 0)
  return html`<section>${heading}<table><tr><th>Name</th><th class="num">Size</th><th>SHA-256</th></tr>
${cut.map(file => html`<tr><td>${foreign(truncate(file.name, nameWidth, 'middle'))}</td><td class="num">${bytes(file.bytes)}</td><td class="mono short">${file.sha256.slice(0, 32)}…</td></tr>\n`)}
${rest.length > 0 && html`<tr class="more"><td>and ${count(rest.length, 'more file')}: the list digest stands for all of them</td><td class="num">${bytes(sum)}</td><td></td></tr>`}
</table></section>`
}

/** Everything that happened, in its order; where it is much, its beginning and its end. */
export function stepsTable(view: WaybillView): Html {
  const shown = view.life.filter(({ event }) => event !== 'provider.request')
  const [first, last] =
    shown.length > shownSteps + 1 ? [shown.slice(0, shownSteps / 2), shown.slice(-shownSteps / 2)] : [shown, []]
  const left = shown.length - first.length - last.length
  const row = ({ at, event, details, says }: WaybillView['life'][number]) =>
    html`<tr><td class="time">${utc(at)}</td><td>${eventWords(event, details)}</td><td class="who">${who[says]}</td></tr>\n`
  return html`<section><h2>Every step, and who says so</h2><table><tr><th>Time (UTC)</th><th>Step</th><th>Whose word</th></tr>
${first.map(row)}${left > 0 && html`<tr class="more"><td></td><td>and ${count(left, 'more step')} in the ledger</td><td></td></tr>`}${last.map(row)}${requests(view)}${attested(view)}
</table></section>`
}

const who: Readonly<Record<Says, string>> = {
  waybill: 'Waybill, this device',
  provider: 'the provider',
  operator: 'the operator',
  recipient: 'who quoted the code',
}

/** What was asked of providers, in one row: the ledger has each request. */
function requests({ life }: WaybillView): Html | null {
  const asked = life.filter(({ event }) => event === 'provider.request')
  if (asked.length === 0) return null
  const hosts = [...new Set(asked.map(({ details }) => String(details.host ?? details.courier)))].join(', ')
  const silent = asked.filter(({ details }) => details.outcome === 'none').length
  const answered = silent === 0 ? 'all answered' : `${number(silent)} without an answer`
  return html`<tr><td class="time"></td><td>${count(asked.length, 'request')} to ${hosts}, ${answered}</td><td class="who">${who.waybill}</td></tr>`
}

function attested({ attestation }: WaybillView): Html | null {
  if (attestation === null) return null
  const { by, to, how } = attestation
  const reached = how === 'in-person' ? 'in person' : 'by calling the number on record'
  return html`<tr><td class="time">${utc(attestation.at)}</td><td>Attested: read out by ${personal(by, true)} to ${personal(to, true)}, ${reached}</td><td class="who">${who.operator}</td></tr>`
}
