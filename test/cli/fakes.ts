import { EventEmitter } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import type { Device, Signals } from '../../cli/device.ts'
import type { Screen } from '../../cli/output.ts'
import { type Manners, Terminal } from '../../cli/terminal.ts'

/** A stream that keeps what is written to it. */
export class FakeScreen extends Writable implements Screen {
  text = ''
  readonly isTTY: boolean
  readonly columns: number
  /** When set, writes wait until `release()`: a reader that does not read. */
  held: (() => void)[] | null = null
  /** When set, every write fails with this errno. */
  errno: string | null = null

  constructor(columns: number | null = null, highWaterMark = 16_384) {
    super({ decodeStrings: false, highWaterMark })
    this.isTTY = columns !== null
    this.columns = columns ?? 0
  }

  override _write(chunk: string, _encoding: string, done: (error?: Error) => void): void {
    if (this.errno !== null) {
      done(Object.assign(new Error(this.errno), { code: this.errno }))
      return
    }
    const arrive = () => {
      this.text += chunk
      done()
    }
    if (this.held === null) arrive()
    else this.held.push(arrive)
  }

  release(): void {
    while (this.held !== null && this.held.length > 0) this.held.shift()?.()
  }

  /** What stands on the last line of the screen: what was cleared is gone. */
  get lastLine(): string {
    return this.text.split('\n').at(-1)?.split('\r\x1b[K').at(-1) ?? ''
  }
}

/** A terminal with a keyboard that a test types on; what is typed before anybody reads waits. */
export class FakeDevice implements Device {
  readonly output = new FakeScreen(80)
  /** Every change of the raw mode. */
  readonly modes: boolean[] = []
  opened = 0
  #keyboard: PassThrough | null = null
  #waiting: Uint8Array[] = []

  openInput() {
    this.opened++
    const keyboard = new PassThrough()
    this.#keyboard = keyboard
    for (const chunk of this.#waiting.splice(0)) keyboard.write(chunk)
    return Object.assign(keyboard, { setRawMode: (on: boolean) => this.modes.push(on) })
  }

  /** Each call is one chunk, as a real terminal would deliver it. */
  type(keys: string | Uint8Array): void {
    const chunk = Buffer.from(keys)
    if (this.#keyboard === null || this.#keyboard.destroyed) this.#waiting.push(chunk)
    else this.#keyboard.write(chunk)
  }

  hangUp(): void {
    this.#keyboard?.end()
  }

  get keyboard(): PassThrough | null {
    return this.#keyboard
  }
}

export class FakeSignals extends EventEmitter implements Signals {
  readonly suspended: string[] = []

  suspend(whom: 'process' | 'group'): void {
    this.suspended.push(whom)
  }
}

export interface FakeOptions {
  /** Columns of stdout, stderr; null for a pipe (the default). */
  readonly stdout?: number | null
  readonly stderr?: number | null
  readonly stdin?: boolean
  readonly env?: Record<string, string>
  readonly platform?: NodeJS.Platform
  /** False: the process has no controlling terminal. */
  readonly device?: boolean
  /** A pager. */
  readonly page?: (text: string) => Promise<boolean>
  readonly manners?: Partial<Manners>
}

export function fakeTerminal(options: FakeOptions = {}) {
  const stdout = new FakeScreen(options.stdout ?? null)
  const stderr = new FakeScreen(options.stderr ?? null)
  const device = new FakeDevice()
  const signals = new FakeSignals()
  const terminal = new Terminal({
    stdout,
    stderr,
    stdinIsTerminal: options.stdin ?? false,
    env: options.env ?? { LANG: 'C.UTF-8', TERM: 'xterm', NO_COLOR: '1' },
    platform: options.platform ?? 'linux',
    openDevice: () => (options.device === false ? null : device),
    signals,
    ...(options.page && { page: options.page }),
    about: 'waybill test, Node 0, nowhere',
  })
  terminal.adopt(options.manners ?? {})
  return { terminal, stdout, stderr, device, signals }
}
