import { describe, expect, it } from 'vitest'
import { refusalOf, refusals } from '../../../../lib/courier/twilio/refusals.ts'
import { expectNoLeak } from '../contract.ts'
import { delivered, message, twilioBench } from './bench.ts'

/** The codes that the design names. */
const wanted = [
  ...['20003', '20429', '21211', '21408', '21606', '21608', '21610', '21612', '21614', '21617'],
  ...['30003', '30004', '30005', '30006', '30007', '30008', '30029', '30032', '30034', '30036', '30410', '30450'],
]
const rows = Object.entries(refusals)

describe('the words for a code', () => {
  it('are there for every code that deserves its own', () => {
    expect(Object.keys(refusals)).toEqual(expect.arrayContaining(wanted))
    for (const [code] of rows) expect(code).toMatch(/^(?:[1-9]\d{4}|undelivered|failed|canceled)$/)
  })

  it.each(rows)('say of %s in a sentence each what happened and what to do', (_code, { message, hint }) => {
    for (const sentence of [message, hint]) expect(sentence).toMatch(/^[A-Z][^.!?|]*(?:\.[a-z][^.!?|]*)*\.$/)
    expect(message.length).toBeLessThan(120)
    expect(hint.length).toBeLessThan(130)
  })

  it('differ from one another', () => {
    expect(new Set(rows.map(([, { message }]) => message)).size).toBe(rows.length)
    const pairs = rows.map(([, { message, hint }]) => `${message} ${hint}`)
    expect(new Set(pairs).size).toBe(rows.length)
  })

  it('do not send a message again to somebody who cannot or will not get it', () => {
    const never = rows.filter(([, { retry }]) => !retry).map(([code]) => code)
    const hopeless = ['21211', '21610', '21614', '21617', '21635', '30004', '30005', '30006', '30007']
    expect(never.sort()).toEqual(hopeless)
    for (const code of hopeless) expect(refusalOf(code).channel, code).not.toBeNull()
  })

  it('of any other code name it and say where to read about it', () => {
    expect(refusalOf('99999')).toEqual({
      code: '99999',
      message: 'Twilio said no, with the code 99999.',
      hint: expect.stringContaining('https://www.twilio.com/docs/api/errors/99999 '),
      retry: false,
      channel: 'phone',
    })
    expect(refusalOf('constructor').message).toMatch(/constructor\.$/)
  })
})

describe('a code of Twilio', () => {
  const numbers = rows.map(([code]) => Number(code)).filter(Number.isInteger)

  it('at the request is a refusal with these words', async () => {
    const bench = await twilioBench()
    for (const code of [...numbers, 99_999]) {
      bench.lab.fault(() => ({ status: 400, code }))
      const receipt = await bench.courier.deliver(await message(), bench.call)
      expect(receipt).toEqual({ outcome: 'rejected', courier: 'twilio', refusal: refusalOf(String(code)) })
      expectNoLeak(receipt)
    }
    expect(await bench.lab.messages()).toEqual([])
  })

  it('after the request is a failure with these words', async () => {
    const bench = await twilioBench()
    const receipt = await delivered(bench)
    for (const code of [...numbers, 99_999]) {
      await bench.lab.setStatus(receipt.id, 'undelivered', code)
      const status = await bench.courier.status?.(receipt, bench.call)
      expect(status).toEqual({ state: 'failed', refusal: refusalOf(String(code)) })
    }
  })
})
