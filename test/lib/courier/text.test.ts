import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { septets } from '../../../lib/courier/gsm7.ts'
import { composeText, type Language, parseTemplate, templateFor } from '../../../lib/courier/text.ts'
import { WaybillError } from '../../../lib/error.ts'
import { generate } from '../../../lib/password/generate.ts'
import { unitsOf } from '../../../lib/password/recipes.ts'
import { Secret } from '../../../lib/secret.ts'
import { seededRandom } from '../../support/world.ts'

const languages: Language[] = ['en', 'de', 'fr', 'es']
const transfer = 'WB-7K3Q-M9XP'
const password = 'k7qm-9xwp-3htz-6rvn-2cdf'

describe('the text', () => {
  it('is the one of the design', () => {
    expect(compose('en', 'ACME', password)).toBe(
      'ACME: message for transfer WB-7K3Q-M9XP. Password: k7qm-9xwp-3htz-6rvn-2cdf. Questions? Call your usual contact.',
    )
  })

  it.each(languages)('names sender, transfer and password once each in %s, the password last', language => {
    const text = compose(language, 'ACME', password)
    expect(text).toMatch(/^ACME.*WB-7K3Q-M9XP.*k7qm-9xwp-3htz-6rvn-2cdf/)
    expect(text).not.toMatch(/[{}]|http|www/)
    expect(septets(text)).toBeLessThanOrEqual(160)
  })

  it('differs in every language', () => {
    expect(new Set(languages.map(language => compose(language, 'ACME', password))).size).toBe(4)
  })

  it.each(languages)('carries the longest password of every recipe in %s, whatever the sender is called', language => {
    const longest = [...unitsOf('words')]
      .sort((a, b) => b.length - a.length)
      .slice(0, 7)
      .join('-')
    const passwords = [longest, ...(['groups', 'words', 'mixed'] as const).map(recipe => generated(recipe))]
    for (const password of passwords) {
      const text = compose(language, 'Gemeinnützige Gesellschaft für angewandte Fracht mbH', password)
      expect(text).toMatch(/^Gem/)
      expect(text).toContain(`${password}.`)
      expect(septets(text)).toBeLessThanOrEqual(160)
    }
    expect(compose(language, 'ACME', longest)).toMatch(/^ACME/)
  })

  it('shortens the sender by whole words, then within the first', () => {
    expect(compose('en', 'Smith & Sons Warehousing, Logistics and Forwarding of Hull', 'x'.repeat(40))).toMatch(
      /^Smith & Sons Warehousing, Logistics: /,
    )
    expect(compose('en', 'Smith & Sons Ltd', 'x'.repeat(64))).toMatch(/^Smith & Sons: /)
    expect(compose('en', 'Smith & Sons', 'x'.repeat(71))).toMatch(/^Smith: /)
    expect(compose('en', 'Smith & Sons', 'x'.repeat(72))).toMatch(/^Smit: /)
    expect(compose('en', 'Smith & Sons', 'x'.repeat(68))).toMatch(/^Smith: /)
    expect(compose('en', 'Donaudampfschifffahrtsgesellschaft', 'x'.repeat(68))).toMatch(/^Donaudam: /)
    expect(compose('en', '[[[[[[[[[[[[', 'x'.repeat(66))).toMatch(/^\[{5}: /)
    expect(septets(compose('en', 'IQ', 'x'.repeat(74)))).toBe(160)
  })

  it('takes the sender as people type it', () => {
    expect(compose('en', ' Mu\u0308ller \n GmbH ', password)).toMatch(/^Müller GmbH: /)
    expect(compose('en', '{password}', password)).toMatch(/^\{password\}: /)
  })

  it('refuses what does not fit into one text message', () => {
    expect(() => compose('en', 'ACME', 'x'.repeat(74))).toThrow(refusal('WB-TEXT-TOO-LONG'))
    expect(() => compose('en', 'ACME', '{'.repeat(40))).toThrow(refusal('WB-TEXT-TOO-LONG'))
  })

  it('refuses characters that would double its price and halve its room', () => {
    expect(() => compose('en', 'Łódź', password)).toThrow(refusal('WB-TEXT-CHARACTER'))
    expect(() => compose('en', 'ACME – Logistics', password)).toThrow(refusal('WB-TEXT-CHARACTER'))
    expect(() => compose('en', 'ACME', 'back`tick-password')).toThrow(refusal('WB-TEXT-CHARACTER'))
  })

  it('is a mistake of the program without a sender or with less than the full short id', () => {
    expect(() => compose('en', ' ', password)).toThrow(RangeError)
    expect(() =>
      composeText(templateFor('en', {}), { sender: 'A', transfer: 'M9XP', password: Secret.fromText('x') }),
    ).toThrow(RangeError)
  })

  it('is one segment or refused, and no refusal holds the password', () => {
    const sender = fc.oneof(fc.string({ minLength: 1, maxLength: 80 }), fc.string({ unit: 'grapheme', minLength: 1 }))
    const typed = fc.string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 120 })
    let composed = 0
    fc.assert(
      fc.property(fc.constantFrom(...languages), sender, typed, (language, sender, password) => {
        fc.pre(sender.trim() !== '')
        try {
          const text = compose(language, sender, password)
          expect(septets(text)).toBeLessThanOrEqual(160)
          expect(text).toContain(transfer)
          expect(text).toContain(password)
          composed += 1
        } catch (error) {
          if (!(error instanceof WaybillError)) throw error
          expect(error.code).toMatch(/^WB-TEXT-(TOO-LONG|CHARACTER)$/)
          expect(inspect(error, { depth: null })).not.toContain(password)
        }
      }),
      { numRuns: 500, seed: 7 },
    )
    expect(composed).toBeGreaterThan(50)
  })

  it('prints as a secret', () => {
    const text = composeText(templateFor('en', {}), { sender: 'ACME', transfer, password: Secret.fromText(password) })
    expect(JSON.stringify({ text }) + inspect(text) + String(text)).not.toContain(password)
  })
})

