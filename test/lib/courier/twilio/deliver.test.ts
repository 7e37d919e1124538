import { describe, expect, it } from 'vitest'
import type { TwilioOptions } from '../../../../lib/courier/twilio/twilio.ts'
import type { Fault, LabRequest } from '../../../helpers/twilio-lab.ts'
import { labAccount } from '../../../helpers/twilio-lab.ts'
import { expectNoLeak } from '../contract.ts'
import { message, mobile, type TwilioBench, text, thrownBy, twilioBench } from './bench.ts'

describe('a message', () => {
  it('goes out in one request with all that Twilio needs, and nothing else', async () => {
    const bench = await twilioBench()
    expect(await bench.courier.deliver(await message(), bench.call)).toEqual({
      outcome: 'accepted',
      courier: 'twilio',
      id: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    })
    expect(bench.lab.requests()).toMatchObject([
      {
        method: 'POST',
        path: `/2010-04-01/Accounts/${labAccount.account}/Messages.json`,
        query: {},
        headers: {
          authorization: `Basic ${btoa(`${labAccount.key}:${labAccount.secret}`)}`,
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
      },
    ])
    expect(formOf(bench)).toEqual({
      To: mobile,
      From: labAccount.from,
      Body: text,
      ValidityPeriod: '1800',
      SmartEncoded: 'false',
    })
    expect(bench.told).toEqual([{ host: '127.0.0.1', outcome: 'ok', ms: expect.any(Number), date: expect.any(Number) }])
  })

  it.each([
    [{ discardContent: true }, { ContentRetention: 'discard' }],
    [{ obfuscateNumber: true }, { AddressRetention: 'obfuscate' }],
    [{ validity: 600_000 }, { ValidityPeriod: '600' }],
    [{ validity: 3_600_000 }, { ValidityPeriod: '3600' }],
    [{ senders: senders({ countries: { FR: '+33123456789', DE: labAccount.from } }) }, { From: labAccount.from }],
    [{ senders: senders({ general: 'ACME' }) }, { From: 'ACME' }],
    [{ senders: senders({ general: 'ACME', countries: { DE: 'Waybill DE' } }) }, { From: 'Waybill DE' }],
    [{ senders: senders({ general: 'ACME', countries: { FR: 'Waybill FR' } }) }, { From: 'ACME' }],
    [
      { senders: senders({ general: 'ACME', service: `MG${'a'.repeat(32)}` }) },
      { MessagingServiceSid: `MG${'a'.repeat(32)}`, From: undefined },
    ],
  ] satisfies [Partial<TwilioOptions>, object][])('says what the policy says: %j', async (options, form) => {
    const bench = await twilioBench(options)
    // The emulator knows one sender alone.
    bench.lab.fault(() => ({ status: 201, text: JSON.stringify({ sid: `SM${'b'.repeat(32)}`, status: 'accepted' }) }))
    expect(await bench.courier.deliver(await message(), bench.call)).toMatchObject({ outcome: 'accepted' })
    for (const [name, value] of Object.entries(form)) expect(formOf(bench)[name], name).toEqual(value)
  })

  it('does not go out without a sender or without a number', async () => {
    const bench = await twilioBench({ senders: senders({ countries: { FR: 'ACME' } }) })
    expect(await thrownBy(bench.courier.deliver(await message(), bench.call))).toMatchObject({ code: 'WB-NO-COURIER' })
    const nowhere = { ...(await message()), to: null }
    expect(await thrownBy(bench.courier.deliver(nowhere, bench.call))).toMatchObject({ code: 'WB-PHONE-NUMBER' })
    expect(bench.lab.requests()).toEqual([])
    expect(bench.told).toEqual([])
  })

  it('is taken when Twilio failed it at once: its status says so', async () => {
    const bench = await twilioBench()
    const answer = { sid: `SM${'b'.repeat(32)}`, status: 'failed', error_code: 30007 }
    bench.lab.fault(() => ({ status: 201, text: JSON.stringify(answer) }))
    expect(await bench.courier.deliver(await message(), bench.call)).toMatchObject({
      outcome: 'accepted',
      id: answer.sid,
    })
  })
})

describe('a message whose answer is not what it should be', () => {
  const created = { sid: `SM${'b'.repeat(32)}` }
  it.each([
    ['a cut before Twilio', 'cut-before', 0],
    ['a cut in the answer', 'cut-after', 1],
    ['500 before Twilio', { status: 500 }, 0],
    ['500 with a code', { status: 500, code: 20500 }, 0],
    ['503 after Twilio', { status: 503, code: 20503, after: true }, 1],
    ['a page instead of an answer', { status: 200 }, 0],
    ['a page after Twilio', { status: 201, text: '<h1>Welcome</h1>', after: true }, 1],
    ['no SID', { status: 201, text: '{"status":"queued"}', after: true }, 1],
    ['another SID', { status: 201, text: JSON.stringify({ sid: `CA${'b'.repeat(32)}` }), after: true }, 1],
    ['a list', { status: 201, text: JSON.stringify([created]), after: true }, 1],
    ['null', { status: 201, text: 'null' }, 0],
    ['nothing', { status: 201, text: '' }, 0],
    ['a refusal without a code', { status: 403 }, 0],
    ['a refusal with half a code', { status: 400, text: '{"code":"21211"}' }, 0],
    ['a refusal with a code that is none', { status: 400, text: '{"code":0}' }, 0],
    ['a timeout of a proxy', { status: 408 }, 0],
    ['a redirection', { status: 307, headers: { Location: 'https://example.com/' } }, 0],
  ] satisfies [string, Fault, number][])('is unknown: %s', async (_what, fault, arrived) => {
    const bench = await twilioBench()
    bench.lab.fault(() => fault)
    const receipt = await bench.courier.deliver(await message(), bench.call)
    expect(receipt).toEqual({ outcome: 'unknown', courier: 'twilio', reason: expect.stringMatching(/^[A-Z].*\.$/) })
    expectNoLeak(receipt)
    expect(await bench.lab.messages()).toHaveLength(arrived)
    expect(bench.lab.requests()).toHaveLength(1)
    expect(bench.told).toMatchObject([{ outcome: 'none' }])
  })

  it('is refused with a code of Twilio, in our words', async () => {
    const bench = await twilioBench()
    bench.lab.fault(() => ({ status: 400, code: 21610 }))
    const receipt = await bench.courier.deliver(await message(), bench.call)
    expect(receipt).toMatchObject({ outcome: 'rejected', refusal: { code: '21610', retry: false, channel: 'phone' } })
    expectNoLeak(receipt)
    expect(bench.told).toMatchObject([{ outcome: 'refused' }])
  })

  it('did not leave where there is no connection', async () => {
    const bench = await twilioBench()
    bench.lab.unplug()
    const error = await thrownBy(bench.courier.deliver(await message(), bench.call))
    expect(error).toMatchObject({ code: 'WB-NO-CONNECTION' })
    expectNoLeak(error)
    expect(bench.told).toMatchObject([{ outcome: 'none' }])
  })
})

describe('429', () => {
  it('is waited for and repeated, and one message goes out', async () => {
    const bench = await twilioBench()
    const faults: (Fault | null)[] = [
      { status: 429, code: 20429, headers: { 'Retry-After': '7' } },
      { status: 429 },
      null,
    ]
    bench.lab.fault(() => faults.shift() ?? null)
    expect(await bench.courier.deliver(await message(), bench.call)).toMatchObject({ outcome: 'accepted' })
    expect(await bench.lab.messages()).toHaveLength(1)
    expect(bench.waits).toHaveLength(2)
    expect(bench.waits[0]).toBeGreaterThan(6_000)
    expect(bench.told.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'ok'])
    expect(bench.lab.requests().map(({ form }) => form.Body)).toEqual([text, text, text])
  })

  it.each([{ status: 429, code: 20429 }, { status: 429 }])('is a refusal in the end: %j', async fault => {
    const bench = await twilioBench()
    bench.lab.fault(() => fault)
    expect(await bench.courier.deliver(await message(), bench.call)).toMatchObject({
      outcome: 'rejected',
      refusal: { code: '20429', retry: true },
    })
    expect(bench.told.length).toBeGreaterThan(1)
    expect(bench.waits).toHaveLength(bench.told.length - 1)
  })

  it('does not make a later cut any less unknown', async () => {
    const bench = await twilioBench()
    const faults: Fault[] = [{ status: 429 }, 'cut-after']
    bench.lab.fault(() => faults.shift() ?? null)
    expect(await bench.courier.deliver(await message(), bench.call)).toMatchObject({ outcome: 'unknown' })
    expect(await bench.lab.messages()).toHaveLength(1)
  })

  it('was not processed: an abort while it is waited for has sent nothing', async () => {
    const abort = new AbortController()
    const bench = await twilioBench({ pause: async () => abort.abort() })
    bench.lab.fault(() => ({ status: 429 }))
    const error = await thrownBy(bench.courier.deliver(await message(), { ...bench.call, signal: abort.signal }))
    expect(error).toMatchObject({ code: 'WB-INTERRUPTED' })
    expect(await bench.lab.messages()).toEqual([])
  })
})

describe('an abort', () => {
  it('leaves a message unknown once its request is out, whether Twilio took it or not', async () => {
    for (const fault of ['cut-before', null] as const) {
      const bench = await twilioBench()
      const abort = new AbortController()
      const gone = Promise.withResolvers<void>()
      bench.lab.fault(async ({ method }) => {
        if (method !== 'POST') return null
        abort.abort()
        await gone.promise
        return fault
      })
      const receipt = await bench.courier.deliver(await message(), { ...bench.call, signal: abort.signal })
      expect(receipt).toMatchObject({ outcome: 'unknown' })
      expect(bench.told).toMatchObject([{ outcome: 'none' }])
      gone.resolve()
    }
  })
})

function senders(some: Partial<TwilioOptions['senders']>): TwilioOptions['senders'] {
  return { general: null, countries: {}, service: null, ...some }
}

function formOf({ lab }: TwilioBench): LabRequest['form'] {
  const [request] = lab.requests()
  if (request === undefined) throw new Error('no request came')
  return request.form
}
