import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generate } from '../../../lib/password/generate.ts'
import { type Judgement, judge, recall } from '../../../lib/password/judge.ts'
import { type Floor, isSealingPassword, LEAST_FLOOR, type Recipe } from '../../../lib/password/sealing-password.ts'
import { Secret } from '../../../lib/secret.ts'
import { wellFormedText } from '../../support/texts.ts'
import { seededRandom } from '../../support/world.ts'

const floor: Floor = { minLength: 12, minBits: 70 }

function judged(text: string, words: string[] = [], under = floor): Promise<Judgement> {
  return judge(Secret.fromText(text), under, { words })
}

const anyText = fc.oneof(
  wellFormedText({ minLength: 6, maxLength: 40 }),
  fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 40 }),
)

function codes(judgement: Judgement, level?: string): string[] {
  return judgement.findings.filter(finding => !level || finding.level === level).map(finding => finding.code)
}

describe('judge', () => {
  it('accepts a strong passphrase, with the very secret that was typed', async () => {
    const typed = Secret.fromText('plinth ocelot gravy mumble dentist waltz')
    const judgement = await judge(typed, floor)
    expect(judgement.accepted).toMatchObject({ recipe: 'typed', bits: judgement.bits, length: 40 })
    expect(judgement.accepted?.secret).toBe(typed)
    expect(isSealingPassword(judgement.accepted)).toBe(true)
    expect(judgement.bits).toBeGreaterThan(70)
    expect(codes(judgement)).toEqual(['password.estimated'])
  })

  it.each([
    ['too short', 'k7qm-9xwp-3', ['password.too-short', 'password.too-weak']],
    ['empty', '', ['password.too-short']],
    ['long and common', 'passwordpasswordpassword', ['password.too-weak', 'password.blocked-word']],
    ['a keyboard run', 'qwertyuiopasdfghjkl', ['password.too-weak', 'password.blocked-word']],
    ['a repeat', 'abcabcabcabcabcabcabcabc', ['password.too-weak']],
    ['all one letter', 'a'.repeat(300), ['password.too-weak']],
    ['random but too few', 'x7Qp2Vr9Lm4Z', ['password.too-weak']],
    ['outside ASCII', 'Grüße an alle Welt, ihr Völker der Erde', ['password.not-portable']],
    ['a control character', 'plinth ocelot gravy\tmumble dentist waltz', ['password.not-portable']],
    ['a space at the end', 'plinth ocelot gravy mumble dentist waltz ', ['password.edge-space']],
    ['a space at the start', ' plinth ocelot gravy mumble dentist waltz', ['password.edge-space']],
  ])('refuses one that is %s', async (_, text, errors) => {
    const judgement = await judged(text)
    expect(codes(judgement, 'error')).toEqual(errors)
    expect(judgement.accepted).toBeNull()
  })

  it('moves with the floor', async () => {
    const text = 'x7Qp2Vr9Lm4ZtB8wKdG5'
    const { bits } = await judged(text)
    expect((await judged(text, [], { minLength: 20, minBits: 60 })).accepted?.bits).toBe(bits)
    expect(codes(await judged(text, [], { minLength: 21, minBits: 60 }), 'error')).toEqual(['password.too-short'])
    expect(codes(await judged(text, [], { minLength: 12, minBits: 67 }), 'error')).toEqual(['password.too-weak'])
  })

  it('refuses to judge under a floor that is too low', async () => {
    await expect(judged('anything', [], { minLength: 8, minBits: 60 })).rejects.toMatchObject({
      code: 'WB-FLOOR-TOO-LOW',
    })
  })

  it('counts names of the transfer for nothing', async () => {
    const text = 'Adalove-Globex-Quarterly-Reconciliation'
    const words = ['Ada Lovelace', 'Adalove', 'Globex Ltd', 'Quarterly reconciliation']
    expect((await judged(text, [], LEAST_FLOOR)).accepted).not.toBeNull()
    const judgement = await judged(text, words, LEAST_FLOOR)
    expect(codes(judgement, 'error')).toEqual(['password.too-weak', 'password.blocked-word'])
    expect(judgement.bits).toBeLessThan((await judged(text, [], LEAST_FLOOR)).bits - 20)
  })

  it('only warns of a common word where enough is left without it', async () => {
    const judgement = await judged('winter plinth ocelot gravy mumble dentist waltz')
    expect(codes(judgement, 'warning')).toEqual(['password.blocked-word'])
    expect(judgement.accepted).not.toBeNull()
  })

  it('warns of the one sign that a text message cannot carry', async () => {
    const judgement = await judged('plinth ocelot`gravy mumble dentist waltz')
    expect(codes(judgement, 'warning')).toEqual(['password.no-text-message'])
    expect(judgement.accepted).not.toBeNull()
  })

  it('measures 256 characters and no more, and never more bits than the format can use', async () => {
    const random = generate('mixed', LEAST_FLOOR, seededRandom('long')).secret.use(text => text.repeat(20))
    const repeated = await judged(random)
    expect(repeated.bits).toBeLessThan(80)
    const prefix = 'a'.repeat(256)
    expect((await judged(`${prefix}x7Qp2Vr9Lm4ZtB8wKd5Gy3Hn6Js`)).bits).toBe((await judged(prefix)).bits)
    const many = Array.from({ length: 6 }, (_, at) =>
      generate('groups', LEAST_FLOOR, seededRandom(at)).secret.use(text => text),
    )
    expect((await judged(many.join('-'))).bits).toBe(160)
  })

  it('finds bits, a length and a cost for any input', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async text => {
        const judgement = await judge(Secret.fromText(text), floor)
        expect(judgement.bits).toBeGreaterThanOrEqual(0)
        expect(judgement.bits).toBeLessThanOrEqual(160)
        expect(judgement.length).toBe([...text].length)
        expect(Number.isFinite(judgement.crack.gpuHours)).toBe(true)
        expect(judgement.accepted === null).toBe(codes(judgement, 'error').length > 0)
      }),
    )
  })

  it('repeats no part of the password', async () => {
    for (const text of [
      'zq7x!Kw',
      'Passw0rd-zq7x!Kw',
      'plinth ocelot`gravy mumble dentist waltz winter',
      'zq7xKw-überall',
    ]) {
      const judgement = await judged(text, ['winter'])
      const prints = JSON.stringify(judgement) + inspect(judgement, { depth: 9, showHidden: true })
      for (let at = 0; at + 5 <= text.length; at++) expect(prints).not.toContain(text.slice(at, at + 5))
    }
  })

  it('takes bytes that are no text', async () => {
    const judgement = await judge(Secret.fromBytes(Uint8Array.of(0xff, 0xfe, 0x80, 0x41)), floor)
    expect(codes(judgement)).toEqual(['password.not-portable'])
  })
})

