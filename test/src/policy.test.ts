import { execFileSync } from 'node:child_process'
import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultPolicy,
  diffPolicy,
  parsePolicy,
  policyDigest,
  policyEntries,
  readPolicy,
  serializePolicy,
} from '../../src/policy.ts'
import { policyFiles } from './policies.ts'

describe('the default policy', () => {
  it('is the table of product.md', () => {
    const table = Object.fromEntries(policyEntries(defaultPolicy).map(({ key, value }) => [key, value]))
    expect(table).toEqual({
      'password.minLength': 12,
      'password.minBits': 70,
      'password.recipe': 'groups',
      'release.mode': 'on-receipt-when-new',
      'release.locked': false,
      'release.holdFor': '7d',
      'release.wrongCodes': 5,
      closeAfter: '14d',
      'names.hide': 'auto',
      'check.budget.total': '256MiB',
      'check.budget.entry': '64MiB',
      symlinks: 'follow-inside',
      'numbers.unverified': 'warn',
      'numbers.coolingOff': '1d',
      'keep.archive': '30d',
      'keep.contact': '3y',
      'keep.identity': '3y',
      'keep.files': '1y',
      'lock.idle': '15min',
    })
  })

  it('is what an empty file means, in milliseconds and bytes', async () => {
    expect(await parsePolicy('{}')).toEqual(defaultPolicy)
    expect(defaultPolicy.release.holdFor).toBe(604_800_000)
    expect(defaultPolicy.check.budget).toEqual({ total: 268_435_456, entry: 67_108_864 })
  })
})

describe('a policy file', () => {
  it('comes back as it was, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(policyFiles, async file => {
        const policy = await parsePolicy(JSON.stringify(file))
        const text = serializePolicy(policy)
        const again = await parsePolicy(text)
        expect(again).toEqual(policy)
        expect(serializePolicy(again)).toBe(text)
        expect(policyDigest(again)).toBe(policyDigest(policy))
      }),
    )
  })

  it('may leave keys out', async () => {
    const policy = await parsePolicy('{"release":{"wrongCodes":3},"check":{"budget":{"total":"1GiB"}}}')
    expect(policy).toEqual({
      ...defaultPolicy,
      release: { ...defaultPolicy.release, wrongCodes: 3 },
      check: { budget: { total: 2 ** 30, entry: 2 ** 26 } },
    })
  })

  it.each([
    ['{', 'The policy is not valid JSON.'],
    ['[]', 'The policy must be a group of keys.'],
    ['null', 'The policy must be a group of keys.'],
    ['{"zz":1}', 'The policy key zz does not exist.'],
    ['{"release":{"lokced":true}}', 'The policy key release.lokced does not exist.'],
    ['{"__proto__":{"release":{}}}', 'The policy key __proto__ does not exist.'],
    ['{"release":null}', 'The policy key release must be a group of keys.'],
    ['{"release":{"locked":"true"}}', 'The policy key release.locked must be true or false.'],
    ['{"release":{"wrongCodes":0}}', 'The policy key release.wrongCodes must be at least 1.'],
    ['{"release":{"wrongCodes":21}}', 'The policy key release.wrongCodes must be at most 20.'],
    [
      '{"release":{"mode":"later"}}',
      'The policy key release.mode must be one of now, on-receipt-when-new, on-receipt.',
    ],
    ['{"password":{"minLength":11}}', 'The policy key password.minLength must be at least 12.'],
    ['{"password":{"minBits":59}}', 'The policy key password.minBits must be at least 60.'],
    ['{"password":{"minBits":70.5}}', 'The policy key password.minBits must be a whole number.'],
    ['{"password":{"minBits":"70"}}', 'The policy key password.minBits must be a whole number.'],
    ['{"closeAfter":5}', 'The policy key closeAfter must be a length of time such as 15min, 24h, 7d or 3y.'],
    ['{"closeAfter":"14"}', 'The policy key closeAfter must be a length of time such as 15min, 24h, 7d or 3y.'],
    ['{"closeAfter":"2y"}', 'The policy key closeAfter must be from 1 hour to 1 year.'],
    ['{"release":{"holdFor":"91d"}}', 'The policy key release.holdFor must be from 1 minute to 90 days.'],
    ['{"check":{"budget":"some"}}', 'The policy key check.budget must be full, or a total and an entry size.'],
    [
      '{"check":{"budget":{"total":"64"}}}',
      'The policy key check.budget.total must be a size such as 512KiB, 64MiB or 1GiB.',
    ],
    ['{"check":{"budget":{"entry":"1KiB"}}}', 'The policy key check.budget.entry must be from 1MiB to 1024TiB.'],
    ['{"check":{"budget":{"each":"1MiB"}}}', 'The policy key check.budget.each does not exist.'],
  ])('%s is refused in words', async (text, message) => {
    await expect(parsePolicy(text)).rejects.toMatchObject({ code: 'WB-POLICY-INVALID', message })
  })

  it('is refused with everything that is wrong, and where', async () => {
    const text = '{"release":{"wrongCodes":0,"lokced":1},"symlinks":"no"}'
    const { policy, findings } = await readPolicy(text)
    expect(policy).toBeNull()
    expect(findings.map(({ code, at }) => [code, at])).toEqual([
      ['policy.invalid', 'release.wrongCodes'],
      ['policy.unknown-key', 'release.lokced'],
      ['policy.invalid', 'symlinks'],
    ])
    await expect(parsePolicy(text)).rejects.toThrow('at least 1 (and 2 more).')
  })

  it('is refused without repeating a value', async () => {
    for (const bad of [
      '{"password":"s3cret"}',
      '{"sender":{"id":"s3cret-0123456789"}}',
      '{"symlinks":"s3cret"}',
      '"s3cret"',
      '{s3cret',
    ]) {
      const error = await parsePolicy(bad).catch((error: unknown) => error)
      expect(error).toMatchObject({ code: 'WB-POLICY-INVALID' })
      expect(JSON.stringify(error) + String(error)).not.toContain('s3cret')
    }
  })
})

