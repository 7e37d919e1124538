import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as parsers from '../../cli/arguments.ts'

const usage = (flag: string, message: RegExp = /./) =>
  expect.objectContaining({
    code: 'WB-USAGE',
    message: expect.stringMatching(new RegExp(`^${flag} ${message.source}`)),
    hint: expect.stringMatching(/^[A-Z].*[.?]$/),
  })

describe('integer', () => {
  const level = parsers.integer('--level', 0, 9)
  it.each([
    ['0', 0],
    ['9', 9],
  ])('takes %s', (text, value) => expect(level(text)).toBe(value))
  it.each(['', '10', '-1', '1.5', '1e0', '0x1', '٣', ' 1', '01', 'NaN', '9'.repeat(400)])('refuses %j', text => {
    expect(() => level(text)).toThrow(usage('--level'))
  })
  it('can be open above', () => {
    expect(parsers.integer('--subjects', 1)('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => parsers.integer('--subjects', 1)('9007199254740993')).toThrow(usage('--subjects'))
    expect(() => parsers.integer('--subjects', 1)('0')).toThrow(
      expect.objectContaining({ hint: 'Give it a whole number of at least 1.' }),
    )
  })
})

describe('choice', () => {
  const via = parsers.choice('--via', ['sms', 'phone', 'in-person'])
  it('takes the words themselves', () => expect(via('in-person')).toBe('in-person'))
  it('says what was probably meant', () => {
    expect(() => via('phoen')).toThrow(
      expect.objectContaining({ hint: 'Did you mean phone? It can be sms, phone or in-person.' }),
    )
    expect(() => via('pigeon')).toThrow(expect.objectContaining({ hint: 'Choose sms, phone or in-person.' }))
    expect(() => via('SMS')).toThrow(usage('--via'))
    expect(() => via('toString')).toThrow(usage('--via'))
  })
})

describe('duration', () => {
  const keep = parsers.duration('--keep')
  it('gives milliseconds', () => expect(keep('3d')).toBe(259_200_000))
  it.each(['', '3', '3 d', '-1d', '1.5h', '1m', '1000y'])('refuses %j', text => {
    expect(() => keep(text)).toThrow(usage('--keep'))
  })
})

describe('date and moment', () => {
  const date = parsers.date('--ask-deletion')
  const moment = parsers.moment('--from')
  it('takes days that exist', () => {
    expect(date('2028-02-29')).toBe('2028-02-29')
    expect(moment('2026-01-31')).toBe(Date.UTC(2026, 0, 31))
    expect(moment('2026-01-31T09:00Z')).toBe(Date.UTC(2026, 0, 31, 9))
    expect(moment('2026-01-31 10:00:30+01:00')).toBe(Date.UTC(2026, 0, 31, 9, 0, 30))
    expect(moment('2026-01-31t09:00z')).toBe(Date.UTC(2026, 0, 31, 9))
  })
  it.each([
    '',
    '2026-02-29',
    '2026-13-01',
    '26-01-01',
    '2026-1-1',
    '31.01.2026',
    'tomorrow',
    '1969-12-31',
    '+020260-01-01',
  ])('refuses %j', text => {
    expect(() => date(text)).toThrow(usage('--ask-deletion'))
    expect(() => moment(text)).toThrow(usage('--from'))
  })
  it.each([
    '2026-01-31T09:00',
    '2026-01-31T25:00Z',
    '2026-01-31T09:00:00.5Z',
    '2026-02-30T09:00Z',
  ])('refuses %j', text => {
    expect(() => moment(text)).toThrow(usage('--from'))
  })
  it('takes back every day that it can write', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), day => {
        const text = day.toISOString().slice(0, 10)
        expect(date(text)).toBe(text)
        expect(moment(text)).toBe(Date.parse(text))
      }),
    )
  })
})

describe('phoneNumber', () => {
  const phone = parsers.phoneNumber('--phone')
  it.each(['+4915112345678', '+49 151 / 1234-5678', '+49 (151) 123.456.78'])('takes %j', text => {
    expect(phone(text)).toBe('+4915112345678')
  })
  it.each([
    '',
    '015112345678',
    '004915112345678',
    '+0151123456',
    '+123456',
    '+1234567890123456',
    '+49151x',
    '+٤٩١٥١',
  ])('refuses %j', text => expect(() => phone(text)).toThrow(usage('--phone')))
})

it('quotes at most forty characters of a wrong value', () => {
  expect(() => parsers.descriptor('--password-fd')('9'.repeat(10_000))).toThrow(
    usage('--password-fd', /cannot be "9{40}…"\.$/),
  )
})
