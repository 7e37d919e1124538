import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { droppedPaths } from '../../../../cli/ui/screens/send/dropped-paths.ts'

const path = fc
  .string({ unit: 'grapheme-composite', minLength: 1 })
  .map(name => `/${name.replace(/[\0/]/g, '').toWellFormed()}`)
  .filter(path => path.trim() === path && path.length > 1)

const oneLine = path.filter(path => !/[\r\n]/.test(path))

/** Any code points, lone surrogates too. (`fc.string` with the unit `binary` takes seconds to be made.) */
const sign = fc.oneof(
  fc.constantFrom(...'\'"\\ \n\r\t/%:~a'),
  fc.nat({ max: 0x10ffff }).map(code => String.fromCodePoint(code)),
)
const anything = fc.array(sign).map(signs => signs.join(''))

const words = (text: string) => droppedPaths(text, false).flatMap(({ words }) => words)

/** How terminals write a path that is dragged onto them. */
const single = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`
const escaped = (path: string) => path.replace(/[^A-Za-z0-9/._-]/g, '\\$&')
const double = (path: string) => `"${path.replace(/[\\"$`]/g, '\\$&')}"`
const address = (path: string) => pathToFileURL(path).href

it.each([
  ['in single quotes', single],
  ['in double quotes', double],
])('%s, several at once', (_, written) => {
  fc.assert(
    fc.property(
      fc.array(path, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(' ', '\n', ' \r\n'),
      (paths, between) => {
        expect(words(`${paths.map(written).join(between)} `)).toEqual(paths)
      },
    ),
  )
})

it('with backslashes, several at once', () => {
  fc.assert(
    fc.property(fc.array(oneLine, { minLength: 1, maxLength: 4 }), paths => {
      expect(words(paths.map(escaped).join(' '))).toEqual(paths)
    }),
  )
})

it('as file addresses', () => {
  const plain = oneLine.filter(path => !/^\/\.\.?$/.test(path) && !path.includes('\\'))
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 4 }), paths => {
      expect(words(paths.map(address).join('\r\n'))).toEqual(paths)
    }),
  )
})

it('as they are, one a line, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(oneLine, { minLength: 1, maxLength: 4 }), paths => {
      const plain = paths.filter(path => !/['"]/.test(path) && !path.endsWith('\\'))
      expect(droppedPaths(plain.join('\n'), false).map(({ whole }) => whole)).toEqual(plain)
    }),
  )
})

it('never throws and never makes up characters', () => {
  fc.assert(
    fc.property(anything, fc.boolean(), (text, windows) => {
      for (const { whole, words } of droppedPaths(text, windows)) {
        expect(/^file:/i.test(whole) || text.includes(whole)).toBe(true)
        expect(text.includes('%') || words.every(word => [...word].every(sign => text.includes(sign)))).toBe(true)
      }
    }),
  )
})

it('keeps the backslashes of Windows', () => {
  expect(droppedPaths('"C:\\Users\\Ada Lovelace\\a.txt" C:\\b.txt', true)[0]?.words).toEqual([
    'C:\\Users\\Ada Lovelace\\a.txt',
    'C:\\b.txt',
  ])
  expect(droppedPaths('file:///C:/a%20b.txt', true)[0]?.words).toEqual(['C:/a b.txt'])
})

it('takes an apostrophe for one, and an address of another machine for none of ours', () => {
  expect(words("/it's")).toEqual(["/it's"])
  expect(words('file://server/a')).toEqual(['file://server/a'])
  expect(words('file:///%zz')).toEqual(['file:///%zz'])
})
