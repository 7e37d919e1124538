import fc from 'fast-check'
import type { Input } from '../../../cli/ui/keys.ts'

const named = [
  ...['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'enter', 'escape', 'tab', 'shift-tab'],
  ...['backspace', 'delete', 'f1', 'ctrl-n', 'ctrl-o', 'ctrl-t', 'ctrl-u', 'ctrl-w'],
]

/** What a keyboard can send: keys by name, symbols, and pastes of anything. */
export const anyInput: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom(...named).map(key => ({ type: 'press' as const, key, text: '' })),
  fc.constant({ type: 'press' as const, key: 'space', text: ' ' }),
  fc
    .oneof(
      fc.constantFrom('y', 'n', 'h', 'j', 'k', 'l', 'A', '7'),
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
    )
    .map(text => ({ type: 'press' as const, key: text, text })),
  fc.string({ unit: 'binary', maxLength: 20 }).map(text => ({ type: 'paste' as const, text })),
)
