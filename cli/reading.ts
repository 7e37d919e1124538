import { WaybillError } from '../lib/error.ts'
import type { Keyboard, Signals, TerminalEvent } from './device.ts'
import { type EndingSignal, interrupted } from './exit.ts'
import type { KeyOutcome } from './secret-line.ts'

/** How a line ended: with its line end, with the end of the input, or because it cannot be taken. */
export type Ending = 'enter' | 'end' | 'too-long' | 'several-lines'

export interface Line {
  feed(byte: number): KeyOutcome
  /** No more bytes came together with the last one. */
  pause(): void
}

/**
 * One line from the keyboard. In raw mode there is no echo, and the old mode comes back on every way out: an answer, an
 * error, Ctrl-C, an ending signal, an exit of the process, and for as long as the process is stopped. Ended by a signal it
 * throws WB-INTERRUPTED. Use it once.
 */
export class Reading {
  readonly #keyboard: Keyboard
  readonly #signals: Signals
  readonly #line: Line
  readonly #raw: boolean
  readonly #screen: { prompt(): void; bell(): void }
  /** What undoes the listening, in the order in which it was set up. */
  readonly #undo: (() => void)[] = []
  #settle: (ending: Ending | WaybillError, rest?: Uint8Array) => void = () => {}

  constructor(
    keyboard: Keyboard,
    signals: Signals,
    line: Line,
    options: { readonly raw: boolean; readonly prompt: () => void; readonly bell: () => void },
  ) {
    this.#keyboard = keyboard
    this.#signals = signals
    this.#line = line
    this.#raw = options.raw
    this.#screen = options
  }

  /** `ahead` was typed before and is read first; `rest` was typed after the line's end. */
  run(ahead: Uint8Array): Promise<{ ending: Ending; rest: Uint8Array }> {
    return new Promise((resolve, reject) => {
      this.#settle = (ending, rest = new Uint8Array(0)) => {
        this.#settle = () => {}
        for (const undo of this.#undo) undo()
        this.#keyboard.destroy()
        if (ending instanceof WaybillError) reject(ending)
        else resolve({ ending, rest })
      }
      this.#listen()
      if (this.#raw) this.#setRaw(true)
      this.#screen.prompt()
      this.#take(ahead)
    })
  }

  #listen(): void {
    this.#keyboard.on('error', error => this.#settle(unreadable(error)))
    this.#keyboard.on('data', (chunk: Uint8Array) => this.#take(chunk))
    this.#keyboard.on('end', () => this.#settle('end'))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const satisfies EndingSignal[]) {
      this.#on(signal, () => this.#settle(interrupted(signal)))
    }
    if (!this.#raw) return
    this.#on('exit', () => this.#setRaw(false))
    this.#on('SIGTSTP', this.#stopped)
    this.#on('SIGCONT', () => {
      // The shell may have set a mode of its own meanwhile: only a change is written to the terminal.
      this.#setRaw(false)
      this.#setRaw(true)
      this.#screen.prompt()
    })
    this.#undo.push(() => this.#setRaw(false))
  }

  #on(event: TerminalEvent, listener: () => void): void {
    this.#signals.on(event, listener)
    this.#undo.push(() => this.#signals.off(event, listener))
  }

  #take(chunk: Uint8Array): void {
    for (const [at, byte] of chunk.entries()) {
      const outcome = this.#line.feed(byte)
      if (outcome === 'bell') this.#screen.bell()
      else if (outcome === 'suspend') this.#suspend('group')
      else if (outcome !== 'more') {
        this.#ended(outcome, chunk, at)
        return
      }
    }
    this.#line.pause()
    this.#forget(chunk)
  }

  #ended(ending: Ending | 'interrupt', chunk: Uint8Array, at: number): void {
    const rest = Uint8Array.from(ending === 'enter' ? chunk.subarray(afterLineEnd(chunk, at)) : [])
    this.#forget(chunk)
    this.#settle(ending === 'interrupt' ? interrupted('SIGINT') : ending, rest)
  }

  /** Best effort: the stream made the buffer, and nobody else looks at it. */
  #forget(chunk: Uint8Array): void {
    if (this.#raw) chunk.fill(0)
  }

  readonly #stopped = (): void => this.#suspend('process')

  /** Comes back when the process goes on: at once where nothing can stop it (an orphaned process group, Windows). */
  #suspend(whom: 'process' | 'group'): void {
    this.#setRaw(false)
    this.#signals.off('SIGTSTP', this.#stopped)
    this.#signals.suspend(whom)
    this.#signals.on('SIGTSTP', this.#stopped)
    this.#setRaw(true)
  }

  #setRaw(on: boolean): void {
    if (!this.#keyboard.destroyed) this.#keyboard.setRawMode(on)
  }
}

/** Behind a line end of one or two characters: a pasted CR LF is one. */
function afterLineEnd(chunk: Uint8Array, at: number): number {
  return at + (chunk[at] === 0x0d && chunk[at + 1] === 0x0a ? 2 : 1)
}

export function unreadable(cause: unknown): WaybillError {
  return new WaybillError('WB-IO', 'The terminal cannot be read.', 'Open another terminal and run the command again.', {
    cause,
  })
}
