import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answersFrom, requestOf, type Setting, wrongText } from '../../../../cli/ui/screens/send/answers.ts'
import { bases, categories, channels, hidings, recipes } from '../../../../src/words.ts'

const setting: Setting = { directory: '/work', courier: true, recipe: 'groups' }
const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => text.trim() === text)
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })

it('everything that was given is asked for, unchanged', () => {
  const fields = fc.record({
    to: text,
    purpose: text,
    organisation: maybe(text),
    phone: maybe(text),
    client: maybe(text),
    reference: maybe(text),
    out: maybe(text),
    subjects: maybe(fc.nat()),
    records: maybe(fc.nat()),
    keep: maybe(fc.integer({ min: 1, max: 36_500 }).map(days => days * 86_400_000)),
    channel: fc.constantFrom(...channels),
    hold: maybe(fc.boolean()),
    basis: maybe(fc.constantFrom(...bases)),
    categories: fc.subarray([...categories]),
    hideNames: maybe(fc.constantFrom(...hidings)),
    recipe: fc.constantFrom(...recipes),
    level: fc.constantFrom(0, 5, 9),
    force: fc.boolean(),
    card: maybe(fc.boolean()),
    opener: maybe(fc.boolean()),
    askDeletion: maybe(fc.constant('2030-01-01')),
    language: maybe(fc.constantFrom('de', 'en')),
  })
  fc.assert(
    fc.property(fields, given => {
      const request = requestOf(answersFrom(given, setting), ['/a'], setting)
      expect(request).toEqual({ ...given, paths: ['/a'], directory: '/work' })
    }),
  )
})

it('nothing that was not said is asked for', () => {
  const request = requestOf(answersFrom({}, { ...setting, courier: false }), [], setting)
  expect(Object.entries(request).filter(([, value]) => value !== undefined && value !== false)).toEqual([
    ['paths', []],
    ['directory', '/work'],
    ['to', ''],
    ['purpose', ''],
    ['categories', []],
    ['channel', 'phone'],
    ['level', 5],
    ['recipe', 'groups'],
  ])
})

it.each([
  ['1,200', 1200],
  ['1.200', 1200],
  ['1 200 000', 1_200_000],
  ['7', 7],
  ['1.5', null],
  ['-1', null],
  ['many', null],
])('%j people', (written, count) => {
  const empty = answersFrom({}, setting)
  const answers = { ...empty, texts: { ...empty.texts, subjects: { before: written, after: '' } } }
  expect(wrongText(answers, ['subjects'])).toBe(count === null ? 'subjects' : null)
  expect(requestOf(answers, [], setting).subjects).toBe(count ?? undefined)
})
