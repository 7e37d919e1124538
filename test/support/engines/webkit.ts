import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { installed } from '../installed.ts'
import { asJson, type Engine, fromJson, said, surroundings } from './engine.ts'

const programs = ['WebKitWebDriver', 'Xvfb'] as const
export const hasWebKit = programs.every(program => installed(program, "tests of the recipient's page in WebKit"))

/** WebKitGTK's small browser, by way of its driver (https://www.w3.org/TR/webdriver2/), on a display that nobody sees. */
export async function webkit(): Promise<Engine> {
  const around = await surroundings()
  const downloads = join(around.home, 'downloads')
  for (const directory of [downloads, join(around.home, '.config')]) mkdirSync(directory)
  writeFileSync(join(around.home, '.config/user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`)
  const screen = ['-displayfd', '3', '-screen', '0', '1600x1600x24', '-nolisten', 'tcp']
  const display = around.start('Xvfb', screen, {}, 1)
  const number = await said(display.stdio[3] as NodeJS.ReadableStream, /\d+(?=\n)/)
  const port = await freePort()
  around.start('WebKitWebDriver', [`--port=${port}`], {
    DISPLAY: `:${number}`,
    LANGUAGE: 'en_GB',
    NO_AT_BRIDGE: '1',
  })
  const driver = async <T = unknown>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
    return value
  }
  while ((await driver('GET', '/status').catch(() => null)) === null) await setTimeout(20)
  const way = `127.0.0.1:${around.proxyPort}`
  const { sessionId, capabilities } = await driver<Session>('POST', '/session', {
    capabilities: { alwaysMatch: { proxy: { proxyType: 'manual', httpProxy: way, sslProxy: way } } },
  })
  const session = <T = unknown>(method: string, path: string, body?: object) =>
    driver<T>(method, `/session/${sessionId}/${path}`, body)
  await session('POST', 'timeouts', { script: 3_600_000 })
  return {
    version: capabilities.browserVersion,
    downloads,
    asked: around.asked,
    async goto(url) {
      await session('POST', 'url', { url })
    },
    async back() {
      await session('POST', 'back', {})
    },
    async evaluate(expression) {
      const script = `${asJson(expression)}.then(arguments[0])`
      return fromJson(await session<string>('POST', 'execute/async', { script, args: [] }))
    },
    async perform(actions) {
      await session('POST', 'actions', { actions })
    },
    async choose(path) {
      const field = { using: 'css selector', value: 'input[type=file]' }
      const [element = ''] = Object.values(await session<Record<string, string>>('POST', 'element', field))
      await session('POST', `element/${element}/value`, { text: path })
    },
    async resize(width, height) {
      await session('POST', 'window/rect', { width, height })
    },
    async screenshot() {
      return Buffer.from(await session<string>('GET', 'screenshot'), 'base64')
    },
    async close() {
      await session('DELETE', '').catch(() => undefined)
      await around.end()
    },
  }
}

interface Session {
  readonly sessionId: string
  readonly capabilities: { readonly browserVersion: string }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
