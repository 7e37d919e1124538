import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Input } from '../../../cli/ui/keys.ts'
import { SecretField } from '../../../cli/ui/secret-field.ts'
import { anyInput } from './inputs.ts'

const typed = (text: string): Input => ({ type: 'press', key: text, text })
const pasted = (text: string): Input => ({ type: 'paste', text })
const key = (name: string): Input => ({ type: 'press', key: name, text: '' })

function after(...inputs: readonly Input[]) {
  const field = new SecretField()
  const outcomes = inputs.map(input => field.type(input))
  return { symbols: field.symbols, last: outcomes.at(-1), text: field.take()?.use(text => text) }
}

it('takes keys and pastes, and Backspace takes one symbol away', () => {
  expect(after(typed('ä'), typed('€'), typed(' '), typed('x'))).toEqual({ symbols: 4, last: 'typed', text: 'ä€ x' })
  expect(after(pasted('k7qm\n'), key('backspace'), key('delete')).text).toBe('k7')
  expect(after(typed('ä'), key('ctrl-u'), typed('b')).text).toBe('b')
  expect(after(typed('a'), key('left')).last).toBe('nothing')
})

it('refuses what cannot be one secret, and is empty then', () => {
  expect(after(pasted('one\ntwo'))).toEqual({ symbols: 0, last: 'several-lines', text: '' })
  expect(after(typed('a'), pasted('x'.repeat(1_025)))).toEqual({ symbols: 0, last: 'too-long', text: '' })
  expect(after(pasted('a\x1b[201~b\x07c')).text).toBe('a[201~bc')
})

it('any sequence of inputs leaves valid text of as many symbols as it says', () => {
  fc.assert(
    fc.property(fc.array(anyInput), inputs => {
      const { symbols, text = '' } = after(...inputs)
      expect(Array.from(text).length).toBe(symbols)
      expect(text).not.toMatch(/[\0-\x1f\x7f]/)
    }),
  )
})
