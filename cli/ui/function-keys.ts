import { EventEmitter } from 'node:events'
import { useStdin } from 'ink'
import { useLayoutEffect, useRef } from 'react'
import type { Press } from './keys.ts'

/** F1 to F12 as xterm, VTE and tmux, the Linux console and rxvt send them (terminfo `kf1` to `kf12`). */
const sequences: ReadonlyMap<string, string> = new Map(
  [
    ['OP', '[11~', '[[A', '[P'],
    ['OQ', '[12~', '[[B', '[Q'],
    ['OR', '[13~', '[[C'],
    ['OS', '[14~', '[[D', '[S'],
    ['[15~', '[[E'],
    ...[17, 18, 19, 20, 21, 23, 24].map(code => [`[${code}~`]),
  ].flatMap((ways, at) => ways.map((way): [string, string] => [`\x1b${way}`, `f${at + 1}`])),
)

/** The press of a function key, or null. */
export function functionKey(sequence: string): Press | null {
  const key = sequences.get(sequence)
  return key === undefined ? null : { type: 'press', key, text: '' }
}

/**
 * Function keys: `useInput` gives all of them as the same empty text. Ink's own hooks hear the sequences on this emitter,
 * which its types hide; where a version of Ink has none, function keys do nothing.
 */
export function useFunctionKeys(onPress: (press: Press) => void): void {
  const stdin = useStdin()
  const newest = useRef(onPress)
  newest.current = onPress
  useLayoutEffect(() => {
    const emitter = 'internal_eventEmitter' in stdin ? stdin.internal_eventEmitter : null
    if (!(emitter instanceof EventEmitter)) return
    const hear = (sequence: string) => {
      const press = functionKey(sequence)
      if (press !== null) newest.current(press)
    }
    emitter.on('input', hear)
    return () => void emitter.off('input', hear)
  }, [stdin])
}
