import { describe, expect, it } from 'vitest'
import type { DeliveryStatus } from '../../../../lib/courier/courier.ts'
import { expectNoLeak } from '../contract.ts'
import { delivered, thrownBy, twilioBench } from './bench.ts'

describe('the status of a message', () => {
  it.each([
    ['accepted', 'pending'],
    ['scheduled', 'pending'],
    ['queued', 'pending'],
    ['sending', 'pending'],
    ['sent', 'handed-over'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
  ])('%s is %s', async (status, state) => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    bench.lab.amend(receipt.id, { status })
    expect(await bench.courier.status?.(receipt, bench.call)).toEqual({ state })
    expect(bench.told).toMatchObject([{ outcome: 'ok' }, { outcome: 'ok' }])
  })

  it.each([
    ['undelivered', 30005, '30005'],
    ['failed', 30034, '30034'],
    ['undelivered', undefined, 'undelivered'],
    ['failed', undefined, 'failed'],
    ['canceled', undefined, 'canceled'],
  ])('%s with %s is a failure, explained', async (status, errorCode, code) => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    await bench.lab.setStatus(receipt.id, status, errorCode)
    const found = await bench.courier.status?.(receipt, bench.call)
    expect(found).toMatchObject({ state: 'failed', refusal: { code, message: expect.stringMatching(/\.$/) } })
    expectNoLeak(found)
  })

  it('moves on as the emulator moves it', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    const seen: (DeliveryStatus['state'] | undefined)[] = []
    for (const status of ['sending', 'sent', 'delivered']) {
      await bench.lab.setStatus(receipt.id, status)
      seen.push((await bench.courier.status?.(receipt, bench.call))?.state)
    }
    expect(seen).toEqual(['pending', 'handed-over', 'delivered'])
  })

  it.each(['received', 'receiving', 'partially_delivered', 'lost', ''])('is not known from %j', async status => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    bench.lab.amend(receipt.id, { status })
    const error = await thrownBy(bench.courier.status?.(receipt, bench.call))
    expect(error).toMatchObject({ code: 'WB-PROVIDER' })
    expectNoLeak(error)
  })

  it('of a message that Twilio no longer knows cannot be told', async () => {
    const bench = await twilioBench()
    const gone = { ...(await delivered(bench)), id: `SM${'c'.repeat(32)}` }
    const error = await thrownBy(bench.courier.status?.(gone, bench.call))
    expect(error).toMatchObject({ code: 'WB-PROVIDER', message: expect.stringMatching(/does not know/) })
    expect(bench.told.at(-1)).toMatchObject({ outcome: 'refused' })
  })

  it('cannot be asked without a connection, and a broken answer is none', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    bench.lab.fault(() => 'cut-after')
    expect(await thrownBy(bench.courier.status?.(receipt, bench.call))).toMatchObject({ code: 'WB-PROVIDER' })
    bench.lab.unplug()
    expect(await thrownBy(bench.courier.status?.(receipt, bench.call))).toMatchObject({ code: 'WB-NO-CONNECTION' })
  })

  it('is not waited for once the caller gave up', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    const abort = new AbortController()
    bench.lab.fault(() => {
      abort.abort()
      return null
    })
    const call = { ...bench.call, signal: abort.signal }
    expect(await thrownBy(bench.courier.status?.(receipt, call))).toMatchObject({ code: 'WB-INTERRUPTED' })
  })
})

describe('cancelling', () => {
  it('stops a message that waits', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    await bench.lab.setStatus(receipt.id, 'scheduled')
    expect(await bench.courier.cancel?.(receipt, bench.call)).toBe(true)
    expect(bench.lab.requests().at(-1)).toMatchObject({ method: 'POST', form: { Status: 'canceled' } })
    expect(await bench.courier.status?.(receipt, bench.call)).toMatchObject({ state: 'failed' })
  })

  it.each(['queued', 'sent', 'delivered'])('is too late for one that is %s', async status => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    await bench.lab.setStatus(receipt.id, status)
    expect(await bench.courier.cancel?.(receipt, bench.call)).toBe(false)
    expect(await bench.lab.messages()).toMatchObject([{ status }])
  })

  it('is not done when Twilio says another status, and not known when it refuses for another reason', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ sid: receipt.id, status: 'sent' }) }))
    expect(await bench.courier.cancel?.(receipt, bench.call)).toBe(false)
    bench.lab.fault(() => ({ status: 401, code: 20003 }))
    expect(await thrownBy(bench.courier.cancel?.(receipt, bench.call))).toMatchObject({ code: 'WB-PROVIDER' })
    bench.lab.fault(() => ({ status: 200, text: '{"sid":"' }))
    expect(await thrownBy(bench.courier.cancel?.(receipt, bench.call))).toMatchObject({ code: 'WB-PROVIDER' })
  })
})

describe('redacting', () => {
  it('comes too early until the message is finished, and then makes Twilio forget the text', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    expect(await bench.courier.redact?.(receipt, bench.call)).toBe(false)
    expect(bench.told.at(-1)).toMatchObject({ outcome: 'refused' })
    await bench.lab.setStatus(receipt.id, 'delivered')
    expect(await bench.courier.redact?.(receipt, bench.call)).toBe(true)
    expect(bench.lab.requests().at(-1)).toMatchObject({ method: 'POST', form: { Body: '' } })
    expect(await bench.lab.messages()).toMatchObject([{ sid: receipt.id, body: '' }])
  })

  it.each([
    { body: 'still' },
    { body: null },
    {},
  ])('is not believed while the text is there, or not told: %j', async fields => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ sid: receipt.id, status: 'sent', ...fields }) }))
    expect(await thrownBy(bench.courier.redact?.(receipt, bench.call))).toMatchObject({ code: 'WB-PROVIDER' })
  })

  it.each([
    [{ discardContent: true }, { redact: false, reconcile: false }],
    [{ obfuscateNumber: true }, { redact: true, reconcile: false }],
    [{}, { redact: true, reconcile: true }],
  ])('is there where something is left to redact: %j', async (options, can) => {
    const { courier } = await twilioBench(options)
    expect(courier.can).toEqual({ receipts: true, cancel: true, ...can })
    expect(courier.redact !== undefined).toBe(can.redact)
    expect(courier.reconcile !== undefined).toBe(can.reconcile)
    expect(await courier.missing?.()).toEqual([])
  })
})
