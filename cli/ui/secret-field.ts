import type { Secret } from '../../lib/secret.ts'
import { type KeyOutcome, SecretLine } from '../secret-line.ts'
import type { Input } from './keys.ts'
import type { Note } from './parts/notice.tsx'

/**
 * A field whose text does not show. What is typed or pasted becomes bytes at once and is kept nowhere else. Ink hands over
 * each key, and a paste, as a string of its own: those cannot be zeroed.
 */
export class SecretField {
  readonly #line = new SecretLine()

  /** Whether this means something to a field. `too-long` and `several-lines` have emptied it. */
  type(input: Input): 'typed' | 'nothing' | 'too-long' | 'several-lines' {
    if (input.type === 'paste') return this.#feed(input.text, true)
    if (input.text !== '') return this.#feed(input.text, false)
    const key = edits[input.key]
    return key === undefined ? 'nothing' : this.#feed(key, false)
  }

  /** How many symbols are in it: code points. */
  get symbols(): number {
    return this.#line.symbols
  }

  /** The secret, and the field is empty again. Null when it is not valid text. */
  take(): Secret | null {
    return this.#line.take()
  }

  wipe(): void {
    this.#line.wipe()
  }

  #feed(text: string, pasted: boolean): 'typed' | 'too-long' | 'several-lines' {
    const bytes = new TextEncoder().encode(text)
    const outcomes = new Set<KeyOutcome>()
    const feed = (each: Iterable<number>) => {
      for (const byte of each) outcomes.add(this.#line.feed(byte))
    }
    if (pasted) feed(pasteBegin)
    // An Escape in a paste would begin a sequence; no secret holds one.
    feed(bytes.filter(byte => byte !== 0x1b))
    if (pasted) feed(pasteEnd)
    bytes.fill(0)
    const bad = (['too-long', 'several-lines'] as const).find(outcome => outcomes.has(outcome))
    if (bad !== undefined) this.wipe()
    return bad ?? 'typed'
  }
}

/** What the input did to the field, as an event of its screen; null where it means nothing to a field. */
export function typedInto(
  field: SecretField,
  input: Input,
  unfit: Readonly<Record<'too-long' | 'several-lines', string>>,
): { readonly type: 'typed'; readonly symbols: number } | { readonly type: 'refused'; readonly note: Note } | null {
  const outcome = field.type(input)
  if (outcome === 'nothing') return null
  if (outcome === 'typed') return { type: 'typed', symbols: field.symbols }
  return { type: 'refused', note: { kind: 'warning', message: unfit[outcome] } }
}

/** Bracketed paste (xterm control sequences): Ink has taken these away. */
const pasteBegin = Buffer.from('\x1b[200~')
const pasteEnd = Buffer.from('\x1b[201~')

const edits: Readonly<Record<string, string>> = {
  backspace: '\x7f',
  delete: '\x7f',
  'ctrl-h': '\x7f',
  'ctrl-u': '\x15',
}