describe('a template', () => {
  it('of the policy replaces the one of its language alone', () => {
    const overrides = { de: '{sender}: Sendung {transfer}, Kennwort {password} .' }
    expect(textOf(templateFor('de', overrides))).toBe(`ACME: Sendung ${transfer}, Kennwort ${password} .`)
    expect(textOf(templateFor('en', overrides))).toBe(compose('en', 'ACME', password))
  })

  it('may leave the sender out', () => {
    expect(textOf(parseTemplate('Message for {transfer}. Password: {password}'))).toBe(
      `Message for ${transfer}. Password: ${password}`,
    )
  })

  it.each([
    ['', 'lacks {transfer}'],
    ['{sender}: {transfer}', 'lacks {transfer} or {password}'],
    ['{password}', 'lacks {transfer} or {password}'],
    ['{transfer} {password} {password}', 'twice'],
    ['{password} for {transfer}', 'before'],
    ['{transfer} {password} {name}', 'does not exist'],
    ['{transfer} {password} {Sender}', 'does not exist'],
    ['{transfer} {password} {', 'brace'],
    ['{transfer} {{password}}', 'brace'],
    ['{transfer}: pw{password}', 'touch'],
    ['{transfer}: {password}-', 'touch'],
    ['{transfer}: {password}\nBye', 'character'],
    ['{transfer} “{password}”', 'character'],
    ['{transfer} {password}\t', 'character'],
    ['{transfer} {password} https://acme.example', 'link'],
    ['{transfer} {password} www.acme.example', 'link'],
    [`{sender} {transfer} {password} ${'x'.repeat(120)}`, 'longer'],
  ])('%j is refused', (text, reason) => {
    expect(() => parseTemplate(text)).toThrow(
      expect.objectContaining({ code: 'WB-TEXT-TEMPLATE', message: expect.stringContaining(reason) }),
    )
  })

  it('that is accepted carries a default password in one segment, or never was accepted', () => {
    const piece = fc.oneof(
      fc.constantFrom('{sender}', '{transfer}', '{password}', ' ', '. ', '€', 'ä', '{', 'x'.repeat(30)),
      fc.string(),
    )
    let accepted = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('')
        try {
          const composed = textOf(parseTemplate(text))
          expect(septets(composed)).toBeLessThanOrEqual(160)
          expect(composed).toContain(password)
          accepted += 1
        } catch (error) {
          expect(error).toMatchObject({ code: 'WB-TEXT-TEMPLATE' })
        }
      }),
      { numRuns: 3_000, seed: 11 },
    )
    expect(accepted).toBeGreaterThan(10)
  })
})

function compose(language: Language, sender: string, password: string): string {
  const text = composeText(templateFor(language, {}), { sender, transfer, password: Secret.fromText(password) })
  return text.use(text => text)
}

function textOf(template: ReturnType<typeof parseTemplate>): string {
  return composeText(template, { sender: 'ACME', transfer, password: Secret.fromText(password) }).use(text => text)
}

function generated(recipe: 'groups' | 'words' | 'mixed'): string {
  return generate(recipe, { minLength: 12, minBits: 70 }, seededRandom(recipe)).secret.use(text => text)
}

function refusal(code: string) {
  return expect.objectContaining({ code })
}
