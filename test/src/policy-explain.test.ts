import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy, parsePolicy, policyEntries } from '../../src/policy.ts'
import { explainPolicy } from '../../src/policy-explain.ts'
import { policyFiles } from './policies.ts'

describe('explainPolicy', () => {
  it('says one sentence about every key that can be set', async () => {
    await fc.assert(
      fc.asyncProperty(policyFiles, async file => {
        const policy = await parsePolicy(JSON.stringify(file))
        const explained = explainPolicy(policy)
        for (const { key } of policyEntries(policy)) {
          expect(
            explained.some(one => `${key}.`.startsWith(`${one.key}.`)),
            key,
          ).toBe(true)
        }
        for (const { sentence } of explained) {
          expect(sentence).toMatch(/^[A-Z0-9][^\n]*\.$/)
          expect(sentence).not.toMatch(/undefined|NaN|object Object/)
        }
      }),
    )
  })

  it('shows values as the file writes them', () => {
    const shown = Object.fromEntries(explainPolicy(defaultPolicy).map(({ key, value }) => [key, value]))
    expect(shown).toMatchObject({
      'password.minLength': '12',
      'release.holdFor': '7d',
      'release.locked': 'false',
      'check.budget': '{"total":"256MiB","entry":"64MiB"}',
      'sender.name': '–',
      courier: '–',
    })
  })

  it('speaks of amounts in words', async () => {
    const sentences = await sentencesOf('{"release":{"holdFor":"3d","wrongCodes":1},"password":{"minLength":16}}')
    expect(sentences['password.minLength']).toContain('at least 16 characters')
    expect(sentences['release.holdFor']).toContain('after 3 days')
    expect(sentences['release.wrongCodes']).toBe('One wrong receipt code locks the transfer.')
    expect(sentences['check.budget']).toContain('up to 256 MiB')
    expect(sentences['keep.contact']).toContain('3 years after')
  })

  it.each([
    ['release.mode', ['now', 'on-receipt-when-new', 'on-receipt']],
    ['password.recipe', ['groups', 'words', 'mixed']],
    ['names.hide', ['auto', 'alias', 'wrap', 'no']],
    ['symlinks', ['follow-inside', 'refuse']],
    ['numbers.unverified', ['warn', 'refuse', 'allow']],
    ['opener', ['off', 'beside']],
    ['removableMedia', ['deny', 'warn', 'allow']],
    ['diskEncryption', ['require', 'warn', 'off']],
    ['scan', ['require', 'warn', 'off']],
    ['agreements', ['require', 'warn', 'off']],
    ['approval', ['never', 'special', 'new-or-special', 'always']],
  ])('tells the choices of %s apart', async (key, choices) => {
    const [group = '', name] = key.split('.')
    const sentences = await Promise.all(
      choices.map(async choice => {
        const file = { [group]: name === undefined ? choice : { [name]: choice } }
        return (await sentencesOf(JSON.stringify(file)))[key]
      }),
    )
    expect(new Set(sentences).size).toBe(choices.length)
  })

  it('says which keys nothing acts on yet', () => {
    const idle = explainPolicy(defaultPolicy).filter(({ enforced }) => !enforced)
    expect(idle.map(({ key }) => key)).toContain('removableMedia')
    expect(idle.map(({ key }) => key)).not.toContain('password.minLength')
    expect(idle.map(({ key }) => key)).not.toContain('names.hide')
    expect(idle.filter(({ key }) => /^(numbers|keep)\./.test(key))).toEqual([])
  })
})

async function sentencesOf(file: string): Promise<Record<string, string>> {
  return Object.fromEntries(explainPolicy(await parsePolicy(file)).map(({ key, sentence }) => [key, sentence]))
}
