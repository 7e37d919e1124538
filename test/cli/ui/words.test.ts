import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dateTime, localeOf, relative } from '../../../cli/ui/when.ts'
import { accusative, dative } from '../../../cli/ui/words/de/duration.ts'
import { de } from '../../../cli/ui/words/de.ts'
import { en } from '../../../cli/ui/words/en.ts'
import { defaultPolicy, parsePolicy } from '../../../src/policy.ts'
import { explainPolicy } from '../../../src/policy-explain.ts'
import { root } from '../../support/built.ts'

const day = 86_400_000

/** Words that are the same in both languages. */
const same = new Set([
  ...[
    'System',
    'Windows',
    'Mac',
    'Linux',
    'Name',
    'Filter',
    'Organisation',
    'Sandbox',
    'SANDBOX',
    'Status',
    'Passphrase',
  ],
  ...['Filter:', 'Text', 'Waybill', 'Code', 'In', 'Grace Hopper', 'grace.hopper@example.com', '7K3Q-M9XP'],
  '+49 151 12345678',
  'waybill policy set release.holdFor 3d',
])

/** Every text of a language by its place; a function is called with stand-ins. */
function textsOf(words: unknown, place = ''): [place: string, text: string][] {
  if (typeof words === 'string') return [[place, words]]
  if (Array.isArray(words)) return words.flatMap((one, at) => textsOf(one, `${place}[${at}]`))
  if (typeof words === 'object' && words !== null) {
    return Object.entries(words).flatMap(([name, one]) => textsOf(one, place === '' ? name : `${place}.${name}`))
  }
  return []
}

function keysOf(words: unknown, place = ''): string[] {
  if (typeof words !== 'object' || words === null) return [place]
  return Object.entries(words).flatMap(([name, one]) => keysOf(one, `${place}.${name}`))
}

describe('the words of the terminal UI', () => {
  it('are the same ones in every language', () => {
    // What `src` says of an error is English already: test/cli/ui/notice.test.tsx.
    const { errors, ...german } = de
    expect(keysOf({ ...german, errors: en.errors }).sort()).toEqual(keysOf(en).sort())
    expect(Object.keys(errors)).not.toHaveLength(0)
  })

  it('are never left empty', () => {
    for (const [place, text] of [...textsOf(en), ...textsOf(de)]) expect(text.trim(), place).not.toBe('')
  })

  it('are not left in English by accident', () => {
    const english = new Map(textsOf(en))
    const left = textsOf(de).filter(([place, text]) => english.get(place) === text && !same.has(text))
    expect(left).toEqual([])
  })

  it('are German with German marks', () => {
    const wrong = textsOf(de).filter(([, text]) => /[“][^„]*[”]|\S…$|"|\bdu\b|\bdein/i.test(text))
    expect(wrong).toEqual([])
  })

  it('leave room: a word for a key is short, a title fits beside the name of the program at 40 columns', () => {
    for (const words of [en, de]) {
      const texts = textsOf(words)
      for (const [place, text] of texts.filter(([place]) => /^[a-z]+\.keys\./.test(place))) {
        expect(text.length, `${place}: ${text}`).toBeLessThanOrEqual(32)
      }
      for (const [place, text] of texts.filter(([place]) => /^[a-z]+\.title$/.test(place))) {
        expect(text.length, `${place}: ${text}`).toBeLessThanOrEqual(20)
      }
    }
  })

  it('stand in words/ alone: no text for people is written into a screen or a part', () => {
    const found = readdirSync(join(root, 'cli/ui'), { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name) && !name.startsWith('words/'))
      .flatMap(name => literals(readFileSync(join(root, 'cli/ui', name), 'utf8')).map(text => `${name}: ${text}`))
    expect(found.filter(one => !bugs.test(one))).toEqual([])
  })
})

/** What only a bug shows. */
const bugs = /: (A (component|screen) stands outside the (terminal UI|open home)|An event that was found is not there)$/

/** String literals and texts between tags that read like language: a capital or two words, and no code. */
function literals(source: string): string[] {
  const bare = source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/^import .*$|^} from .*$/gm, '')
  const quoted = [...bare.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => text)
  const templates = [...bare.matchAll(/`([^`]*)`/g)].map(([, text = '']) => text.replace(/\$\{[^}]*\}/g, ''))
  const between = [...bare.matchAll(/>([^<>{}=;()]*)<\//g)].map(([, text = '']) => text)
  return [...quoted, ...templates, ...between].filter(text => /[A-Za-zÀ-ž]{2,} [A-Za-zÀ-ž]{2,}/.test(text))
}

describe('German', () => {
  it('has a sentence for every rule, other than the English one', async () => {
    const policies = [
      defaultPolicy,
      await parsePolicy(
        '{"release":{"mode":"now","locked":true,"holdFor":"1d","wrongCodes":1},"closeAfter":"1h","check":{"budget":"full"},"names":{"hide":"wrap"},"password":{"recipe":"words"}}',
      ),
    ]
    for (const policy of policies) {
      const english = explainPolicy(policy)
      for (const [at, { key, sentence }] of explainPolicy(policy, de.policy.sentences).entries()) {
        expect(sentence, key).toMatch(/^[\p{Lu}0-9][^\n]*\.$/u)
        expect(sentence, key).not.toMatch(/undefined|NaN|object Object/)
        expect(sentence, key).not.toBe(english[at]?.sentence)
      }
    }
  })

  it('bends lengths of time', () => {
    expect([dative(day), dative(7 * day), accusative(day), accusative(365 * day)]).toEqual([
      'einem Tag',
      '7 Tagen',
      'einen Tag',
      'ein Jahr',
    ])
  })
})

it('counts one and several apart, in both languages', () => {
  expect([en.doctor.wrong(1), en.doctor.wrong(2), de.doctor.look(1), de.doctor.look(3)]).toEqual([
    'One thing is wrong.',
    '2 things are wrong.',
    'Eines sollten Sie ansehen.',
    '3 Dinge sollten Sie ansehen.',
  ])
  expect([en.recipients.count(1), en.recipients.count(0)]).toEqual(['1 recipient', '0 recipients'])
})

it.each([
  [{ LANG: 'de_AT.UTF-8' }, 'de'],
  [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'en'],
  [{ LC_ALL: '', LC_MESSAGES: 'de', LANG: 'fr_FR.UTF-8' }, 'de'],
  [{ LANG: 'deutsch' }, 'en'],
  [{}, 'en'],
])('speaks the language that %j asks for', (env, language) => {
  expect(localeOf(env).language).toBe(language)
})

it('writes times as people of the language do', () => {
  const [german, english] = [localeOf({ LANG: 'de_DE' }), localeOf({})]
  expect(relative(0, 3 * day, german)).toBe('vor 3 Tagen')
  expect(relative(0, 3 * day, english)).toBe('3 days ago')
  expect(dateTime(0, english)).toMatch(/^(1969-12-31|1970-01-01) \d\d:00$/)
  expect(dateTime(0, german)).toMatch(/^\d\d\.\d\d\.19\d\d, \d\d:00$/)
})
