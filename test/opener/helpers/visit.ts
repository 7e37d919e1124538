/** The page in Chromium, from a file and without a network, in the hands of a test. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'
import { buildOpener } from '../../../scripts/opener.ts'
import { browser } from '../../support/chromium.ts'
import { PASSWORD } from './archives.ts'

/** A directory for all tests of one file. */
export const place = mkdtempSync(join(tmpdir(), 'waybill-test-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** The page; it is there when `built` is done. */
export const opener = join(place, 'opener.html')
export const built = buildOpener(opener)

export const PHONE = { width: 390, height: 844 }

export interface VisitOptions extends BrowserContextOptions {
  /** Over https, as an organisation serves it, with a disk of its own behind the pickers; else from a file. */
  readonly served?: boolean
  /** The test loads the page again and answers what the browser asks then. */
  readonly leaves?: boolean
}

/**
 * A fresh browser profile. When the test ends the page must have asked for nothing, gone nowhere, opened no window of the
 * browser and complained of nothing.
 */
export async function visit({ served = false, leaves = false, ...options }: VisitOptions = {}): Promise<Visit> {
  await built
  const context = await (await browser()).newContext({ locale: 'en-GB', ...options })
  const [asked, said]: [string[], string[]] = [[], []]
  const url = served ? 'https://opener.example/' : pathToFileURL(opener).href
  await context.route(/^(?!file:)/, async route => {
    if (served && route.request().url() === url) {
      return route.fulfill({ contentType: 'text/html', body: readFileSync(opener) })
    }
    return route.abort()
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  context.on('request', request => asked.push(request.url()))
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(String(error)))
  page.on('dialog', dialog => {
    if (leaves && dialog.type() === 'beforeunload') return
    said.push(`a window of the browser: ${dialog.message()}`)
    void dialog.dismiss()
  })
  if (served) await page.addInitScript(disk)
  onTestFinished(async () => {
    await context.close()
    expect(asked.filter(other => other !== url && !other.startsWith('blob:'))).toEqual([])
    expect(said).toEqual([])
  })
  await page.goto(url)
  context.on('page', other => said.push(`another page: ${other.url()}`))
  if (!leaves) page.on('framenavigated', frame => said.push(`a frame elsewhere: ${frame.url()}`))
  return new Visit(page)
}

/** The origin's own file system in place of the windows of the real one: the handles are real. */
const disk = `
  window.showDirectoryPicker = () => navigator.storage.getDirectory()
  window.showSaveFilePicker = async ({ suggestedName }) =>
    (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })
`

/** From now on the page waits with what it reads and deciphers, until `go()`. */
export const held = `(() => {
  const gate = new Promise(resolve => { window.go = resolve })
  for (const [kind, method] of [[Blob, 'arrayBuffer'], [SubtleCrypto, 'deriveBits']]) {
    const real = kind.prototype[method]
    kind.prototype[method] = async function (...words) {
      await gate
      return real.apply(this, words)
    }
  }
})()`

export class Visit {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Gives the page a file: a path, or a name with bytes. */
  async choose(file: string | { readonly name: string; readonly bytes: Buffer }): Promise<this> {
    const input = typeof file === 'string' ? file : { name: file.name, mimeType: 'application/zip', buffer: file.bytes }
    await this.page.setInputFiles('input[type=file]', input)
    return this
  }

  /** What a person drags into the window: files and folders of the disk, or else a link. */
  async drop(...files: string[]): Promise<this> {
    const session = await this.page.context().newCDPSession(this.page)
    const items = files.length > 0 ? [] : [{ mimeType: 'text/uri-list', data: 'https://mail.example/attachment' }]
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items, files, dragOperationsMask: 1 }
      await session.send('Input.dispatchDragEvent', { type, x: 9, y: 9, data })
    }
    await session.detach()
    return this
  }

  async type(password: string): Promise<this> {
    await this.page.fill('#password', password)
    await this.page.keyboard.press('Enter')
    return this
  }

  /** Chooses, types and waits until the archive is open. */
  async open(file: string, password = PASSWORD): Promise<this> {
    await this.choose(file)
    await this.type(password)
    await this.page.waitForSelector('.opened')
    return this
  }

  /** What the page says when it refuses. */
  async refusal(): Promise<string> {
    return this.page.locator('.refusal').innerText()
  }

  /** Names as they are shown, in order. */
  async names(): Promise<string[]> {
    return this.page.locator('.files .name').allInnerTexts()
  }

  /** Label and value of each row that the archive claims. */
  async claims(): Promise<Record<string, string>> {
    const [names, values] = [this.page.locator('dt'), this.page.locator('dd')]
    const texts = await values.allInnerTexts()
    return Object.fromEntries((await names.allInnerTexts()).map((name, at) => [name, texts[at] ?? '']))
  }

  /** Presses a button of one file: the first or the last of its row. */
  async press(button: 'View' | 'Save', name: string): Promise<void> {
    await this.page.getByRole('button', { name: `${button} ${name}`, exact: true }).click()
  }

  /** The window over the page with a file in it. */
  async view(name: string) {
    await this.press('View', name)
    const dialog = this.page.locator('dialog')
    await dialog.waitFor()
    return dialog
  }

  async save(name: string): Promise<Buffer> {
    return this.#download(() => this.press('Save', name))
  }

  async saveAll(): Promise<Buffer> {
    return this.#download(() => this.page.getByRole('button', { name: 'Save all as a plain ZIP' }).click())
  }

  async #download(act: () => Promise<void>): Promise<Buffer> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), act()])
    return readFileSync(await download.path())
  }

  /** Paths and sizes of what was written to the disk of a served page. */
  async written(): Promise<Record<string, number>> {
    return this.page.evaluate<Record<string, number>>(`(async () => {
      const found = {}
      const walk = async (folder, path) => {
        for await (const [name, handle] of folder.entries()) {
          if (handle.kind === 'file') found[path + name] = (await handle.getFile()).size
          else await walk(handle, path + name + '/')
        }
      }
      await walk(await navigator.storage.getDirectory(), '')
      return found
    })()`)
  }

  /** The text of what has the focus. */
  async focused(): Promise<string> {
    return this.page.evaluate<string>('document.activeElement.innerText || document.activeElement.id')
  }
}
