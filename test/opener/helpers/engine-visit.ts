/** The page in an engine other than Chromium, from a file, in the hands of a test: keys, pointer and eyes. */
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import type { Engine } from '../../support/engines/engine.ts'
import { PASSWORD } from './archives.ts'
import { built, opener } from './visit.ts'

/** Keys by the code points that WebDriver gives them ("Keyboard actions"). */
export const KEY = { tab: '\ue004', enter: '\ue007', escape: '\ue00c' } as const

/** Milliseconds for what a page of a gigabyte has to do on a busy machine. */
const PATIENCE = 600_000

export class EngineVisit {
  readonly engine: Engine

  private constructor(engine: Engine) {
    this.engine = engine
  }

  /** The page anew: what was open in it is gone. */
  static async on(engine: Engine): Promise<EngineVisit> {
    await built
    await engine.goto(pathToFileURL(opener).href)
    await engine.evaluate(`(window.handed = 0, URL.createObjectURL = (make => blob => (handed = blob.size, make.call(URL, blob)))(URL.createObjectURL),
      window.complaints = [],
      ['error', 'unhandledrejection', 'securitypolicyviolation'].forEach(kind =>
        window.addEventListener(kind, event => complaints.push([kind, event.message ?? event.reason ?? event.blockedURI].join(': ')))))`)
    return new EngineVisit(engine)
  }

  /** What went wrong in the page and what its policy had to forbid, until now. */
  complaints(): Promise<string[]> {
    return this.engine.evaluate('complaints.map(String)')
  }

  /** Waits until it is true. */
  async until(expression: string): Promise<void> {
    const what = `!!(${expression}) || document.body.innerText`
    await expect.poll(() => this.engine.evaluate(what), { message: expression, timeout: PATIENCE }).toBe(true)
  }

  text(selector = 'body'): Promise<string> {
    return this.engine.evaluate(`document.querySelector(${JSON.stringify(selector)}).innerText`)
  }

  texts(selector: string): Promise<string[]> {
    return this.engine.evaluate(
      `Array.from(document.querySelectorAll(${JSON.stringify(selector)}), one => one.innerText)`,
    )
  }

  /** Each key by itself, on what has the focus. */
  async keys(text: string): Promise<void> {
    const actions = Array.from(text).flatMap(value => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ])
    await this.engine.perform([{ type: 'key', id: 'keyboard', actions }])
  }

  /** With the pointer, in its middle: a button by the words that stand on it or that are read out instead. */
  async press(label: string): Promise<void> {
    const find = `Array.from(document.querySelectorAll('dialog button, button, summary'))
      .find(one => (one.getAttribute('aria-label') ?? one.innerText) === ${JSON.stringify(label)})`
    await this.until(find)
    const [x, y] = await this.engine.evaluate<[number, number]>(`(button => {
      button.scrollIntoView({ block: 'center' })
      const { left, top, width, height } = button.getBoundingClientRect()
      return [left + width / 2, top + height / 2]
    })(${find})`)
    const pointer = [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]
    await this.engine.perform([
      { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: pointer },
    ])
  }

  async choose(path: string): Promise<void> {
    await this.engine.choose(path)
    await this.until("document.querySelector('#password, .refusal')")
  }

  /** Types where the page has put the focus. */
  async type(password: string): Promise<void> {
    await this.until("document.activeElement.id === 'password'")
    await this.keys(password + KEY.enter)
  }

  async open(path: string, password: string = PASSWORD): Promise<this> {
    await this.choose(path)
    await this.type(password)
    await this.until("document.querySelector('.opened')")
    return this
  }

  refusal(): Promise<string> {
    return this.until("document.querySelector('.refusal')").then(() => this.text('.refusal'))
  }

  async view(name: string): Promise<void> {
    await this.press(`View ${name}`)
    await this.until("document.querySelector('dialog[open]')")
  }

  /** Presses a button and waits for the whole of the file on the disk: as much as the page gave to the browser. */
  async download(label: string, name: string): Promise<Buffer> {
    const path = join(this.engine.downloads, name)
    rmSync(path, { force: true })
    await this.press(label)
    await this.until("/ went to the downloads|refusal/.test(document.querySelector('main').innerHTML)")
    const bytes = await this.engine.evaluate<number>('handed')
    await expect.poll(() => statSync(path, { throwIfNoEntry: false })?.size, { timeout: PATIENCE }).toBe(bytes)
    return readFileSync(path)
  }

  async claims(): Promise<Record<string, string>> {
    const [names, values] = [await this.texts('dt'), await this.texts('dd')]
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
  }
}
