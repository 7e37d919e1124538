import fc from 'fast-check'
import type { Input } from '../../../cli/ui/keys.ts'

const named = [
  'up',
  'down',
  'left',
  'right',
  'home',
  'end',
  'pageup',
  'pagedown',
  'enter',
  'escape',
  'tab',
  'shift-tab',
  'backspace',
  'f5',
  'ctrl-l',
  'ctrl-u',
]

/** What a person may press, and what a terminal may paste. */
export const anyInput: fc.Arbitrary<Input> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...named).map(key => ({ type: 'press' as const, key, text: '' })) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...'acdghlnopqrstux7').map(key => ({ type: 'press' as const, key, text: key })),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map(text => ({ type: 'paste' as const, text })) },
  { weight: 1, arbitrary: fc.constant({ type: 'paste' as const, text: '7K3Q-M9XP' }) },
)

export function pressed(key: string): Input {
  return { type: 'press', key, text: key.length === 1 ? key : '' }
}
