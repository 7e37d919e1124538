import { isUlid, shortId } from '../lib/ulid.ts'
import { h, visible } from './dom.ts'
import { day } from './format.ts'
import type { Opened } from './open.ts'
import type { Say } from './say.ts'
import type { Texts } from './texts/en.ts'
import { deleteBy, humanPart, isTest, waybillRows } from './waybill-rows.ts'

const labels: Readonly<Record<string, keyof Texts>> = {
  From: 'from',
  For: 'for',
  Purpose: 'purpose',
  Reference: 'reference',
  Sealed: 'sealed',
  Questions: 'questions',
}

/** Who says they send it, what for, whom to call: all of it only claimed. */
export function waybillView(say: Say, page: Opened['page']): HTMLElement {
  if (page === null) {
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, say.text('noPageTitle')),
      h('p', {}, say.text('noPage')),
      h('p', { class: 'claim' }, say.text('takenOut')),
    )
  }
  const deletion = deleteBy(page.text)
  const rows = waybillRows(page.text).filter(({ name }) => name !== 'Confirmation')
  return h(
    'section',
    { class: 'card waybill' },
    h('h2', {}, say.text('claimedTitle')),
    isTest(page.text) ? h('p', { class: 'test' }, say.text('test')) : null,
    h(
      'dl',
      {},
      ...rows.flatMap(({ name, value }) => row(labelOf(say, name), shownValue(say, name, value))),
      ...(deletion === null
        ? []
        : row(say.text('deleteBy'), say.text('deleteByDay', { day: day(deletion, say.language) }))),
      ...(isUlid(page.transfer) ? row(say.text('transfer'), shortId(page.transfer)) : []),
    ),
    h('p', { class: 'claim' }, say.text('claimed')),
    page.code === null ? null : codeView(say, page.code),
    h(
      'details',
      {},
      h('summary', {}, say.text('wholePage')),
      h('pre', { tabindex: '0', lang: 'en' }, visibleLines(humanPart(page.text))),
    ),
  )
}

function labelOf(say: Say, name: string): string {
  const key = labels[name]
  return key === undefined ? name : say.text(key)
}

/** What Waybill itself says in a row, in the reader's language. */
function shownValue(say: Say, name: string, value: string): string {
  if (name !== 'Questions') return value
  return value === 'call your usual contact' ? say.text('usualContact') : value.replace(/^call (?=\+)/, '')
}

function row(name: string, value: string) {
  return [h('div', {}, h('dt', {}, visible(name)), h('dd', {}, h('bdi', {}, visible(value))))]
}

function codeView(say: Say, code: string): HTMLElement {
  const copy = h('button', { type: 'button', class: 'quiet', 'aria-live': 'polite' }, say.text('copy'))
  const copied = () => {
    copy.textContent = say.text('copied')
  }
  // where the browser forbids it the code still stands there
  copy.addEventListener('click', () => void navigator.clipboard.writeText(code).then(copied, () => undefined))
  return h(
    'div',
    { class: 'code' },
    h('h3', {}, say.text('codeTitle')),
    h('p', {}, h('output', {}, code), navigator.clipboard === undefined ? null : copy),
    h('p', { class: 'fine' }, say.text('codeHint')),
  )
}

function visibleLines(text: string): string {
  return text.slice(0, LONGEST_PAGE).split('\n').map(visible).join('\n')
}

/** Characters; Waybill's own is a few thousand, since it names no more than a hundred files. */
const LONGEST_PAGE = 100_000
