import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Input } from '../../../cli/ui/keys.ts'
import { edited, emptyField, fieldWith, textOf } from '../../../cli/ui/text-field.ts'
import { anyText } from '../../support/texts.ts'
import { pressed } from './inputs.ts'

const moves = [
  'left',
  'right',
  'home',
  'end',
  'backspace',
  'delete',
  'ctrl-w',
  'ctrl-u',
  'ctrl-k',
  'ctrl-d',
  'up',
  'f1',
]
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.constantFrom(...moves, ...'aZ7 é愛', 'e\u0301', '👩‍👩‍👧').map(pressed),
  anyText().map(text => ({ type: 'paste' as const, text })),
)

it('is one line of well-formed text without control characters, whatever is typed', () => {
  fc.assert(
    fc.property(fc.array(input), inputs => {
      const field = inputs.reduce((field, one) => edited(field, one) ?? field, emptyField)
      expect(textOf(field)).not.toMatch(/\p{Cc}|[\u2028\u2029]/u)
      expect(textOf(field).isWellFormed()).toBe(true)
      expect(field.before.isWellFormed()).toBe(true)
    }),
  )
})

it('moving the caret changes no text', () => {
  fc.assert(
    fc.property(anyText(), fc.array(fc.constantFrom('left', 'right', 'home', 'end')), (text, keys) => {
      const clean = textOf(edited(emptyField, { type: 'paste', text }) ?? emptyField)
      const field = keys.reduce(
        (field, key) => edited(field, { type: 'press', key, text: '' }) ?? field,
        fieldWith(clean),
      )
      expect(textOf(field)).toBe(clean)
    }),
  )
})

it('Backspace takes a whole emoji away', () => {
  expect(textOf(edited(fieldWith('a👩‍👩‍👧'), { type: 'press', key: 'backspace', text: '' }) ?? emptyField)).toBe('a')
})

it('Ctrl-W takes the last word away', () => {
  expect(textOf(edited(fieldWith('Ada Lovelace '), { type: 'press', key: 'ctrl-w', text: '' }) ?? emptyField)).toBe(
    'Ada ',
  )
})

it('a paste of several lines becomes one line', () => {
  expect(textOf(edited(emptyField, { type: 'paste', text: 'a\r\nb\tc\x1b[31m' }) ?? emptyField)).toBe('a b c[31m')
})
