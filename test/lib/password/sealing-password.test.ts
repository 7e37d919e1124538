import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generate } from '../../../lib/password/generate.ts'
import { judge, recall } from '../../../lib/password/judge.ts'
import { admit, isSealingPassword, LEAST_FLOOR } from '../../../lib/password/sealing-password.ts'
import { Secret } from '../../../lib/secret.ts'
import { seededRandom } from '../../support/world.ts'

const real = generate('groups', LEAST_FLOOR, seededRandom('brand'))
const weak = Secret.fromText('12345678')

describe('isSealingPassword', () => {
  it('knows what generate, judge and recall made', async () => {
    const typed = await judge(Secret.fromText('plinth ocelot gravy mumble dentist waltz'), LEAST_FLOOR)
    const kept = recall(Secret.fromText('k7qm-9xwp-3htz-6rvn-2cdf'), 'groups', LEAST_FLOOR)
    expect([real, kept, typed.accepted].map(isSealingPassword)).toEqual([true, true, true])
  })

  it('rejects everything forged', () => {
    const forgeries: unknown[] = [
      { secret: weak, bits: 99, recipe: 'groups', length: 24 },
      { ...real },
      { ...real, secret: weak },
      Object.create(real),
      Object.assign(Object.create(Object.getPrototypeOf(real)), { secret: weak, bits: 99 }),
      structuredClone({ bits: 99 }),
      Object.fromEntries(Reflect.ownKeys(real).map(key => [key, Reflect.get(real, key)])),
      weak,
      'k7qm-9xwp-3htz-6rvn-2cdf',
      null,
      undefined,
    ]
    expect(forgeries.map(isSealingPassword)).toEqual(forgeries.map(() => false))
  })

  it('does not let a real one be changed, nor its constructor go below the floor', () => {
    expect(Reflect.set(real, 'secret', weak)).toBe(false)
    expect(Reflect.set(real, 'bits', 9)).toBe(false)
    expect(() => Reflect.construct(real.constructor, [weak, 'typed', 99, LEAST_FLOOR])).toThrow(
      expect.objectContaining({ code: 'WB-PASSWORD-FLOOR' }),
    )
  })

  it('no longer holds once the secret is destroyed', () => {
    const password = generate('mixed', LEAST_FLOOR, seededRandom('destroyed'))
    expect(isSealingPassword(password)).toBe(true)
    password.secret.destroy()
    expect(isSealingPassword(password)).toBe(false)
  })
})

describe('admit', () => {
  const long = () => Secret.fromText('abcdefghijklmnop')

  it.each([
    ['too few characters', () => admit(Secret.fromText('abcdefghijk'), 'typed', 99, LEAST_FLOOR), 'WB-PASSWORD-FLOOR'],
    ['too few bits', () => admit(long(), 'typed', 59.9, LEAST_FLOOR), 'WB-PASSWORD-FLOOR'],
    ['bits that are no number', () => admit(long(), 'typed', Number.NaN, LEAST_FLOOR), 'WB-PASSWORD-FLOOR'],
    ['a floor too low', () => admit(long(), 'typed', 99, { minLength: 8, minBits: 60 }), 'WB-FLOOR-TOO-LOW'],
  ])('refuses %s', (_, attempt, code) => {
    expect(attempt).toThrow(expect.objectContaining({ code }))
  })

  it('refuses anything but printable ASCII as a bug of its caller', () => {
    for (const text of ['', 'Grüße an alle Welt', 'tab\tinside the text', 'abcdefghijklm\u007f', 'abcdefghijklm\0']) {
      expect(() => admit(Secret.fromText(text), 'typed', 99, LEAST_FLOOR)).toThrow(TypeError)
    }
  })

  /** An import or re-export of `admit`, or of the whole module, which brings it along. */
  const takesTheMaker =
    /(?:\{[^}]*\badmit\b[^}]*\}|\*(?:\s+as\s+\w+)?)\s+from\s+'[^']*sealing-password\.ts'|import\(\s*'[^']*sealing-password\.ts'/

  it('is imported by generate.ts and judge.ts alone', () => {
    const root = join(import.meta.dirname, '../../..')
    const users = ['lib', 'src', 'cli'].flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => /\.tsx?$/.test(name))
        .map(name => join(folder, name))
        .filter(name => {
          return takesTheMaker.test(readFileSync(join(root, name), 'utf8'))
        }),
    )
    expect(users.sort()).toEqual(['lib/password/generate.ts', 'lib/password/judge.ts'])
  })
})
