import { describe, expect, it } from 'vitest'
import { parsePhone } from '../../../../lib/phone.ts'
import { labAccount } from '../../../helpers/twilio-lab.ts'
import { expectNoLeak } from '../contract.ts'
import { environment, mobile, type TwilioBench, thrownBy, twilioBench } from './bench.ts'

const landline = '+4930123456'
const nobody = { general: null, countries: {}, service: null }

describe('checking a number', () => {
  it('asks nobody, and warns of a landline', async () => {
    const bench = await twilioBench()
    expect(await check(bench, mobile)).toEqual([])
    expect(await check(bench, landline)).toMatchObject([{ level: 'warning', code: 'number.landline' }])
    expect(bench.told).toEqual([])
  })

  it('does not pass without credentials or without a sender', async () => {
    const bench = await twilioBench({ credentials: { env: {}, file: null } })
    expect(await thrownBy(check(bench, mobile))).toMatchObject({ code: 'WB-CREDENTIALS' })
    const unsent = await twilioBench({ senders: { ...nobody, countries: { FR: 'ACME' } } })
    expect(await check(unsent, mobile)).toMatchObject([{ level: 'error', code: 'courier.sender' }])
    expect(await check(unsent, '+33612345678')).toEqual([])
  })

  it('asks Lookup for the kind of line when the policy wants it', async () => {
    const bench = await twilioBench({ lookup: true })
    expect(await check(bench, mobile)).toEqual([])
    expect(bench.lab.requests()).toMatchObject([
      { method: 'GET', path: `/v2/PhoneNumbers/${mobile}`, query: { Fields: 'line_type_intelligence' } },
    ])
    expect(bench.told).toMatchObject([{ outcome: 'ok' }])
  })

  it.each([
    'landline',
    'fixedVoip',
    'nonFixedVoip',
    'personal',
    'tollFree',
    'premium',
    'sharedCost',
    'uan',
    'voicemail',
    'pager',
  ])('forbids a line of the kind %s', async type => {
    const bench = await twilioBench({ lookup: true })
    bench.lab.setLine(type)
    const findings = await check(bench, mobile)
    expect(findings).toEqual([
      { level: 'error', code: 'number.line-type', message: expect.stringMatching(/^The number is an? .+\.$/) },
    ])
    expectNoLeak(findings)
  })

  it('forbids a number that does not exist, and warns where Lookup does not know', async () => {
    const bench = await twilioBench({ lookup: true })
    bench.lab.setLine('invalid')
    expect(await check(bench, mobile)).toMatchObject([{ level: 'error', code: 'number.invalid' }])
    for (const type of [null, 'unknown', 'satellite']) {
      bench.lab.setLine(type)
      expect(await check(bench, mobile)).toMatchObject([{ level: 'warning', code: 'number.line-type-unknown' }])
    }
  })

  it.each([
    ['refuses', { status: 404, code: 20404 }],
    ['may not be used', { status: 401, code: 70051 }],
    ['is broken', { status: 503 }],
    ['breaks off', 'cut-after'],
    ['says something else', { status: 200, text: '[]' }],
  ] as const)('goes on with a warning when Lookup %s', async (_what, fault) => {
    const bench = await twilioBench({ lookup: true })
    bench.lab.fault(() => fault)
    expect(await check(bench, mobile)).toMatchObject([{ level: 'warning', code: 'number.lookup-failed' }])
    const findings = await check(bench, landline)
    expect(findings.map(({ code }) => code)).toEqual(['number.lookup-failed', 'number.landline'])
    expectNoLeak(findings)
  })

  it('ends when its caller gives up in the middle of Lookup', async () => {
    const bench = await twilioBench({ lookup: true })
    const abort = new AbortController()
    bench.lab.fault(() => {
      abort.abort()
      return null
    })
    const pending = bench.courier.check(await parsePhone(mobile), { ...bench.call, signal: abort.signal })
    expect(await thrownBy(pending)).toMatchObject({ code: 'WB-INTERRUPTED' })
  })
})

describe('what is missing', () => {
  it('is nothing when all is there, and nobody is asked', async () => {
    const bench = await twilioBench()
    expect(await bench.courier.missing?.()).toEqual([])
    expect(bench.told).toEqual([])
  })

  it('is named: credentials and sender', async () => {
    const bench = await twilioBench({ credentials: { env: {}, file: null }, senders: nobody })
    const findings = (await bench.courier.missing?.()) ?? []
    expect(findings.map(({ level, code }) => `${level} ${code}`)).toEqual([
      'error credentials.missing',
      'error credentials.missing',
      'error credentials.missing',
      'error courier.sender',
    ])
  })

  it.each([
    [{ ...nobody, general: 'ACME' }],
    [{ ...nobody, countries: { DE: 'ACME' } }],
    [{ ...nobody, service: `MG${'a'.repeat(32)}` }],
  ])('is no sender where one is set: %j', async senders => {
    const bench = await twilioBench({ senders })
    expect(await bench.courier.missing?.()).toEqual([])
  })
})

describe('a probe', () => {
  it('lists one message, which a restricted key may do', async () => {
    const bench = await twilioBench()
    expect(await bench.courier.probe?.(bench.call)).toMatchObject([{ level: 'note', code: 'courier.key' }])
    expect(bench.lab.requests()).toMatchObject([{ method: 'GET', query: { PageSize: '1' } }])
    expect(bench.told).toMatchObject([{ outcome: 'ok' }])
  })

  it('says in our words why Twilio refuses', async () => {
    const env = { ...environment, TWILIO_API_SECRET: 'another-secret-than-that' }
    const bench = await twilioBench({ credentials: { env, file: null } })
    expect(await bench.courier.probe?.(bench.call)).toEqual([
      {
        level: 'error',
        code: 'courier.refused',
        message: expect.stringMatching(/does not accept the API key\. .+\.$/),
      },
    ])
    bench.lab.fault(() => ({ status: 401, code: 70051 }))
    expect(await bench.courier.probe?.(bench.call)).toMatchObject([{ message: expect.stringMatching(/permission/) }])
  })

  it('throws when there is no answer', async () => {
    const bench = await twilioBench()
    bench.lab.fault(() => ({ status: 502 }))
    expect(await thrownBy(bench.courier.probe?.(bench.call))).toMatchObject({ code: 'WB-PROVIDER' })
    bench.lab.unplug()
    expect(await thrownBy(bench.courier.probe?.(bench.call))).toMatchObject({ code: 'WB-NO-CONNECTION' })
    const keyless = await twilioBench({ credentials: { env: { TWILIO_API_KEY: labAccount.key }, file: null } })
    expect(await thrownBy(keyless.courier.probe?.(keyless.call))).toMatchObject({ code: 'WB-CREDENTIALS' })
  })
})

async function check({ courier, call }: TwilioBench, number: string) {
  return courier.check(await parsePhone(number), call)
}
