import { ArchiveView } from './archive-view.ts'
import { h, nameOf, visible } from './dom.ts'
import { number, size } from './format.ts'
import { inspect, open, type Sound } from './open.ts'
import { PasswordForm } from './password-form.ts'
import { refusalView } from './refusal-view.ts'
import type { Say } from './say.ts'
import { Work } from './work.ts'

/** The journey: choose, type the password, look and save. One archive at a time. */
export class App {
  readonly #say: Say
  readonly #work: Work
  readonly #stage = h('div', {})

  constructor(say: Say, root: HTMLElement) {
    this.#say = say
    this.#work = new Work(say)
    root.replaceChildren(
      h('header', {}, h('h1', {}, say.text('title')), h('p', { class: 'lead' }, say.text('lead'))),
      h('main', {}, this.#stage, this.#work.view),
      h('footer', {}, h('p', {}, say.text('about'))),
    )
    this.#listenForDrops()
    // kept for Back and Forward, the page would show the archive to whoever goes back to it
    window.addEventListener('pagehide', ({ persisted }) => {
      if (persisted) this.#close()
    })
    this.#start()
  }

  #start(error: unknown = null): void {
    const picker = this.#picker('choose')
    this.#leave()
    this.#stage.replaceChildren(
      h('section', { class: 'card drop' }, picker, h('p', { class: 'fine' }, this.#say.text('orDrop'))),
      ...(error === null ? [this.#steps()] : [refusalView(this.#say, error)]),
    )
  }

  #steps(): HTMLElement {
    const steps = (['step1', 'step2', 'step3'] as const).map(key => h('li', {}, this.#say.text(key)))
    return h('ol', { class: 'steps' }, ...steps)
  }

  #picker(words: 'choose' | 'chooseAnother'): HTMLElement {
    const input = h('input', { type: 'file', hidden: true })
    input.addEventListener('change', () => {
      const [file] = input.files ?? []
      input.value = '' // the same file may be chosen again
      if (file !== undefined) void this.#take(file)
    })
    const look = words === 'choose' ? 'large' : 'quiet'
    const button = h('button', { type: 'button', class: look, click: () => input.click() }, this.#say.text(words))
    return h('div', {}, button, input)
  }

  #listenForDrops(): void {
    const over = (is: boolean) => document.body.classList.toggle('over', is)
    document.addEventListener('dragover', event => {
      event.preventDefault()
      over(true)
    })
    document.addEventListener('dragleave', event => over(event.relatedTarget !== null))
    document.addEventListener('drop', event => {
      event.preventDefault()
      over(false)
      const file = archiveIn(event.dataTransfer)
      if (file === null) this.#work.tell(this.#say.text('dropOne'))
      else void this.#take(file)
    })
  }

  async #take(file: File): Promise<void> {
    const label = this.#say.text('reading', { name: visible(file.name) })
    try {
      const sound = await this.#work.run(label, watch => inspect(file, file.name, watch))
      if (sound !== null) this.#askPassword(file, sound)
    } catch (error) {
      this.#start(error)
      this.#focusFirst()
    }
  }

  /** What was shown of another archive goes, and so does a window with one of its files. */
  #leave(): void {
    document.body.classList.remove('open')
    const preview = document.querySelector('dialog')
    preview?.close()
    preview?.remove()
  }

  #close(): void {
    this.#work.stop()
    this.#work.tell('')
    this.#start()
  }

  #focusFirst(): void {
    this.#stage.querySelector('button')?.focus()
  }

  #askPassword(file: File, sound: Sound): void {
    this.#leave()
    const form = new PasswordForm(this.#say, typed => this.#open(file, sound, typed, form))
    this.#stage.replaceChildren(this.#chosen(file, sound, this.#picker('chooseAnother')), form.view)
    form.focus()
  }

  #closer(): HTMLElement {
    const close = () => {
      this.#close()
      this.#focusFirst()
    }
    return h('button', { type: 'button', class: 'quiet', click: close }, this.#say.text('closeArchive'))
  }

  #chosen(file: File, { archive }: Sound, aside: HTMLElement, heading: HTMLElement | null = null): HTMLElement {
    const { language } = this.#say
    const entries = archive.entries.length
    const values = { size: size(file.size, language), count: number(entries, language) }
    const words = this.#say.text(entries === 1 ? 'sealedFilesOne' : 'sealedFiles', values)
    return h(
      'section',
      { class: 'card chosen' },
      h('div', {}, heading, h('p', { class: 'strong' }, nameOf(file.name)), h('p', { class: 'fine' }, words)),
      aside,
    )
  }

  async #open(file: File, sound: Sound, typed: string, form: PasswordForm): Promise<void> {
    try {
      const opened = await this.#work.run(this.#say.text('checking'), async watch => {
        const whole = await open(sound, typed, watch)
        watch.step(0) // nothing is shown of what was stopped meanwhile
        return whole
      })
      if (opened === null) return
      document.body.classList.add('open')
      const heading = h('h2', { tabindex: '-1', class: 'opened' }, this.#say.text('opened'))
      const view = new ArchiveView(this.#say, opened, file.name, this.#work)
      this.#stage.replaceChildren(this.#chosen(file, sound, this.#closer(), heading), view.view)
      heading.focus()
    } catch (error) {
      form.refuse(error)
    }
  }
}

/** The one file that was dropped: not one of several, no folder, no link or text such as an attachment of a mail in a browser. */
function archiveIn(dropped: DataTransfer | null): File | null {
  const [file, second] = dropped?.files ?? []
  const folder = dropped?.items[0]?.webkitGetAsEntry()?.isDirectory ?? false
  return file === undefined || second !== undefined || folder ? null : file
}
