import type { Key } from 'ink'

/**
 * One key press: `up`, `enter`, `ctrl-c`, `shift-tab`, `f1`, `space`, or for everything else that makes text the text itself,
 * one grapheme (`a`, `A`, `?`, `é`).
 */
export interface Press {
  readonly type: 'press'
  readonly key: string
  /** What the key writes into a field; empty where it writes nothing. */
  readonly text: string
}

/** A bracketed paste, or a drag of files, as the terminal sends it: untrusted, any length, any characters. */
export interface Paste {
  readonly type: 'paste'
  readonly text: string
}

export type Input = Press | Paste

/** A key that means something now. Its name is what it does: the words for it are found under that name. */
export interface Binding<Name extends string = string> {
  readonly name: Name
  /** All of these do it; the first one is shown. */
  readonly keys: readonly string[]
  /** Not shown in the line of keys, only in the help. */
  readonly quiet?: boolean
}

/** What this press does here, or null. */
export function named<Name extends string>(bindings: readonly Binding<Name>[], input: Input): Name | null {
  if (input.type === 'paste') return null
  return bindings.find(({ keys }) => keys.includes(input.key))?.name ?? null
}

const special = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const satisfies readonly (readonly [keyof Key, string])[]

/** As xterm, the Linux console and rxvt send them. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What Ink calls one input, as single presses: a fast typist, a slow line or a plain paste put several into one. */
export function pressesOf(input: string, key: Key): Press[] {
  if (key.eventType === 'release') return []
  if (key.tab) return [press(key.shift ? 'shift-tab' : 'tab')]
  const name = special.find(([flag]) => key[flag])?.[1]
  if (name !== undefined) return [press(name)]
  if (key.ctrl) return [press(`ctrl-${input}`)]
  // Alt and a key, and sequences that nobody knows; `function-keys.ts` hears those of F1 to F12.
  if (key.meta || /^[[O]./.test(input)) return []
  return [...graphemes.segment(input)].map(({ segment }) => typed(segment))
}

function typed(text: string): Press {
  if (text === '\r' || text === '\n' || text === '\r\n') return press('enter')
  if (text === '\t') return press('tab')
  if (text === '\x7f' || text === '\b') return press('backspace')
  if (text === ' ') return press('space', ' ')
  const code = text.charCodeAt(0)
  if (code < 0x20) return press(`ctrl-${String.fromCharCode(code + 0x60)}`)
  return press(text, text)
}

function press(key: string, text = ''): Press {
  return { type: 'press', key, text }
}
