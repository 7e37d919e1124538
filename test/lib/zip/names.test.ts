import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  archivedName,
  awkwardOnWindows,
  clashingName,
  compareNames,
  deceptiveName,
  foldName,
  unsafeForExtraction,
} from '../../../lib/zip/names.ts'
import { wellFormedText } from '../../support/texts.ts'

describe('archivedName', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['./report.pdf', 'report.pdf'],
    ['././a/b', 'a/b'],
    ['a//b///c', 'a/b/c'],
    ['folder/', 'folder/'],
    ['Cafe\u0301.txt', 'Caf\u00e9.txt'],
    ['Ελλάδα/日本/🦊.txt', 'Ελλάδα/日本/🦊.txt'],
    ['Invoice 03:2026.pdf', 'Invoice 03:2026.pdf'],
    ['.hidden', '.hidden'],
    ['..a/b..c', '..a/b..c'],
  ])('turns %j into %j', (path, name) => {
    expect(archivedName(path)).toBe(name)
  })

  it.each([
    '',
    '/etc/passwd',
    '//a',
    'a/../b',
    '..',
    'a\u0000b',
    'a\nb',
    'C:/x',
    'a\\b',
    'nul',
    'a/COM1.txt',
    'a.',
    'a ',
  ])('refuses %j', path => {
    expect(() => archivedName(path)).toThrow(expect.objectContaining({ code: 'WB-NAME' }))
  })

  it('gives only names that may be extracted, and gives them unchanged when asked again', () => {
    fc.assert(
      fc.property(wellFormedText({ maxLength: 12 }), path => {
        let name: string
        try {
          name = archivedName(path)
        } catch {
          return
        }
        expect(unsafeForExtraction(name, false)).toBeNull()
        expect(archivedName(name)).toBe(name)
        expect(name).toBe(name.normalize('NFC'))
      }),
      { numRuns: 500 },
    )
  })
})

describe('unsafeForExtraction', () => {
  it.each([
    ['', 'empty'],
    ['/', 'absolute'],
    ['/a', 'absolute'],
    ['\\\\server\\share', 'backslash'],
    ['a\\..\\b', 'backslash'],
    ['c:a', 'drive'],
    ['Z:/a', 'drive'],
    ['..', 'leads out'],
    ['../a', 'leads out'],
    ['a/../../b', 'leads out'],
    ['a/..', 'leads out'],
    ['a/../', 'leads out'],
    ['.', 'dot'],
    ['a/./b', 'dot'],
    ['a//b', 'empty part'],
    ['a//', 'empty part'],
    ['a\u0000.txt', 'control'],
    ['a\u007f', 'control'],
    ['a\u0085', 'control'],
    ['a\u2028b', 'control'],
    ['\ud800', 'Unicode'],
    ['a. /b', 'dot or a space'],
    ['a /b', 'dot or a space'],
    ['a/b.', 'dot or a space'],
    ['CON', 'device'],
    ['con.txt', 'device'],
    ['a/Nul', 'device'],
    ['aux .c', 'device'],
    ['COM1', 'device'],
    ['lpt9.tar.gz', 'device'],
    ['com\u00b9', 'device'],
    ['CONIN$', 'device'],
    ['PRN/x', 'device'],
  ])('refuses %j: %s', (name, why) => {
    expect(unsafeForExtraction(name, false)).toContain(why)
  })

  it.each([
    'a',
    'a/',
    'a/b/c.txt',
    'console',
    'com10',
    'COM',
    'nulla',
    'aux-1.c',
    '...a',
    ' a',
    'a b',
    '💌/é',
    'x'.repeat(250),
  ])('lets %j through', name => {
    expect(unsafeForExtraction(name, true)).toBeNull()
  })

  it.each(['ab:c', 'what?', '<a>', 'a|b', 'a*', 'd/say "hi"'])('refuses %j on Windows alone', name => {
    expect(unsafeForExtraction(name, true)).not.toBeNull()
    expect(unsafeForExtraction(name, false)).toBeNull()
    expect(awkwardOnWindows(name)).not.toBeNull()
  })
})

describe('clashingName', () => {
  it.each([
    [['a', 'b', 'a']],
    [['README', 'readme']],
    [['a/B', 'A/b']],
    [['Caf\u00e9', 'cafe\u0301']],
    [['ΌΔΟΣ', 'όδος']],
    [['stra\u00dfe', 'STRASSE']],
    [['a', 'a/']],
    [['a', 'a/b']],
    [['a/b/c', 'A']],
    [['x/y/z', 'x/y']],
  ])('finds one among %j', names => {
    expect(clashingName(names)).not.toBeNull()
    expect(clashingName(names.toReversed())).not.toBeNull()
  })

  it('finds none where files and their folders stand side by side', () => {
    expect(clashingName(['a/', 'a/b', 'a/c/', 'a/c/d', 'ab', 'a b', 'b/c/d', 'b/c/e'])).toBeNull()
  })
})

it('folds names that one disk takes for the same, and no others', () => {
  expect(foldName('Ä/B.TXT/')).toBe(foldName('a\u0308/b.txt'))
  expect(foldName('a.txt')).not.toBe(foldName('á.txt'))
})

it('sees characters that turn the reading direction', () => {
  expect(deceptiveName('invoice-\u202efdp.exe')).toBe(true)
  expect(deceptiveName('חשבונית.pdf')).toBe(false)
})

describe('compareNames', () => {
  it('orders as the UTF-8 bytes do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
    )
    expect(compareNames('\uff5e', '\u{1f600}')).toBeLessThan(0)
    expect(['b', 'a/c', 'a', 'B', 'a/', '\u{1f600}', '\uff5e'].sort(compareNames)).toEqual([
      'B',
      'a',
      'a/',
      'a/c',
      'b',
      '\uff5e',
      '\u{1f600}',
    ])
  })
})
