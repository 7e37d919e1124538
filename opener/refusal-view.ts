import { h, visible } from './dom.ts'
import { refusalOf } from './refusals.ts'
import type { Say } from './say.ts'

/** Read out at once. `about`: the file that it was about, where it was one. */
export function refusalView(say: Say, error: unknown, about: string | null = null): HTMLElement {
  const { what, hint, detail } = refusalOf(error)
  return h(
    'div',
    { class: 'refusal', role: 'alert' },
    h('p', {}, h('strong', {}, say.text(what))),
    about === null ? null : h('p', {}, say.text('refusedFile', { name: visible(about) })),
    h('p', {}, say.text(hint)),
    detail === null
      ? null
      : h('details', {}, h('summary', {}, say.text('detail')), h('p', { lang: 'en', class: 'fine' }, visible(detail))),
  )
}
