import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const driver = join(import.meta.dirname, 'fixtures/terminal-job.py')

/** Whether this machine can run a program on a pseudo-terminal. */
export const hasPty = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty, termios']).status === 0

export interface Streams {
  readonly stdin?: string
  readonly stdout?: string
  readonly stderr?: string
  readonly columns?: number
}

/** The end of a program: its exit status, or the signal's number, and all that it wrote to the terminal. */
export interface End {
  readonly how: 'exit' | 'signal'
  readonly status: number
  readonly output: string
}

/** A program on a pseudo-terminal that is its controlling terminal; its standard streams may be files. */
export class Pty {
  readonly #python: ChildProcess
  readonly #answers: AsyncIterator<string>

  constructor(argv: readonly string[], streams: Streams = {}) {
    this.#python = spawn('python3', [driver, JSON.stringify({ argv, ...streams })], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '1' },
    })
    const { stdout } = this.#python
    if (stdout === null) throw new Error('python3 has no stdout')
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]()
    onTestFinished(async () => {
      const gone = once(this.#python, 'exit')
      this.#python.stdin?.end()
      if (this.#python.exitCode === null) await gone
    })
  }

  /** Types. */
  async send(text: string): Promise<void> {
    await this.#request('send', text)
  }

  /** Waits until the program has written `text` after whatever was expected before. */
  async expect(text: string): Promise<void> {
    await this.#request('expect', text)
  }

  /** Waits until the terminal is in raw mode, or out of it. */
  async mode(raw: boolean): Promise<{ ECHO: boolean; ICANON: boolean; ISIG: boolean }> {
    return (await this.#request('mode', raw)) as { ECHO: boolean; ICANON: boolean; ISIG: boolean }
  }

  async signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGTSTP' | 'SIGSTOP'): Promise<void> {
    await this.#request('signal', name)
  }

  /** Waits until the program has been stopped. */
  async stopped(): Promise<void> {
    await this.#request('stopped')
  }

  /** Sets echo and line editing, as a shell does while the program is stopped. */
  async makeSane(): Promise<void> {
    await this.#request('sane')
  }

  async continue(): Promise<void> {
    await this.#request('continue')
  }

  async end(): Promise<End> {
    return (await this.#request('end')) as End
  }

  async #request(op: string, value?: unknown): Promise<unknown> {
    this.#python.stdin?.write(`${JSON.stringify({ op, value })}\n`)
    const { value: line } = await this.#answers.next()
    const answer: { value?: unknown; error?: string } = JSON.parse(line)
    if (answer.error !== undefined) throw new Error(`${op}: ${answer.error}`)
    return answer.value
  }
}
