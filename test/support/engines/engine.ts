import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A browser with one page in it, spoken to by the protocol of the W3C that its makers give it. */
export interface Engine {
  /** As the browser says it. */
  readonly version: string
  /** Where its downloads land. */
  readonly downloads: string
  /** First line of every request that left the browser, or tried to, since it was started. */
  readonly asked: readonly string[]
  goto(url: string): Promise<void>
  back(): Promise<void>
  /** The value of an expression of JavaScript, which may be a promise, as JSON. */
  evaluate<T>(expression: string): Promise<T>
  /** Keys and pointer as the two protocols have in common: WebDriver, "Actions". */
  perform(sources: readonly object[]): Promise<void>
  /** A file of this machine into the field for files, as if it was chosen in the window of the browser. */
  choose(path: string): Promise<void>
  resize(width: number, height: number): Promise<void>
  /** A PNG of what the window shows. */
  screenshot(): Promise<Buffer>
  close(): Promise<void>
}

/** What every engine is started with. */
export interface Surroundings {
  /** Its home, its profile, its downloads: nothing of the person who runs the tests. */
  readonly home: string
  /** On this machine: its only way to the network, which leads nowhere. */
  readonly proxyPort: number
  readonly asked: string[]
  /** Starts a program that ends with the engine; `pipes` beside the usual three. */
  start(program: string, args: readonly string[], env?: Readonly<Record<string, string>>, pipes?: number): ChildProcess
  /** Ends what was started, last things first, and removes the home. */
  end(): Promise<void>
}

export async function surroundings(): Promise<Surroundings> {
  const home = mkdtempSync(join(tmpdir(), 'waybill-test-'))
  const asked: string[] = []
  const proxy = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', request => {
      asked.push(request.toString('latin1').split('\r\n')[0] ?? '')
      socket.destroy()
    })
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  const address = proxy.address()
  const programs: ChildProcess[] = []
  return {
    home,
    proxyPort: typeof address === 'object' && address !== null ? address.port : 0,
    asked,
    start(program, args, env = {}, pipes = 0) {
      const child = spawn(program, args, {
        env: { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8', ...env },
        stdio: ['ignore', 'ignore', 'pipe', ...Array.from({ length: pipes }, () => 'pipe' as const)],
      })
      programs.push(child)
      return child
    },
    async end() {
      for (const child of programs.reverse()) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill()
        await once(child, 'exit')
      }
      proxy.close()
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** The first match in what a program writes to a pipe. */
export async function said(pipe: NodeJS.ReadableStream | null | undefined, pattern: RegExp): Promise<string> {
  if (pipe === null || pipe === undefined) throw new Error('no pipe')
  let text = ''
  return new Promise((resolve, reject) => {
    pipe.on('data', (piece: Buffer) => {
      text += piece
      const match = pattern.exec(text)
      if (match !== null) resolve(match[1] ?? match[0])
    })
    pipe.once('end', () => reject(new Error(`it ended without ${pattern}:\n${text}`)))
  })
}

/** An expression as one that answers with its value, or with what it throws, as JSON. */
export function asJson(expression: string): string {
  return `(async () => (${expression}))().then(
    value => JSON.stringify({ value }),
    error => JSON.stringify({ error: String(error) }),
  )`
}

export function fromJson<T>(json: string): T {
  const { value, error } = JSON.parse(json) as { value: T; error?: string }
  if (error !== undefined) throw new Error(error)
  return value
}
