import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clashingName, foldName, unsafeForExtraction } from '../../lib/zip/names.ts'
import { SavedPaths, savable } from '../../opener/saved-paths.ts'

describe('savable', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['👩‍💻 Ελένη.txt', '👩‍💻 Ελένη.txt'],
    ['a:b?.txt', 'a_b_.txt'],
    ['a\\b', 'a_b'],
    ['bill\u202egpj.exe', 'bill_gpj.exe'],
    ['bill\u061cgpj.exe', 'bill_gpj.exe'],
    ['bill\u200b\u2060\ufeff.exe', 'bill___.exe'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['..', '_'],
    ['', '_'],
    ['. .', '_'],
  ])('makes of %j %j', (name, saved) => {
    expect(savable(name)).toBe(saved)
  })

  it('keeps the ending of a name that is too long for a disk, and no character in halves', () => {
    const saved = savable(`${'é👩'.repeat(200)}.docx`)
    expect(saved).toMatch(/^(?:é👩)+é?\.docx$/u)
    expect(Buffer.byteLength(saved)).toBeLessThanOrEqual(240)
    expect(Buffer.byteLength(savable(`a.${'x'.repeat(300)}`))).toBe(240)
  })
})

describe('SavedPaths', () => {
  const saved = (...paths: string[]) => {
    const all = new SavedPaths()
    return paths.map(path => all.of(path))
  }

  it('leaves paths as they are that every disk takes', () => {
    const paths = ['a/', 'a/b.txt', 'a/c/d', 'e']
    expect(saved(...paths)).toEqual(paths)
  })

  it('gives a number to what would be one file, or a file in the place of a folder', () => {
    expect(saved('a?.txt', 'a*.txt', 'A_.txt')).toEqual(['a_.txt', 'a_ (2).txt', 'A_ (3).txt'])
    expect(saved('a?/x', 'a*', 'a?/y', 'a|/')).toEqual(['a_/x', 'a_ (2)', 'a_/y', 'a_ (3)/'])
  })

  it('gives each of ten thousand of one name its number', () => {
    const marks = ['<', '>', ':', '"', '|', '?', '*', '\\']
    const names = Array.from({ length: 10_000 }, (_, n) => n.toString(8).padStart(6, '0'))
    const paths = names.map(name => name.replace(/./g, digit => marks[Number(digit)] ?? ''))
    expect(saved(...paths).at(-1)).toBe('______ (10000)')
  })

  it('gives for whatever paths such as are safe and do not clash', () => {
    const part = string({
      unit: constantFrom('a', 'A', '_', '?', '*', '.', ' ', '/', '\u202e', '(', '2', ')'),
      minLength: 1,
    })
    assert(
      property(array(part), paths => {
        const given = paths.filter(path => unsafeForExtraction(path, false) === null)
        const apart = given.filter((path, at) => clashingName([...given.slice(0, at), path]) === null)
        if (clashingName(apart) !== null) return
        const result = saved(...apart)
        expect(result.map(path => unsafeForExtraction(path, true))).toEqual(apart.map(() => null))
        expect(new Set(result.map(foldName)).size).toBe(apart.length)
        expect(clashingName(result)).toBeNull()
      }),
    )
  })
})
