import fc from 'fast-check'
import type { Input } from '../../../cli/ui/keys.ts'
import { anyText } from '../../support/texts.ts'

const named = [
  ...['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'enter', 'escape', 'tab', 'shift-tab'],
  ...['backspace', 'delete', 'f1', 'f5', 'ctrl-l', 'ctrl-n', 'ctrl-o', 'ctrl-t', 'ctrl-u', 'ctrl-w'],
]

/** What a keyboard can send: keys by name, letters that are keys, symbols of every kind, and pastes. */
export const anyInput: fc.Arbitrary<Input> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...named).map(key => ({ type: 'press' as const, key, text: '' })) },
  { weight: 4, arbitrary: fc.constantFrom(...'acdeghjklnopqrstuxyA7é愛', '👩‍👩‍👧').map(pressed) },
  { weight: 1, arbitrary: fc.constant({ type: 'press' as const, key: 'space', text: ' ' }) },
  { weight: 1, arbitrary: anyText().map(text => ({ type: 'paste' as const, text })) },
  { weight: 1, arbitrary: fc.constant({ type: 'paste' as const, text: '7K3Q-M9XP' }) },
)

/** A symbol types itself; the others are keys by name. */
export function pressed(key: string): Input {
  return { type: 'press', key, text: /^[a-z][a-z0-9-]+$/.test(key) ? '' : key }
}
