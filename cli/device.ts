import { closeSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { ReadStream, WriteStream } from 'node:tty'
import type { EndingSignal } from './exit.ts'
import type { Screen } from './output.ts'

/** A terminal as a device: what a `ControllingTerminal` reads from and writes to. */
export interface Device {
  readonly output: Screen
  /**
   * A fresh stream of what is typed, destroyed after each reading: while nobody asks, nothing is read, so that type-ahead
   * stays with the terminal and the process can end. Throws what the system says when the terminal has gone.
   */
  openInput(): Keyboard
}

export type Keyboard = Readable & { setRawMode(on: boolean): unknown }

/** The process, as far as a terminal concerns it. */
export interface Signals {
  on(event: TerminalEvent, listener: () => void): unknown
  off(event: TerminalEvent, listener: () => void): unknown
  /** Stops this process, or all that the terminal itself would stop on Ctrl-Z: its process group. */
  suspend(whom: 'process' | 'group'): void
}

export type TerminalEvent = EndingSignal | 'SIGTSTP' | 'SIGCONT' | 'exit'

/**
 * The terminal that this process belongs to, whatever its standard streams are: `/dev/tty` (POSIX, Base Definitions
 * 10.1), `CONIN$` and `CONOUT$` on Windows. Null when there is none: a service, a scheduled task, a container without `-t`.
 */
export function openDevice(platform: NodeJS.Platform): Device | null {
  const [keyboard, screen] = platform === 'win32' ? [String.raw`\\.\CONIN$`, String.raw`\\.\CONOUT$`] : [tty, tty]
  try {
    closeSync(openSync(keyboard, 'r+'))
    const output = new WriteStream(openSync(screen, 'r+'))
    return { output, openInput: () => new ReadStream(openSync(keyboard, 'r+')) }
  } catch {
    return null
  }
}

const tty = '/dev/tty'

export function processSignals(process: NodeJS.Process): Signals {
  return {
    on: (event, listener) => process.on(event, listener),
    off: (event, listener) => process.off(event, listener),
    suspend: whom => {
      if (process.platform !== 'win32') process.kill(whom === 'group' ? 0 : process.pid, 'SIGTSTP')
    },
  }
}
