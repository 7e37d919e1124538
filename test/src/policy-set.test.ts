import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultPolicy,
  diffPolicy,
  parsePolicy,
  policyDigest,
  policyEntries,
  serializePolicy,
} from '../../src/policy.ts'
import { getPolicyKey, setPolicyKey } from '../../src/policy-set.ts'
import { policyFiles } from './policies.ts'

describe('setPolicyKey', () => {
  it.each([
    ['release.holdFor', '3d', '7d', '3d'],
    ['release.holdFor', '72h', '7d', '3d'],
    ['release.wrongCodes', '3', 5, 3],
    ['release.locked', 'true', false, true],
    ['release.mode', 'now', 'on-receipt-when-new', 'now'],
    ['check.budget.total', '1GiB', '256MiB', '1GiB'],
    ['closeAfter', '30d', '14d', '30d'],
    ['sender.name', '123', null, '123'],
    ['sender.name', 'true', null, 'true'],
    ['sender.name', '"ACME"', null, '"ACME"'],
    ['sender.countries.DE', 'ACME', null, 'ACME'],
    ['templates.de', '{transfer}: {password}', null, '{transfer}: {password}'],
    ['courier', '{"use":"twilio"}', null, { use: 'twilio' }],
    ['diskEncryption', 'require', null, 'require'],
  ])('%s %s', async (key, text, before, after) => {
    const policy = await setPolicyKey(defaultPolicy, key, text)
    expect([getPolicyKey(defaultPolicy, key), getPolicyKey(policy, key)]).toEqual([before, after])
    expect(diffPolicy(defaultPolicy, policy)).toHaveLength(1)
  })

  it('takes check.budget to full and back', async () => {
    const full = await setPolicyKey(defaultPolicy, 'check.budget', 'full')
    expect(full.check.budget).toBe('full')
    const sized = await setPolicyKey(full, 'check.budget.total', '1GiB')
    expect(sized.check.budget).toEqual({ total: 2 ** 30, entry: 2 ** 26 })
    expect(await setPolicyKey(full, 'check.budget', null)).toEqual(defaultPolicy)
  })

  it('adds to the countries that are set', async () => {
    const one = await setPolicyKey(defaultPolicy, 'sender.countries.DE', 'ACME')
    const two = await setPolicyKey(one, 'sender.countries.US', '+12025550123')
    expect(two.sender.countries).toEqual({ DE: 'ACME', US: '+12025550123' })
  })

  it('takes a key back to its default with null', async () => {
    const changed = await setPolicyKey(
      await setPolicyKey(defaultPolicy, 'sender.name', 'ACME'),
      'release.wrongCodes',
      '3',
    )
    const back = await setPolicyKey(await setPolicyKey(changed, 'sender.name', null), 'release.wrongCodes', null)
    expect(back).toEqual(defaultPolicy)
  })

  it.each([
    '',
    'foo',
    'release.foo',
    'release.foo.bar',
    'symlinks.x',
    'sender.country',
    'Release.mode',
    'release.',
    '.release',
    '__proto__',
    '__proto__.x',
    'sender.countries.__proto__',
    'constructor',
    'toString.length',
  ])('knows no key %j', async key => {
    for (const text of ['1', 'x', '{"a":1}']) {
      await expect(setPolicyKey(defaultPolicy, key, text)).rejects.toMatchObject({ code: 'WB-POLICY-KEY' })
    }
    expect(getPolicyKey(defaultPolicy, key)).toBeNull()
  })

  it('does not know a key to unset, either', async () => {
    await expect(setPolicyKey(defaultPolicy, 'foo', null)).rejects.toMatchObject({ code: 'WB-POLICY-KEY' })
    await expect(setPolicyKey(defaultPolicy, 'release.foo', null)).rejects.toMatchObject({ code: 'WB-POLICY-KEY' })
  })

  it.each([
    'password',
    'release',
    'sender',
    'templates',
    'keep',
  ])('does not replace the group %s at once', async key => {
    await expect(setPolicyKey(defaultPolicy, key, '{}')).rejects.toMatchObject({
      code: 'WB-POLICY-KEY',
      message: expect.stringContaining('group'),
    })
  })

  it.each([
    ['password.minLength', '11', 'at least 12'],
    ['password.minLength', 'twelve', 'a whole number'],
    ['password.minBits', '59', 'at least 60'],
    ['release.wrongCodes', '1.5', 'a whole number'],
    ['release.locked', 'yes', 'true or false'],
    ['release.holdFor', '7', 'a length of time'],
    ['symlinks', 'follow', 'follow-inside, refuse'],
    ['check.budget.total', 'all', 'a size'],
    ['courier', '{"use":"http"}', 'must describe the courier http'],
    ['courier', '{"use":"post"}', 'must be one of'],
    ['sender.countries.de', 'ACME', 'a country code'],
    ['templates.en', 'Password: {password}', 'lacks {transfer}'],
  ])('refuses %s %s', async (key, text, reason) => {
    await expect(setPolicyKey(defaultPolicy, key, text)).rejects.toMatchObject({
      code: 'WB-POLICY-INVALID',
      message: expect.stringContaining(reason),
    })
  })

  it('sets what getPolicyKey got: the changes of a diff, one by one, lead from one policy to the other', async () => {
    await fc.assert(
      fc.asyncProperty(policyFiles, policyFiles, async (from, to) => {
        // A courier changes as a whole: half of one is not valid.
        const target = await parsePolicy(JSON.stringify({ ...to, courier: from.courier }))
        let policy = await parsePolicy(JSON.stringify(from))
        for (const { key, to: value } of diffPolicy(policy, target)) {
          policy = await setPolicyKey(policy, key, typeof value === 'string' ? value : asText(value))
        }
        expect(policyDigest(policy)).toBe(policyDigest(target))
        expect(serializePolicy(policy).length).toBe(serializePolicy(target).length)
      }),
      { numRuns: 40 },
    )
  })

  it('gets every entry', async () => {
    await fc.assert(
      fc.asyncProperty(policyFiles, async file => {
        const policy = await parsePolicy(JSON.stringify(file))
        for (const { key, value } of policyEntries(policy)) expect(getPolicyKey(policy, key)).toEqual(value)
      }),
    )
  })
})

function asText(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
