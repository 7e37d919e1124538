import { h, nameOf, visible } from './dom.ts'
import type { Shown } from './preview.ts'
import type { Say } from './say.ts'

/** A window over the page; Escape closes it, and what had the focus gets it back. */
export function showPreview(say: Say, name: string, shown: Shown, save: () => void): void {
  const done: (() => void)[] = []
  const saveInstead = () => {
    dialog.close()
    save()
  }
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'preview-name' },
    h(
      'header',
      {},
      h('h2', { id: 'preview-name' }, nameOf(name)),
      h('button', { type: 'button', class: 'quiet', click: saveInstead }, say.text('save')),
      h('button', { type: 'button', class: 'quiet', click: () => dialog.close() }, say.text('close')),
    ),
    contentOf(say, name, shown, done),
  )
  dialog.addEventListener('close', () => {
    dialog.remove()
    for (const end of done) end()
  })
  document.body.append(dialog)
  dialog.showModal()
}

function contentOf(say: Say, name: string, shown: Shown, done: (() => void)[]): HTMLElement {
  // the focus begins here: on "Save" the key that opened the window, held a little longer, would write the file to the disk
  const body = h('div', {
    class: 'body',
    tabindex: '0',
    autofocus: true,
    role: 'region',
    'aria-labelledby': 'preview-name',
  })
  if (shown.kind === 'image') body.append(imageOf(say, name, shown.image, done))
  else {
    if (!shown.whole) body.append(h('p', { class: 'fine' }, say.text('shownPart')))
    body.append(...(shown.kind === 'text' ? textOf(say, shown) : [tableOf(say, shown.rows)]))
  }
  return body
}

function imageOf(say: Say, name: string, image: Blob | null, done: (() => void)[]): HTMLElement {
  if (image === null) return h('p', {}, say.text('noImage'))
  const url = URL.createObjectURL(image)
  done.push(() => URL.revokeObjectURL(url))
  const picture = h('img', { src: url, alt: visible(name) })
  picture.addEventListener('error', () => picture.replaceWith(h('p', {}, say.text('noImage'))))
  return picture
}

function textOf(say: Say, { text, markup }: Shown & { kind: 'text' }): HTMLElement[] {
  if (text === '') return [h('p', {}, say.text('emptyFile'))]
  return [...(markup ? [h('p', { class: 'fine' }, say.text('asText'))] : []), h('pre', { dir: 'auto' }, text)]
}

function tableOf(say: Say, [head, ...rows]: readonly (readonly string[])[]): HTMLElement {
  if (head === undefined) return h('p', {}, say.text('emptyFile'))
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...head.map(cell => h('th', { scope: 'col' }, cell)))),
    h('tbody', {}, ...rows.map(row => h('tr', {}, ...row.map(cell => h('td', {}, cell))))),
  )
}
