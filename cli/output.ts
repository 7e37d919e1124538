import type { Writable } from 'node:stream'
import { errnoOf } from '../lib/error.ts'

/** A stream that people or programs read: `process.stdout`, or a fake in a test. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }

/**
 * Writes to a stream that can fail at any moment. A reader that has gone (`waybill log | head`) ends the writing quietly;
 * any other failure, a full disk behind `>` for example, is kept in `failure`. Nothing here throws.
 */
export class Output {
  readonly #stream: Screen
  #unwritten = 0
  #waiting: (() => void)[] = []
  #gone = false
  /** Why output was lost, or null. */
  failure: Error | null = null

  constructor(stream: Screen) {
    this.#stream = stream
    stream.on('error', error => this.#broken(error))
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true
  }

  /** Columns of the terminal, 80 where it does not say, null where it is no terminal. */
  get columns(): number | null {
    if (!this.isTerminal) return null
    return this.#stream.columns || 80
  }

  /** Lines of the terminal, 24 where it does not say, null where it is no terminal. */
  get rows(): number | null {
    return this.isTerminal ? this.#stream.rows || 24 : null
  }

  /** False once nothing that is written arrives anywhere. */
  get open(): boolean {
    return !this.#gone
  }

  write(text: string): void {
    if (this.#gone) return
    this.#unwritten++
    this.#stream.write(text, error => {
      this.#unwritten--
      if (error) this.#broken(error)
      else if (this.#unwritten === 0) this.#wake()
    })
  }

  /** Waits for the reader when the buffer is full. False when there is no reader any more. */
  async drained(): Promise<boolean> {
    if (this.#stream.writableNeedDrain) await this.flushed()
    return this.open
  }

  /** Settles when every byte has been handed to the system, or never will be. */
  flushed(): Promise<void> {
    if (this.#gone || this.#unwritten === 0) return Promise.resolve()
    return new Promise(resolve => this.#waiting.push(resolve))
  }

  #broken(error: Error): void {
    if (this.#gone) return
    this.#gone = true
    if (!readerLeft.has(errnoOf(error) ?? '')) this.failure = error
    this.#wake()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

/** How a broken pipe, a reset socket or a hung-up terminal shows. */
const readerLeft = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])
