import { describe, expect, it } from 'vitest'
import { isIban, isIdentityNumber } from '../../../lib/file-names/identity-numbers.ts'

/** Published examples, and numbers made for this test with the check digit worked out by hand. */
const examples: readonly [string, string][] = [
  ['DE Steuer-ID', '86095742719'],
  ['DE Rentenversicherungsnummer', '65170839J003'],
  ['FR NIR', '185057800608491'],
  ['UK NINO', 'AB123456C'],
  ['US SSN', '078051120'],
  ['ES DNI', '12345678Z'],
  ['ES NIE', 'X1234567L'],
  ['IT codice fiscale', 'RSSMRA85T10A562S'],
  ['CH AHV', '7561234567897'],
  ['PL PESEL', '44051401359'],
  ['NL BSN', '111222333'],
  ['BE Rijksregisternummer', '85073003328'],
]

describe('isIdentityNumber', () => {
  it.each(examples)('knows a number of the kind %s', (_, number) => {
    expect(isIdentityNumber(number)).toBe(true)
  })

  it.each(examples.filter(([kind]) => !/UK|US|NL/.test(kind)))('notices a wrong sign in %s', (_, number) => {
    const last = number.slice(-1)
    const others = [...(/\d/.test(last) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')].filter(sign => sign !== last)
    const passing = others.filter(sign => isIdentityNumber(number.slice(0, -1) + sign))
    // The NINO has no check digit, nine digits can always be an SSN; eleven digits can by accident be a number of another country.
    expect(passing.length).toBeLessThan(others.length / 2)
  })

  it.each([
    '000051120',
    '666051120',
    '900051120',
    '078001120',
    '078050000',
    'BG123456A',
    'DA123456A',
    '',
    '1',
  ])('does not take %s for one', text => {
    expect(isIdentityNumber(text)).toBe(false)
  })
})

describe('isIban', () => {
  it.each([
    'DE89370400440532013000',
    'GB82WEST12345698765432',
    'FR1420041010050500013M02606',
    'CH9300762011623852957',
  ])('knows %s', iban => {
    expect(isIban(iban)).toBe(true)
    expect(isIban(iban.replace(/.$/, sign => (sign === '1' ? '2' : '1')))).toBe(false)
    expect(isIban(`${iban}0`)).toBe(false)
  })
})
