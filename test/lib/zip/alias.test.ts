import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliased } from '../../../lib/zip/alias.ts'
import { foldName } from '../../../lib/zip/names.ts'
import type { PlainSource } from '../../../lib/zip/sources.ts'
import { SEALED_AT } from '../../support/sealing.ts'
import { seededRandom } from '../../support/world.ts'

function source(name: string): PlainSource {
  const described = { name, modified: 7, mode: 0o751 }
  return name.endsWith('/')
    ? { kind: 'directory', ...described }
    : { kind: 'bytes', bytes: new Uint8Array(1), ...described }
}

const named = (...names: string[]) => aliased(names.map(source), SEALED_AT, seededRandom(1))

describe('an alias', () => {
  it.each([
    ['Jane Doe.pdf', '001.pdf'],
    ['Jane Doe.PDF', '001.pdf'],
    ['a/b.tar.gz', '001.gz'],
    ['jane', '001.bin'],
    ['report.jane', '001.bin'],
    ['.pdf', '001.bin'],
    ['a.pdf/jane', '001.bin'],
    ['report.', '001.bin'],
    ['doe.exe', '001.bin'],
    ['jane/empty/', '001/'],
  ])('of %s is %s', (name, alias) => {
    expect(named(name).map(({ source }) => source.name)).toEqual([alias])
  })

  it('has the time of the sealing and a mode that says nothing', () => {
    expect(
      named('jane.pdf', 'empty/')
        .map(({ source: { modified, mode, kind } }) => [kind, modified, mode])
        .sort(),
    ).toEqual([
      ['bytes', SEALED_AT, 0o644],
      ['directory', SEALED_AT, 0o755],
    ])
  })

  it('keeps every source, under names that clash with none', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1 }), { selector: foldName, maxLength: 1_200 })
    fc.assert(
      fc.property(names, fc.nat(), (names, seed) => {
        const result = aliased(names.map(source), SEALED_AT, seededRandom(seed))
        expect(result.map(({ trueName }) => trueName).sort()).toEqual([...names].sort())
        const numbers = result.map(({ source }) => /^\d+/.exec(source.name)?.[0] ?? '')
        const digits = Math.max(3, String(names.length).length)
        expect(numbers).toEqual(names.map((_, at) => String(at + 1).padStart(digits, '0')))
        expect(result.every(({ source, trueName }) => source.name.endsWith('/') === trueName.endsWith('/'))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
