import type { ArchivedFile } from './archived-file.ts'
import { h, visible } from './dom.ts'
import { number, size } from './format.ts'
import { canBeShown } from './preview.ts'
import type { Say } from './say.ts'

export interface FileActions {
  view(file: ArchivedFile): void
  save(file: ArchivedFile): void
}

/** Rows that are drawn at once: ten thousand would make a phone wait. */
const PAGE = 100
/** From here on there is a field to find a file by its name. */
const MANY = 20

/** All files with what can be done with each. */
export function filesView(say: Say, files: readonly ArchivedFile[], actions: FileActions): HTMLElement {
  const list = h('ul', { class: 'files' })
  const more = h('button', { type: 'button', class: 'quiet' })
  const none = h('p', { hidden: true, role: 'status' }, say.text('noneFound'))
  let found = files
  const draw = () => {
    const from = list.childElementCount
    list.append(...found.slice(from, from + PAGE).map(file => rowOf(say, file, actions)))
    const left = found.length - list.childElementCount
    more.hidden = left === 0
    more.textContent = say.text('more', { count: number(Math.min(left, PAGE), say.language) })
    none.hidden = found.length > 0
  }
  const find = (typed: string) => {
    const wanted = typed.toLowerCase()
    found = files.filter(({ name }) => name.toLowerCase().includes(wanted))
    list.replaceChildren()
    draw()
  }
  more.addEventListener('click', () => {
    const next = list.childElementCount
    draw()
    list.children[next]?.querySelector('button')?.focus()
  })
  draw()
  return h('div', {}, files.length < MANY ? null : finder(say, find), list, none, more)
}

function finder(say: Say, find: (typed: string) => void): HTMLElement {
  const field = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' })
  field.addEventListener('input', () => find(field.value))
  return h('label', { class: 'find' }, h('span', {}, say.text('find')), field)
}

/** Folders fainter than the file in them. */
function pathOf(name: string): HTMLElement {
  const cut = name.lastIndexOf('/') + 1
  return h('bdi', {}, h('span', { class: 'folder' }, visible(name.slice(0, cut))), visible(name.slice(cut)))
}

function rowOf(say: Say, file: ArchivedFile, { view, save }: FileActions): HTMLElement {
  const name = visible(file.name)
  const button = (key: 'view' | 'save', act: (file: ArchivedFile) => void) => {
    const label = say.text(key === 'view' ? 'viewFile' : 'saveFile', { name })
    return h('button', { type: 'button', class: 'quiet', 'aria-label': label, click: () => act(file) }, say.text(key))
  }
  return h(
    'li',
    {},
    h('span', { class: 'name' }, pathOf(file.name)),
    h('span', { class: 'size' }, size(file.bytes, say.language)),
    h('span', { class: 'actions' }, canBeShown(file) ? button('view', view) : null, button('save', save)),
  )
}
