import { execFileSync } from 'node:child_process'
import { type CountryCode, getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, it } from 'vitest'
import { describePhone, isPhoneNumber, maskPhone, type PhoneNumber, parsePhone } from '../../lib/phone.ts'

describe('parsePhone', () => {
  it.each([
    ['+4915112345678', '+4915112345678'],
    [' +49 151 1234 5678 ', '+4915112345678'],
    ['+49 (0)151/12345678', '+4915112345678'],
    ['+49\u00A030-123456', '+4930123456'],
    ['+1 (202) 555-0123', '+12025550123'],
    ['+33 6 12 34 56 78', '+33612345678'],
  ])('reads %j', async (typed, number) => {
    expect(await parsePhone(typed)).toBe(number)
  })

  it.each([
    ['', /no country code/],
    ['015112345678', /no country code/],
    ['004915112345678', /no country code/],
    ['tel:+4915112345678', /no country code/],
    ['112', /no country code/],
    ['+', /else than digits/],
    ['+4915112345678 ext 5', /else than digits/],
    ['+4915112345678;ext=5', /else than digits/],
    ['+49151\n12345678', /else than digits/],
    ['＋４９１５１１２３４５６７８', /no country code/],
    ['+49１５１12345678', /else than digits/],
    ['+1 800 FLOWERS', /else than digits/],
    [`+49${'1'.repeat(60)}`, /else than digits/],
    ['+49112', /too short/],
    ['+4915112345678901234', /too long/],
    ['+999 123 4567', /country code that does not exist/],
    ['+15551234567', /no range/],
    ['+491111111111', /no range/],
    ['+49 900 1 123456', /premium/],
    ['+1 900 555 1234', /premium/],
  ])('refuses %j and does not repeat it', async (typed, reason) => {
    const error = await parsePhone(typed).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'WB-PHONE-NUMBER', message: expect.stringMatching(reason) })
    if (typed.length > 3) expect(JSON.stringify(error) + String(error)).not.toContain(typed)
  })

  it('accepts the mobile example of every country and calls it no landline', async () => {
    for (const [country, number] of exampleNumbers()) {
      expect(await parsePhone(number), country).toBe(number)
      expect((await describePhone(number)).line, country).toMatch(/^(mobile|either)$/)
    }
  })
})

describe('describePhone', () => {
  it('tells lines and countries apart', async () => {
    expect(await describePhone(await parsePhone('+4915112345678'))).toEqual({ country: 'DE', line: 'mobile' })
    expect(await describePhone(await parsePhone('+4930123456'))).toEqual({ country: 'DE', line: 'landline' })
    expect(await describePhone(await parsePhone('+12025550123'))).toEqual({ country: 'US', line: 'either' })
    expect(await describePhone(await parsePhone('+80012345678'))).toEqual({ country: null, line: 'other' })
  })
})

describe('maskPhone', () => {
  it('shows the country code and four digits', async () => {
    expect(maskPhone(await parsePhone('+4915112344567'))).toBe('+49 •••• 4567')
    expect(maskPhone(await parsePhone('+12025550123'))).toBe('+1 •••• 0123')
    expect(maskPhone(await parsePhone('+35312345678'))).toBe('+353 •••• 5678')
  })

  it('finds the country code of every country and never shows more than half of the rest', () => {
    for (const [country, number] of exampleNumbers()) {
      const code = getCountryCallingCode(country)
      const national = number.slice(1 + code.length)
      const masked = maskPhone(number)
      expect(masked, country).toMatch(new RegExp(`^\\+${code} •••• \\d{1,4}$`))
      const shown = masked.replace(/.* /, '')
      expect(shown.length * 2, country).toBeLessThanOrEqual(national.length)
      expect(number.endsWith(shown)).toBe(true)
    }
  })
})

describe('isPhoneNumber', () => {
  it('looks at the shape alone', () => {
    expect(['+4915112345678', '+15551234567', '+2901234'].every(isPhoneNumber)).toBe(true)
    expect(
      ['4915112345678', '+0151123456', '+49 151', '+123456', `+${'1'.repeat(16)}`, '+49151\n'].some(isPhoneNumber),
    ).toBe(false)
  })
})

it('loads the numbering plans at the first use, not before', () => {
  const program = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ resolve: (name, context, next) => (seen.push(name), next(name, context)) })
    const { parsePhone } = await import(${JSON.stringify(new URL('../../lib/phone.ts', import.meta.url).href)})
    const before = seen.some(name => name.startsWith('libphonenumber'))
    await parsePhone('+4915112345678')
    console.log(before, seen.some(name => name.startsWith('libphonenumber')))`
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(answer.trim()).toBe('false true')
})

function exampleNumbers(): [CountryCode, PhoneNumber][] {
  return getCountries().flatMap(country => {
    const number = getExampleNumber(country, examples)?.number ?? ''
    return isPhoneNumber(number) ? [[country, number]] : []
  })
}
