import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installed } from '../installed.ts'
import { asJson, type Engine, fromJson, said, surroundings } from './engine.ts'

export const hasFirefox = installed('firefox-esr', "tests of the recipient's page in Firefox")

/** Firefox speaks WebDriver BiDi by itself, over a WebSocket (https://w3c.github.io/webdriver-bidi/). */
export async function firefox(): Promise<Engine> {
  const around = await surroundings()
  const [profile, downloads] = [join(around.home, 'profile'), join(around.home, 'downloads')]
  for (const directory of [profile, downloads]) mkdirSync(directory)
  writeFileSync(join(profile, 'user.js'), preferences(around.proxyPort))
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0', 'about:blank']
  const program = around.start('firefox-esr', args, { MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' })
  const bidi = await Bidi.connect(`${await said(program.stderr, /listening on (ws:\S+)/)}/session`)
  const prompts = { unhandledPromptBehavior: { default: 'ignore', file: 'dismiss' } }
  const { capabilities } = await bidi.send<{ capabilities: { browserVersion: string } }>('session.new', {
    capabilities: { alwaysMatch: prompts },
  })
  // the tab that is there at first never has the focus, and keys press no button in it
  const { context } = await bidi.send<{ context: string }>('browsingContext.create', { type: 'tab' })
  await bidi.send('browser.setDownloadBehavior', {
    downloadBehavior: { type: 'allowed', destinationFolder: downloads },
  })
  const run = (expression: string) =>
    bidi.send<Answer>('script.evaluate', { expression, target: { context }, awaitPromise: true })
  return {
    version: capabilities.browserVersion,
    downloads,
    asked: around.asked,
    async goto(url) {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    async back() {
      await bidi.send('browsingContext.traverseHistory', { context, delta: -1 })
    },
    async evaluate(expression) {
      const { result, exceptionDetails } = await run(asJson(expression))
      if (result?.value === undefined) throw new Error(exceptionDetails?.text)
      return fromJson(result.value)
    },
    async perform(actions) {
      await bidi.send('input.performActions', { context, actions })
    },
    async choose(path) {
      const { result } = await run("document.querySelector('input[type=file]')")
      await bidi.send('input.setFiles', { context, element: { sharedId: result?.sharedId }, files: [path] })
    },
    async resize(width, height) {
      await bidi.send('browsingContext.setViewport', { context, viewport: { width, height } })
    },
    async screenshot() {
      const { data } = await bidi.send<{ data: string }>('browsingContext.captureScreenshot', { context })
      return Buffer.from(data, 'base64')
    },
    async close() {
      bidi.close()
      await around.end()
    },
  }
}

/** What `script.evaluate` answers: a text has a value, an element an id. */
interface Answer {
  readonly result?: { readonly value?: string; readonly sharedId?: string }
  readonly exceptionDetails?: { readonly text: string }
}

/** Every request goes to the proxy; what Firefox asks for by itself is off already, where it is driven. */
function preferences(proxyPort: number): string {
  const values = {
    'intl.accept_languages': 'en-GB, en',
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    // a panel that opens with a download takes the focus from the page
    'browser.download.alwaysOpenPanel': false,
    // codecs and the like
    'media.gmp-manager.updateEnabled': false,
    'media.gmp-provider.enabled': false,
  }
  return Object.entries(values)
    .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
    .join('')
}

class Bidi {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error, message } = JSON.parse(String(data))
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(result)
      else waiting?.reject(new Error(`${error}: ${message}`))
    })
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox is gone'))
    })
  }

  static async connect(url: string): Promise<Bidi> {
    const socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', () => reject(new Error(`no answer from ${url}`)))
    })
    return new Bidi(socket)
  }

  send<T = unknown>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: result => resolve(result as T), reject })
      this.#socket.send(JSON.stringify({ id, method, params }))
    })
  }

  close(): void {
    this.#socket.close()
  }
}
