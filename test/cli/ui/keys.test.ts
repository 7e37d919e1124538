import fc from 'fast-check'
import type { Key } from 'ink'
import { expect, it } from 'vitest'
import { functionKey } from '../../../cli/ui/function-keys.ts'
import { pressesOf } from '../../../cli/ui/keys.ts'
import { anyText } from '../../support/texts.ts'

const none = {} as Key

it('takes several keys that came in one write one after the other', () => {
  expect(pressesOf('ab\r', none).map(({ key }) => key)).toEqual(['a', 'b', 'enter'])
})

it('takes an emoji and a letter with its marks as one', () => {
  expect(pressesOf('👩‍👩‍👧é', none).map(({ text }) => text)).toEqual(['👩‍👩‍👧', 'é'])
})

it.each([
  ['\t', 'tab'],
  [' ', 'space'],
  ['\x7f', 'backspace'],
  ['\x03', 'ctrl-c'],
])('knows %j as %s', (input, key) => {
  expect(pressesOf(input, none)).toMatchObject([{ key }])
})

it('knows F1 of xterm, of the Linux console and of rxvt', () => {
  for (const input of ['OP', '[11~', '[[A']) expect(functionKey(`\x1b${input}`)).toMatchObject({ key: 'f1' })
  expect(['[15~', '[24~'].map(input => functionKey(`\x1b${input}`)?.key)).toEqual(['f5', 'f12'])
  expect(functionKey('\x1b[A')).toBe(null)
})

it('drops sequences that nobody knows, and a key that is let go', () => {
  expect(pressesOf('[99;5u', none)).toEqual([])
  expect(pressesOf('a', { ...none, eventType: 'release' })).toEqual([])
})

it('never writes a control character into a field', () => {
  fc.assert(
    fc.property(anyText(), input => {
      expect(pressesOf(input, none).some(({ text }) => /^\p{Cc}/u.test(text))).toBe(false)
    }),
  )
})
