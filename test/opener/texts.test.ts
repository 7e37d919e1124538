import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../opener/texts/en.ts'
import { fill } from '../../opener/texts/fill.ts'
import { languageOf, languages } from '../../opener/texts/languages.ts'
import { root } from '../support/built.ts'

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
/** Words that are the same in another language, and are meant to be. */
const same: Record<string, readonly string[]> = {
  de: ['percent'],
  fr: ['questions', 'percent'],
  es: ['percent'],
}

const page = readdirSync(join(root, 'opener'))
  .filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(join(root, 'opener', name), 'utf8'))
  .join('\n')

describe('the languages of the page', () => {
  it('have no word that the page does not say', () => {
    expect(Object.keys(en).filter(key => !page.includes(`'${key}'`))).toEqual([])
  })

  const others = Object.entries(languages).filter(([language]) => language !== 'en')

  it.each(others)('%s says everything that English says, with the same values in it', (_, texts) => {
    expect(Object.keys(texts)).toEqual(Object.keys(en))
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(places(texts[key]), key).toEqual(places(en[key]))
  })

  it.each(others)('%s says nothing in English', (language, texts) => {
    const untranslated = (Object.keys(en) as (keyof typeof en)[]).filter(key => texts[key] === en[key])
    expect(untranslated).toEqual(same[language])
  })

  it.each(Object.entries(languages))('%s has no empty text, and no two hyphens for a dash', (_, texts) => {
    for (const [key, text] of Object.entries(texts)) expect(text.trim(), key).toMatch(/^(?!.*--).+$/)
  })

  it('are chosen by the first that is known', () => {
    expect(languageOf(['ja', 'de-AT', 'en'])).toBe('de')
    expect(languageOf(['FR'])).toBe('fr')
    expect(languageOf(['toString', 'constructor'])).toBe('en')
    expect(languageOf([])).toBe('en')
  })

  it('are filled in without looking at what was filled in', () => {
    expect(fill('{a} and {b}', { a: '{b}', b: '$&' })).toBe('{b} and $&')
    expect(fill('{c}', {})).toBe('{c}')
  })
})
