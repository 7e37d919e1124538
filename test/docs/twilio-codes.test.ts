import { expect, it } from 'vitest'
import { refusals } from '../../lib/courier/twilio/refusals.ts'
import { codes, read, tableUnder } from './markdown.ts'

it('docs/errors.md has the words of every code of Twilio', () => {
  const rows = tableUnder(read('docs/errors.md'), 'Codes of Twilio').map(([code = '', ...words]) => [
    codes(code).join(),
    ...words,
  ])
  const real = Object.entries(refusals).map(([code, { message, hint, retry, channel }]) => [
    code,
    message,
    hint,
    retry ? 'yes' : 'no',
    channel ?? '–',
  ])
  expect(real.length).toBeGreaterThan(20)
  expect(rows).toEqual(real)
})
