import { h } from './dom.ts'
import { isStopped } from './refusals.ts'
import type { Say } from './say.ts'
import { Watch } from './watch.ts'

/** The one place that shows long work: a bar, a button that stops it, and words that are read out now and then. */
export class Work {
  readonly view: HTMLElement
  readonly #say: Say
  readonly #bar = h('progress', { max: '1', value: '0' })
  readonly #label = h('span', { id: 'work-label' })
  readonly #share = h('span', { class: 'share' })
  readonly #panel: HTMLElement
  readonly #status = h('p', { class: 'status', role: 'status' })
  #stop: AbortController | null = null

  constructor(say: Say) {
    this.#say = say
    this.#bar.setAttribute('aria-labelledby', 'work-label')
    const cancel = h('button', { type: 'button', class: 'quiet', click: () => this.stop() }, say.text('cancel'))
    this.#panel = h('div', { class: 'panel', hidden: true }, h('p', {}, this.#label, this.#share), this.#bar, cancel)
    this.view = h('div', { class: 'work' }, this.#panel, this.#status)
  }

  get busy(): boolean {
    return this.#stop !== null
  }

  stop(): void {
    this.#stop?.abort()
  }

  /** Read out, and shown until the next words. */
  tell(text: string): void {
    this.#status.textContent = text
  }

  /** Says that one thing goes after the other. */
  refuse(): void {
    this.tell(this.#say.text('busy'))
  }

  /** Null where somebody stopped it, or where other work is under way: either was said then. */
  async run<T>(label: string, work: (watch: Watch) => Promise<T>): Promise<T | null> {
    if (this.busy) {
      this.refuse()
      return null
    }
    const focused = document.activeElement
    let last = ''
    this.#stop = new AbortController()
    this.#label.textContent = label
    this.tell('')
    this.#show(0)
    window.addEventListener('beforeunload', askBeforeLeaving)
    const late = setTimeout(() => this.#appear(label), PATIENCE)
    try {
      return await work(new Watch(this.#stop.signal, share => this.#show(share)))
    } catch (error) {
      if (!isStopped(error)) throw error
      last = this.#say.text('cancelled')
      return null
    } finally {
      clearTimeout(late)
      window.removeEventListener('beforeunload', askBeforeLeaving)
      this.#stop = null
      this.tell(last)
      this.#disappear(focused)
    }
  }

  #appear(label: string): void {
    this.#panel.hidden = false
    // the words of `refuse` stay: the label stands beside the bar anyway
    if (this.#status.textContent === '') this.tell(label)
  }

  /** The focus must not go with the button that stops: it returns to where the work began. */
  #disappear(focused: Element | null): void {
    const inside = this.#panel.contains(document.activeElement)
    this.#panel.hidden = true
    if (inside && focused instanceof HTMLElement) focused.focus()
  }

  #show(share: number): void {
    const percent = Math.floor(100 * share)
    if (this.#bar.value === share) return
    this.#bar.value = share
    this.#share.textContent = this.#say.text('percent', { percent })
  }
}

/** Whoever leaves would have half a folder on the disk: the browser asks whether they mean it. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault()
  event.returnValue = true // for Chromium before 119
}

/** Milliseconds after which work is long. */
const PATIENCE = 300
