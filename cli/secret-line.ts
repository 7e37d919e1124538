import { isUtf8 } from 'node:buffer'
import { Secret } from '../lib/secret.ts'

/** No secret that comes in is longer, in bytes of UTF-8. */
export const longestSecret = 1024

/** What a byte did: nothing yet to tell (`more`), a key without a meaning here (`bell`), or how the line has ended. */
export type KeyOutcome = 'more' | 'bell' | 'enter' | 'end' | 'interrupt' | 'suspend' | 'too-long' | 'several-lines'

/**
 * A line that is typed or pasted without echo, kept as bytes: no string of it is made, and the buffer is zeroed by
 * `take()` and `wipe()`. Fed with what a terminal in raw mode sends. Enter ends the line; Backspace removes one code
 * point, like a terminal's own ERASE with IUTF8 (POSIX termios); Ctrl-U removes all; Ctrl-C interrupts; Ctrl-Z suspends;
 * Ctrl-D ends the line, or the input when the line is empty. Cursor keys and other sequences are swallowed. A bracketed
 * paste (xterm control sequences, "Bracketed Paste Mode") is taken without its brackets and without the line ends at its
 * end; a second line in it is refused, since only one can be meant.
 */
export class SecretLine {
  readonly #bytes = new Uint8Array(longestSecret)
  #length = 0
  #state: 'text' | 'escape' | 'late-escape' | 'sequence' | 'shift' = 'text'
  #sequence = ''
  #pasting = false
  #pastedLineEnd = false

  /** How many code points it holds: every byte but the continuation bytes (RFC 3629, section 3: 10xxxxxx). */
  get symbols(): number {
    return this.#bytes.subarray(0, this.#length).reduce((count, byte) => count + ((byte & 0xc0) === 0x80 ? 0 : 1), 0)
  }

  feed(byte: number): KeyOutcome {
    const state = this.#state
    this.#state = 'text'
    if (state === 'escape') return this.#afterEscape(byte)
    if (state === 'late-escape' && byte === key.bracket) return this.#begin('sequence')
    if (state === 'sequence') return this.#inSequence(byte)
    if (state === 'shift') return 'bell'
    if (byte === key.escape) return this.#begin('escape')
    return this.#pasting ? this.#pasted(byte) : this.#typed(byte)
  }

  /**
   * No more bytes came together with the last one. An Escape that came alone is the Escape key, and what follows is text
   * again, unless it is the bracket of a sequence that the connection tore apart.
   */
  pause(): void {
    if (this.#state === 'escape') this.#state = 'late-escape'
  }

  /** The secret, and the line is empty again. Null when it is not UTF-8. */
  take(): Secret | null {
    const taken = this.#bytes.slice(0, this.#length)
    this.wipe()
    if (isUtf8(taken)) return Secret.fromBytes(taken)
    taken.fill(0)
    return null
  }

  wipe(): void {
    this.#bytes.fill(0)
    this.#length = 0
  }

  #typed(byte: number): KeyOutcome {
    switch (byte) {
      case key.carriageReturn:
      case key.lineFeed:
        return 'enter'
      case key.backspace:
      case key.delete:
        return this.#erase()
      case key.ctrlU:
        this.wipe()
        return 'more'
      case key.ctrlC:
      case key.ctrlBackslash:
        return 'interrupt'
      case key.ctrlZ:
        return 'suspend'
      case key.ctrlD:
        return this.#length === 0 ? 'end' : 'enter'
      default:
        return this.#append(byte)
    }
  }

  #pasted(byte: number): KeyOutcome {
    if (byte === key.carriageReturn || byte === key.lineFeed) {
      this.#pastedLineEnd = this.#length > 0
      return 'more'
    }
    return this.#pastedLineEnd ? 'several-lines' : this.#append(byte)
  }

  #append(byte: number): KeyOutcome {
    if (byte < 0x20 || byte === key.delete) return 'bell'
    if (this.#length === longestSecret) return 'too-long'
    this.#bytes[this.#length++] = byte
    return 'more'
  }

  /** The continuation bytes (RFC 3629, section 3: 10xxxxxx) and the byte that they continue. */
  #erase(): KeyOutcome {
    if (this.#length === 0) return 'bell'
    let erased: number
    do {
      erased = this.#bytes[--this.#length] ?? 0
      this.#bytes[this.#length] = 0
    } while (this.#length > 0 && (erased & 0xc0) === 0x80)
    return 'more'
  }

  #begin(state: 'escape' | 'sequence' | 'shift'): KeyOutcome {
    this.#state = state
    return 'more'
  }

  /** ECMA-48: `ESC [` begins a control sequence (5.4), `ESC O` is a single shift (8.3.143); else it is an Alt key. */
  #afterEscape(byte: number): KeyOutcome {
    if (byte === key.bracket) return this.#begin('sequence')
    if (byte === key.letterO) return this.#begin('shift')
    if (byte === key.escape) return this.#begin('escape')
    return 'bell'
  }

  /** Parameters up to a final byte from 0x40 to 0x7e (ECMA-48, 5.4). */
  #inSequence(byte: number): KeyOutcome {
    if (byte < 0x40 || byte > 0x7e) {
      this.#sequence = (this.#sequence + String.fromCharCode(byte)).slice(0, 16)
      return this.#begin('sequence')
    }
    const sequence = this.#sequence + String.fromCharCode(byte)
    this.#sequence = ''
    if (sequence !== '200~' && sequence !== '201~') return 'bell'
    this.#pasting = sequence === '200~'
    this.#pastedLineEnd = false
    return 'more'
  }
}

const key = {
  ctrlC: 0x03,
  ctrlD: 0x04,
  backspace: 0x08,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  ctrlU: 0x15,
  ctrlZ: 0x1a,
  escape: 0x1b,
  ctrlBackslash: 0x1c,
  letterO: 0x4f,
  bracket: 0x5b,
  delete: 0x7f,
} as const
