import type { Finding } from '../lib/finding.ts'
import type { ArchivedFile } from './archived-file.ts'
import { h, visible } from './dom.ts'
import { filesView } from './files-view.ts'
import { number, size } from './format.ts'
import type { Opened } from './open.ts'
import { shown } from './preview.ts'
import { showPreview } from './preview-view.ts'
import { refusalView } from './refusal-view.ts'
import { isStopped } from './refusals.ts'
import { askForFile, lastPart, saveFile, saveFolder, saveZip } from './save.ts'
import type { Say } from './say.ts'
import type { Texts } from './texts/en.ts'
import type { Watch } from './watch.ts'
import { waybillView } from './waybill-view.ts'
import { wholeOf } from './whole.ts'
import type { Work } from './work.ts'

const notices: Readonly<Record<string, keyof Texts>> = {
  'archive.name-encoding': 'noticeEncoding',
  'archive.clear-entry': 'noticeClear',
  'archive.weak-cipher': 'noticeWeak',
  'archive.gap': 'noticeGap',
  'archive.deceptive-name': 'noticeDeceptive',
}

/** Where the files went: whether a download is saved, and where, the browser tells no page. */
interface Made {
  readonly name: string
  readonly words: 'saved' | 'savedAll' | 'downloaded'
}

/** An archive that is open: what it says, and its files. */
export class ArchiveView {
  readonly view: HTMLElement
  readonly #say: Say
  readonly #opened: Opened
  /** Of the archive, without its ending. */
  readonly #name: string
  readonly #work: Work
  readonly #refused = h('div', {})

  constructor(say: Say, opened: Opened, name: string, work: Work) {
    this.#say = say
    this.#opened = opened
    this.#name =
      lastPart(name)
        .replace(/\.zip$/i, '')
        .replace(/[. ]+$/, '') || 'archive'
    this.#work = work
    this.view = h('div', {}, this.#notes(), waybillView(say, opened.page), this.#files())
  }

  #notes(): HTMLElement | null {
    const { corrected, findings } = this.#opened
    const lines = [...(corrected ? [this.#say.text('corrected')] : []), ...findings.flatMap(one => this.#notice(one))]
    if (lines.length === 0) return null
    return h('ul', { class: 'notes' }, ...lines.slice(0, MOST_NOTES).map(line => h('li', {}, line)))
  }

  #notice({ code, at }: Finding): string[] {
    const key = notices[code]
    return key === undefined ? [] : [this.#say.text(key, { name: visible(at ?? '') })]
  }

  #files(): HTMLElement {
    const { files } = this.#opened
    const say = this.#say
    const total = size(this.#bytes(), say.language)
    const count = files.length === 1 ? 'fileCountOne' : 'fileCount'
    const folder = window.showDirectoryPicker !== undefined
    return h(
      'section',
      { class: 'card' },
      h('h2', {}, say.text('files')),
      h('p', { class: 'fine' }, say.text(count, { count: number(files.length, say.language), size: total })),
      filesView(say, files, { view: file => this.#view(file), save: file => this.#save(file) }),
      h(
        'p',
        { class: 'all' },
        h('button', { type: 'button', click: () => this.#saveZip() }, say.text('saveAllZip')),
        folder ? h('button', { type: 'button', click: () => this.#saveFolder() }, say.text('saveAllFolder')) : null,
      ),
      this.#refused,
      h('p', { class: 'fine' }, say.text('filesHint')),
      h('p', { class: 'fine' }, say.text('purposeReminder')),
    )
  }

  #bytes(): number {
    return this.#opened.files.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #view(file: ArchivedFile): Promise<void> {
    return this.#attempt(file.name, async () => {
      const label = this.#say.text('reading', { name: visible(file.name) })
      const content = await this.#work.run(label, async watch => {
        watch.expect(file.work)
        const whole = await shown(file.name, await wholeOf(file, watch))
        watch.step(0) // nothing is shown of what was closed meanwhile
        return whole
      })
      if (content !== null) showPreview(this.#say, file.name, content, () => this.#save(file))
    })
  }

  #save(file: ArchivedFile): Promise<void> {
    return this.#attempt(file.name, async () => {
      const target = await askForFile(file.name, file.bytes)
      const label = this.#say.text('reading', { name: visible(file.name) })
      const done = await this.#work.run(label, async watch => {
        watch.expect(file.work)
        await saveFile(file, target, watch)
        return true
      })
      if (done !== null) this.#tell(target === null ? 'downloaded' : 'saved', target?.name ?? file.name)
    })
  }

  #saveZip(): Promise<void> {
    const name = `${this.#name}-open.zip`
    return this.#saveAll(async () => {
      const target = await askForFile(name, this.#bytes())
      return async watch => {
        await saveZip(this.#opened, name, target, watch)
        return { name: target?.name ?? name, words: target === null ? 'downloaded' : 'savedAll' }
      }
    })
  }

  #saveFolder(): Promise<void> {
    return this.#saveAll(async () => {
      const parent = await window.showDirectoryPicker?.({ mode: 'readwrite' })
      return async watch =>
        parent === undefined
          ? null
          : { name: await saveFolder(this.#opened, this.#name, parent, watch), words: 'savedAll' }
    })
  }

  /** First the browser's own question, which needs the click; then the work, which answers what it made. */
  #saveAll(ask: () => Promise<(watch: Watch) => Promise<Made | null>>): Promise<void> {
    return this.#attempt(null, async () => {
      const save = await ask()
      const made = await this.#work.run(this.#say.text('savingAll'), watch => {
        for (const { work } of this.#opened.files) watch.expect(work)
        return save(watch)
      })
      if (made !== null) this.#tell(made.words, made.name)
    })
  }

  #tell(words: Made['words'], name: string): void {
    this.#work.tell(this.#say.text(words, { name: visible(name) }))
  }

  async #attempt(about: string | null, act: () => Promise<void>): Promise<void> {
    if (this.#work.busy) return this.#work.refuse()
    this.#refused.replaceChildren()
    try {
      await act()
    } catch (error) {
      if (isStopped(error)) return
      this.#refused.replaceChildren(refusalView(this.#say, error, about))
      this.#refused.scrollIntoView({ block: 'nearest' })
    }
  }
}

/** Of ten thousand odd names nobody reads more. */
const MOST_NOTES = 10