describe('the digest', () => {
  it('is the SHA-256 of the canonical file, so that an auditor can check it', () => {
    const canonical = JSON.stringify(sorted(JSON.parse(serializePolicy(defaultPolicy))))
    expect(policyDigest(defaultPolicy)).toBe(hash('sha256', canonical))
  })

  it('is the same for the same rules, however they are written', async () => {
    const [a, b] = await Promise.all([
      parsePolicy('{"closeAfter":"336h","release":{"locked":true,"wrongCodes":5}}'),
      parsePolicy('{ "release": { "locked": true },\n "closeAfter": "14d" }'),
    ])
    expect(policyDigest(a)).toBe(policyDigest(b))
    expect(policyDigest(a)).not.toBe(policyDigest(defaultPolicy))
  })

  it('differs exactly when there is a difference to show', async () => {
    await fc.assert(
      fc.asyncProperty(policyFiles, policyFiles, async (one, other) => {
        const [a, b] = await Promise.all([parsePolicy(JSON.stringify(one)), parsePolicy(JSON.stringify(other))])
        expect(diffPolicy(a, a)).toEqual([])
        expect(diffPolicy(a, b).length === 0).toBe(policyDigest(a) === policyDigest(b))
      }),
    )
  })
})

it('tells what changed, key by key', async () => {
  const after = await parsePolicy('{"release":{"holdFor":"3d"},"check":{"budget":"full"},"sender":{"name":"ACME"}}')
  expect(diffPolicy(defaultPolicy, after)).toEqual([
    { key: 'release.holdFor', from: '7d', to: '3d' },
    { key: 'check.budget.total', from: '256MiB', to: null },
    { key: 'check.budget.entry', from: '64MiB', to: null },
    { key: 'check.budget', from: null, to: 'full' },
    { key: 'sender.name', from: null, to: 'ACME' },
  ])
})

it('tells that an empty group was added', async () => {
  const [a, b] = await Promise.all([
    parsePolicy('{"courier":{"use":"twilio"}}'),
    parsePolicy('{"courier":{"use":"twilio","twilio":{}}}'),
  ])
  expect(diffPolicy(a, b)).toEqual([{ key: 'courier.twilio', from: null, to: {} }])
})

it('loads zod at the first use, not before', () => {
  const program = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({ resolve: (name, context, next) => (seen.push(name), next(name, context)) })
    const load = name => import(new URL(name, ${JSON.stringify(new URL('../../src/', import.meta.url).href)}))
    const { defaultPolicy, parsePolicy, policyDigest } = await load('policy.ts')
    const { explainPolicy } = await load('policy-explain.ts')
    await load('policy-set.ts')
    policyDigest(defaultPolicy)
    explainPolicy(defaultPolicy)
    const before = seen.includes('zod')
    await parsePolicy('{}')
    console.log(before, seen.includes('zod'))`
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  expect(answer.trim()).toBe('false true')
})

/** Keys in order at every level: enough of RFC 8785 for a policy. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map(key => [key, sorted(Reflect.get(value, key))]))
}
