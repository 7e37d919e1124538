import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitsOf, isOfRecipe, leastLengthOf, shapeOf, unitsOf } from '../../../lib/password/recipes.ts'
import type { Recipe } from '../../../lib/password/sealing-password.ts'
import { Secret } from '../../../lib/secret.ts'

const recipes: readonly Recipe[] = ['groups', 'words', 'mixed']

/** The GSM 7-bit default alphabet, 3GPP TS 23.038 table 6.2.1, written out here and not taken from `lib/courier`. */
const gsm7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

function isOf(recipe: Recipe, text: string): boolean {
  return isOfRecipe(recipe, Secret.fromText(text))
}

describe.each(recipes)('the recipe %s', recipe => {
  it('has as many units as its bits are computed from, all different', () => {
    const units = unitsOf(recipe)
    expect(units).toHaveLength(shapeOf(recipe).among)
    expect(new Set(units).size).toBe(units.length)
  })

  it('uses nothing that costs more than one septet in a text message', () => {
    const characters = new Set([...unitsOf(recipe), '-'].join(''))
    expect([...characters].filter(character => !gsm7.has(character))).toEqual([])
  })

  it('states the length of its shortest password', () => {
    const { picks, perGroup } = shapeOf(recipe)
    const shortest = Math.min(...unitsOf(recipe).map(unit => unit.length))
    expect(leastLengthOf(recipe)).toBe(picks * shortest + Math.ceil(picks / perGroup) - 1)
  })
})

describe('the figures that the documents promise', () => {
  it.each([
    ['groups', 31, 99.08, 24],
    ['words', 7776, 90.47, 27],
    ['mixed', 56, 92.92, 16],
  ] as const)('%s: one of %i, %f bits, at least %i characters', (recipe, among, bits, length) => {
    expect(shapeOf(recipe).among).toBe(among)
    expect(bitsOf(recipe)).toBeCloseTo(bits, 2)
    expect(leastLengthOf(recipe)).toBe(length)
  })

  it('has no look-alikes in groups and mixed', () => {
    expect(unitsOf('groups').join('')).toBe('23456789abcdefghjkmnpqrstuvwxyz')
    expect(unitsOf('mixed').filter(symbol => '01IOlo'.includes(symbol))).toEqual([])
  })
})

describe('words with a hyphen of their own', () => {
  const words = unitsOf('words')

  it('never begin with another word, so that a password is cut in one way only', () => {
    const known = new Set(words)
    const hyphened = words.filter(word => word.includes('-'))
    expect(hyphened).toEqual(['drop-down', 'felt-tip', 't-shirt', 'yo-yo'])
    expect(hyphened.filter(word => known.has(word.slice(0, word.indexOf('-'))))).toEqual([])
  })

  it('are counted as one word', () => {
    expect(isOf('words', 'yo-yo-abacus-t-shirt-zoom-felt-tip-drop-down-abide')).toBe(true)
    expect(isOf('words', 'yo-yo-abacus-t-shirt-zoom-felt-tip-drop-down')).toBe(false)
    expect(isOf('words', 'yo-abacus-abacus-abacus-abacus-abacus-abacus')).toBe(false)
  })
})

describe('isOfRecipe', () => {
  it.each([
    ['groups', 'k7qm-9xwp-3htz-6rvn-2cdf', true],
    ['groups', 'k7qm9xwp3htz6rvn2cdf', false],
    ['groups', 'k7qm-9xwp-3htz-6rvn-2cdf\n', false],
    ['groups', 'k7qm-9xwp-3htz-6rvn-2cd', false],
    ['groups', 'k7qm-9xwp-3htz-6rvn-2cdfa', false],
    ['groups', 'K7qm-9xwp-3htz-6rvn-2cdf', false],
    ['groups', 'k1qm-9xwp-3htz-6rvn-2cdf', false],
    ['mixed', 'Rk7wTq9XbZ4mGv2h', true],
    ['mixed', 'Rk7wTq9XbZ4mGv2l', false],
    ['mixed', 'Rk7wTq9XbZ4mGv2', false],
    ['mixed', 'Rk7w-Tq9X-bZ4m-Gv2h', false],
    ['words', 'abacus-zoom-abide-able-acid-acre-agony', true],
    ['words', 'abacus-zoom-abide-able-acid-acre', false],
    ['words', 'abacus-zoom-abide-able-acid-acre-agony-zoom', false],
    ['words', 'abacus zoom abide able acid acre agony', false],
    ['words', 'abacus-zoom-abide-able-acid-acre-', false],
    ['words', 'Abacus-zoom-abide-able-acid-acre-agony', false],
    ['words', 'abacus-zoom-abide-able-acid-acre-constructor', false],
  ] as const)('%s: %j is %s', (recipe, text, verdict) => {
    expect(isOf(recipe, text)).toBe(verdict)
  })

  it('answers for any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...recipes), (bytes, recipe) => {
        expect(isOfRecipe(recipe, Secret.fromBytes(bytes))).toBe(false)
      }),
    )
  })
})