describe('recall', () => {
  const recipes: readonly Recipe[] = ['groups', 'words', 'mixed']

  it('rejects a password with one byte lost, doubled or changed to what the recipe does not use', () => {
    fc.assert(
      fc.property(fc.constantFrom(...recipes), fc.nat(), fc.constantFrom('0', '!', ' ', 'é', ''), (recipe, at, by) => {
        const text = generate(recipe, LEAST_FLOOR, seededRandom(at)).secret.use(text => text)
        const place = at % text.length
        const altered = text.slice(0, place) + by + text.slice(place + 1)
        expect(() => recall(Secret.fromText(`${text}${text[place]}-`), recipe, LEAST_FLOOR)).toThrow(
          expect.objectContaining({ code: 'WB-PASSWORD-RECIPE' }),
        )
        if (recipe === 'words' && by === '') return // a word less a letter may be another word
        expect(() => recall(Secret.fromText(altered), recipe, LEAST_FLOOR)).toThrow(
          expect.objectContaining({ code: 'WB-PASSWORD-RECIPE' }),
        )
      }),
    )
  })

  it('rejects a password of another recipe, and a destroyed one', () => {
    const secret = generate('groups', LEAST_FLOOR, seededRandom(3)).secret
    expect(() => recall(secret, 'mixed', LEAST_FLOOR)).toThrow(expect.objectContaining({ code: 'WB-PASSWORD-RECIPE' }))
    secret.destroy()
    expect(() => recall(secret, 'groups', LEAST_FLOOR)).toThrow(expect.objectContaining({ code: 'WB-PASSWORD-RECIPE' }))
  })

  it('holds the floor of today', () => {
    const secret = Secret.fromText('Rk7wTq9XbZ4mGv2h')
    expect(recall(secret, 'mixed', { minLength: 16, minBits: 92 }).secret).toBe(secret)
    expect(() => recall(secret, 'mixed', { minLength: 17, minBits: 92 })).toThrow(
      expect.objectContaining({ code: 'WB-PASSWORD-FLOOR' }),
    )
    expect(() => recall(secret, 'mixed', { minLength: 8, minBits: 8 })).toThrow(
      expect.objectContaining({ code: 'WB-FLOOR-TOO-LOW' }),
    )
  })
})
