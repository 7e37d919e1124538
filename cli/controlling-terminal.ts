import { WaybillError } from '../lib/error.ts'
import type { Secret } from '../lib/secret.ts'
import type { Device, Keyboard, Signals } from './device.ts'
import { Output } from './output.ts'
import { type Ending, type Line, Reading, unreadable } from './reading.ts'
import { enterScreen, leaveScreen, resetModes } from './screens.ts'
import { longestSecret, SecretLine } from './secret-line.ts'
import { render, type Text } from './style.ts'

/** The longest line that a terminal hands over from its own line editing, less its end (Linux, `N_TTY_BUF_SIZE`). */
const longestLine = 4095

/** What a terminal can do. */
export interface Abilities {
  readonly colour: boolean
  /** It knows the sequences of xterm. */
  readonly screens: boolean
  /** tmux stands between it and us. */
  readonly tmux: boolean
}

/**
 * The person's own screen and keyboard: the one place where a password may be shown or typed. What is written is
 * sanitised like everything else. One reading at a time.
 */
export class ControllingTerminal {
  readonly #device: Device
  readonly #signals: Signals
  readonly #output: Output
  readonly #can: Abilities
  /** What was typed beyond the line that was asked for. */
  #ahead: Uint8Array = new Uint8Array(0)

  constructor(device: Device, signals: Signals, can: Abilities) {
    this.#device = device
    this.#signals = signals
    this.#output = new Output(device.output)
    this.#can = can
  }

  get columns(): number {
    return this.#output.columns ?? 80
  }

  /** Whole lines: one, or several. */
  write(text: Text | readonly Text[]): void {
    for (const line of [text].flat()) this.#output.write(`${render(line, this.#can.colour)}\n`)
  }

  /**
   * Hands a text to the clipboard of this terminal. False where it knows no such sequences (`TERM=dumb`); whether another one
   * takes it, no terminal tells.
   */
  copy(text: string): boolean {
    if (!this.#can.screens) return false
    const sequence = `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`
    this.#output.write(this.#can.tmux ? sequence + throughTmux(sequence) : sequence)
    return true
  }

  /**
   * Shows what `work` writes and asks on a screen of its own, which is wiped when it ends: a password stays in no
   * scroll-back. Where the terminal cannot do that (`TERM=dumb`), it is shown like everything else.
   */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#can.screens) return work()
    const wipe = () => this.#output.write(leaveScreen)
    // Ctrl-Z gives the terminal back to the shell: wiped before, and not shown again afterwards.
    const stopped = () => {
      wipe()
      this.#signals.off('SIGTSTP', stopped)
      this.#signals.suspend('process')
      this.#signals.on('SIGTSTP', stopped)
      this.#output.write(`${enterScreen}What stood here was wiped. Answer what was asked, or press Ctrl-C.\n`)
    }
    this.#signals.on('SIGTSTP', stopped)
    this.#signals.on('exit', wipe)
    this.#output.write(enterScreen)
    try {
      return await work()
    } finally {
      this.#signals.off('SIGTSTP', stopped)
      this.#signals.off('exit', wipe)
      wipe()
    }
  }

  /** Puts back the modes that a program which was killed may have left. */
  reset(): void {
    this.#output.write(resetModes)
  }

  /**
   * One line, echoed and edited by the terminal itself, without its end. Null when there is no answer (Ctrl-D).
   * Throws WB-INTERRUPTED on a signal.
   */
  async readLine(prompt: Text): Promise<string | null> {
    const typed: number[] = []
    const line: Line = {
      feed: byte => {
        if (byte === 0x0a || byte === 0x0d) return 'enter'
        return typed.push(byte) > longestLine ? 'too-long' : 'more'
      },
      pause: () => {},
    }
    const ending = await this.#read(line, { raw: false, prompt })
    if (ending === 'too-long') throw unfit(`The line is longer than ${longestLine} bytes.`)
    return ending === 'end' && typed.length === 0 ? null : new TextDecoder().decode(Uint8Array.from(typed))
  }

  /**
   * One line without echo, at most 1 024 bytes of UTF-8. Null when there is no answer (Ctrl-D). Throws WB-INTERRUPTED on
   * Ctrl-C and on a signal, with the terminal's mode restored.
   */
  async readSecret(prompt: Text): Promise<Secret | null> {
    const line = new SecretLine()
    try {
      const ending = await this.#read(line, { raw: true, prompt })
      if (ending === 'end') return null
      if (ending === 'too-long') throw unfit(`What was typed is longer than ${longestSecret} bytes.`)
      if (ending === 'several-lines') throw unfit('What was pasted has more than one line.')
      const secret = line.take()
      if (secret === null) throw unfit('What was typed is not valid UTF-8.')
      return secret
    } finally {
      line.wipe()
    }
  }

  /** Settles when everything written has arrived. */
  async close(): Promise<void> {
    this.#ahead.fill(0)
    this.#ahead = new Uint8Array(0)
    await this.#output.flushed()
    this.#device.output.destroy()
  }

  #openInput(): Keyboard {
    try {
      return this.#device.openInput()
    } catch (cause) {
      throw unreadable(cause)
    }
  }

  async #read(line: Line, options: { raw: boolean; prompt: Text }): Promise<Ending> {
    let ending: Ending | null = null
    try {
      const reading = new Reading(this.#openInput(), this.#signals, line, {
        raw: options.raw,
        prompt: () => this.#output.write(render(options.prompt, this.#can.colour)),
        bell: () => this.#output.write('\x07'),
      })
      const done = await reading.run(this.#ahead)
      this.#ahead = done.rest
      ending = done.ending
      return ending
    } finally {
      // The Enter that ended an echoed line has moved the cursor already.
      if (options.raw || ending !== 'enter') this.#output.write('\n')
    }
  }
}

/**
 * xterm, "Operating System Commands", `OSC 52 ; c ; Pd BEL`: Pd, in base64, to the clipboard. tmux takes it itself with
 * `set-clipboard on`; with `allow-passthrough on` it hands on what is wrapped like this (tmux(1), "allow-passthrough").
 */
function throughTmux(sequence: string): string {
  return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`
}

function unfit(message: string): WaybillError {
  return new WaybillError('WB-USAGE', message, 'Type it again, as one line.')
}
