import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Installation } from './installation.ts'
import { installed } from './installed.ts'

export const hasTmux = process.platform !== 'win32' && installed('tmux', 'tests on a real terminal')

/** How long a text may take to appear. */
const patience = 60_000

/** A shell in a terminal of 100 × 40, in an installation. A tmux server of its own: nobody else's is touched. */
export class Tmux {
  readonly #socket: string
  readonly #log: string
  readonly #env: Readonly<Record<string, string>>
  #commands = 0

  constructor({ place, work, env }: Installation) {
    this.#socket = join(place, 'tmux')
    this.#log = join(place, 'terminal')
    this.#env = env
    const shell = 'bash --norc --noprofile --noediting'
    this.#tmux('new-session', '-d', '-x', '100', '-y', '40', '-c', work, shell)
    onTestFinished(() => void this.#tmux('kill-server'))
    this.#tmux('pipe-pane', '-o', `cat >> '${this.#log}'`)
  }

  /** Types a text as it is, then Enter. */
  line(text: string): void {
    if (text !== '') this.#tmux('send-keys', '-l', '--', text)
    this.#tmux('send-keys', 'Enter')
  }

  /** Types a text without an Enter. */
  text(text: string): void {
    this.#tmux('send-keys', '-l', '--', text)
  }

  /** Columns and rows of the terminal. */
  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  /** A key by its name in tmux(1), such as `C-c`. */
  key(name: string): void {
    this.#tmux('send-keys', name)
  }

  /** Pastes, in brackets where the program asked for them (XTerm Control Sequences, "Bracketed Paste Mode"): as a drag of files does. */
  paste(text: string): void {
    this.#tmux('set-buffer', '--', text)
    this.#tmux('paste-buffer', '-p', '-r')
  }

  /** Starts a command whose end `ended` tells. */
  start(command: string): void {
    this.#commands++
    this.line(`${command}; echo "[$((${this.#commands})) ended with $?]"`)
  }

  /** Waits for the end of the command; its exit status. */
  async ended(): Promise<number> {
    const [, status] = await this.until(new RegExp(`\\[${this.#commands} ended with (\\d+)\\]`))
    return Number(status)
  }

  async run(command: string): Promise<number> {
    this.start(command)
    return this.ended()
  }

  /** Waits until the screen shows it. */
  async until(wanted: string | RegExp): Promise<RegExpExecArray> {
    const pattern = typeof wanted === 'string' ? new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')) : wanted
    const end = Date.now() + patience
    for (;;) {
      const match = pattern.exec(this.screen())
      if (match !== null) return match
      if (Date.now() > end) throw new Error(`the terminal does not show ${wanted}, but:\n${this.screen()}`)
      await setTimeout(20)
    }
  }

  /** What the screen shows now, without what was scrolled off. */
  screen(): string {
    return this.#tmux('capture-pane', '-p', '-J')
  }

  /** What can be seen by scrolling back. */
  history(): string {
    return this.#tmux('capture-pane', '-p', '-J', '-S', '-')
  }

  /** What a program may have left behind: xterm's alternate screen, a hidden cursor, bracketed paste. */
  modes(): { alternate: boolean; cursor: boolean; paste: boolean } {
    const flags = this.#tmux('display-message', '-p', '#{alternate_on}#{cursor_flag}').trim()
    const paste =
      this.bytes()
        .match(/\x1b\[\?2004[hl]/g)
        ?.at(-1)
        ?.endsWith('h') ?? false
    return { alternate: flags[0] === '1', cursor: flags[1] === '1', paste }
  }

  /** Every byte that the terminal was sent. */
  bytes(): string {
    return readFileSync(this.#log, 'utf8')
  }

  #tmux(...words: string[]): string {
    const argv = ['-u', '-S', this.#socket, '-f', '/dev/null', ...words]
    return execFileSync('tmux', argv, { env: { ...this.#env, PS1: '> ' }, encoding: 'utf8', timeout: patience })
  }
}
