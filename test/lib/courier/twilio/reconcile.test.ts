import { describe, expect, it } from 'vitest'
import type { Sought } from '../../../../lib/courier/courier.ts'
import { parsePhone } from '../../../../lib/phone.ts'
import { labAccount } from '../../../helpers/twilio-lab.ts'
import { sought } from '../contract.ts'
import { delivered, message, mobile, type TwilioBench, thrownBy, twilioBench } from './bench.ts'

/** When the request of a search went on record: `seconds` before the message that Twilio has. */
const made = Date.UTC(2026, 0, 5, 9, 0, 0)

describe('a message with the reference in its text', () => {
  it.each([
    ['made after the request', 60, true],
    ['made five seconds before, by clocks that do not quite agree', -5, true],
    ['made six seconds before', -6, false],
    ['made a week after', 7 * 86_400, true],
  ])('%s', async (_what, seconds, found) => {
    const bench = await twilioBench({ clock: clockOf(Date.now()) })
    const { id } = await sent(bench)
    expect(await seek(bench, { since: earlier(seconds) })).toEqual(found ? accepted(id) : null)
  })

  it('is none of another number, another reference, or another transfer', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    const other = await parsePhone('+4915187654321')
    expect(await bench.courier.reconcile?.(sought(other, { since: earlier(1) }), bench.call)).toBeNull()
    expect(await seek(bench, { reference: 'WB-0000-0000' })).toBeNull()
    expect(await seek(bench, { isAdopted: sid => sid === id })).toBeNull()
    expect(await seek(bench, { isAdopted: sid => sid !== id })).toEqual(accepted(id))
  })

  it('is found whatever its sender and however many others there are', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    bench.lab.amend(id, { from: '+15557654321' })
    expect(await seek(bench, { alone: false })).toEqual(accepted(id))
  })

  it('is the newest, and one that did not fail before one that did', async () => {
    const bench = await twilioBench()
    const [first, second, third] = [await sent(bench, 0), await sent(bench, 10), await sent(bench, 20)]
    expect(await seek(bench)).toEqual(accepted(third.id))
    await bench.lab.setStatus(third.id, 'undelivered', 30005)
    expect(await seek(bench)).toEqual(accepted(second.id))
    await bench.lab.setStatus(second.id, 'failed', 30007)
    await bench.lab.setStatus(first.id, 'failed', 30003)
    expect(await seek(bench)).toMatchObject({ outcome: 'rejected', courier: 'twilio', refusal: { code: '30005' } })
  })

  it.each([
    ['undelivered', 30006, '30006'],
    ['failed', undefined, 'failed'],
    ['canceled', undefined, 'canceled'],
  ])('that is %s proves that nothing arrived', async (status, errorCode, code) => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    await bench.lab.setStatus(id, status, errorCode)
    expect(await seek(bench)).toMatchObject({ outcome: 'rejected', refusal: { code } })
  })

  it('is not missed because our clock was wrong', async () => {
    // At the request the clock was an hour ahead, and so it still is.
    const ahead = await twilioBench({ clock: clockOf(Date.now() + 3_600_000) })
    const { id } = await sent(ahead)
    expect(await seek(ahead, { since: new Date(made + 3_600_000) })).toEqual(accepted(id))
    const behind = await twilioBench({ clock: clockOf(Date.now() - 3_600_000) })
    const late = await sent(behind)
    expect(await seek(behind, { since: new Date(made - 3_600_000) })).toEqual(accepted(late.id))
  })
})

describe('a message without a text', () => {
  it.each([
    ['made with the request', 0, true],
    ['made five seconds before', -5, true],
    ['made six seconds before', -6, false],
    ['made ten minutes after', 600, true],
    ['made later than that', 601, false],
  ])('from our sender is the one that is sought: %s', async (_what, seconds, found) => {
    const bench = await twilioBench({ clock: clockOf(Date.now()) })
    const { id } = await redacted(bench)
    expect(await seek(bench, { since: earlier(seconds) })).toEqual(found ? accepted(id) : null)
  })

  it('is not, when another unknown to this number is open', async () => {
    const bench = await twilioBench()
    await redacted(bench)
    expect(await seek(bench, { alone: false })).toBeNull()
  })

  it('is not, when it has another sender', async () => {
    const bench = await twilioBench()
    const { id } = await redacted(bench)
    bench.lab.amend(id, { from: '+15557654321' })
    expect(await seek(bench)).toBeNull()
    bench.lab.amend(id, { from: null })
    expect(await seek(bench)).toBeNull()
  })

  it('is not, when there are two of them, unless one belongs to a transfer', async () => {
    const bench = await twilioBench()
    const [first, second] = [await redacted(bench), await redacted(bench, 30)]
    expect(await seek(bench)).toBeNull()
    expect(await seek(bench, { isAdopted: sid => sid === first.id })).toEqual(accepted(second.id))
    expect(await seek(bench, { isAdopted: () => true })).toBeNull()
  })

  it('is not, when its text is another than ours', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    bench.lab.amend(id, { body: 'Your table is ready.' })
    expect(await seek(bench)).toBeNull()
  })

  it('goes after one with the reference', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    await redacted(bench, 20)
    expect(await seek(bench)).toEqual(accepted(id))
  })

  it('may have failed', async () => {
    const bench = await twilioBench()
    const { id } = await redacted(bench)
    await bench.lab.setStatus(id, 'undelivered', 30003)
    expect(await seek(bench)).toMatchObject({ outcome: 'rejected', refusal: { code: '30003' } })
  })

  it('is sought by the messaging service where there is one', async () => {
    const service = `MG${'a'.repeat(32)}`
    const bench = await twilioBench({ senders: { general: labAccount.from, countries: {}, service } })
    await post(bench, '')
    const [{ sid } = { sid: '' }] = await bench.lab.messages()
    bench.lab.amend(sid, { date_created: new Date(made).toUTCString() })
    expect(await seek(bench)).toBeNull()
    bench.lab.amend(sid, { messaging_service_sid: service, from: null })
    expect(await seek(bench)).toEqual(accepted(sid))
  })

  it('is sought in the time of Twilio when our clock is wrong', async () => {
    const bench = await twilioBench({ clock: clockOf(Date.now() + 3_600_000) })
    const { id } = await redacted(bench)
    expect(await seek(bench, { since: new Date(made + 3_600_000) })).toEqual(accepted(id))
    expect(await seek(bench, { since: new Date(made) })).toBeNull()
  })
})

describe('a search', () => {
  it('goes on from page to page, each told of', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    for (let count = 0; count < 230; count++) await post(bench, 'Your table is ready.')
    expect(await seek(bench)).toEqual(accepted(id))
    const pages = bench.lab.requests().filter(({ method }) => method === 'GET')
    expect(pages.map(({ query }) => query.PageSize)).toEqual(['100', '100', '100'])
    expect(bench.told).toHaveLength(1 + 3)
    expect(await seek(bench, { since: new Date(Date.now() + 3 * 86_400_000) })).toBeNull()
    expect(bench.told).toHaveLength(1 + 3 + 1)
  })

  it('that cannot be complete is no answer', async () => {
    const bench = await twilioBench()
    const next = `/2010-04-01/Accounts/${labAccount.account}/Messages.json?PageSize=100&Page=1`
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ messages: [], next_page_uri: next }) }))
    expect(await thrownBy(seek(bench))).toMatchObject({ code: 'WB-PROVIDER' })
    expect(bench.told).toHaveLength(10)
  })

  it('gives the key to no other host', async () => {
    const bench = await twilioBench()
    const elsewhere = await twilioBench()
    const meta = { key: 'messages', next_page_url: `${elsewhere.lab.url}/2010-04-01/Messages.json` }
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ messages: [], meta }) }))
    expect(await thrownBy(seek(bench))).toMatchObject({ code: 'WB-PROVIDER' })
    expect(bench.lab.requests()).toHaveLength(1)
    expect(elsewhere.lab.requests()).toEqual([])
  })

  it.each([
    ['nothing', ''],
    ['no list', '{"messages":{}}'],
    ['null for a message', '{"messages":[null]}'],
    ['no messages', '{}'],
  ])('over an answer of another shape is no answer: %s', async (_what, text) => {
    const bench = await twilioBench()
    bench.lab.fault(() => ({ status: 200, text }))
    expect(await thrownBy(seek(bench))).toMatchObject({ code: 'WB-PROVIDER' })
  })

  it('trusts neither the order of the messages nor that they went to this number', async () => {
    const bench = await twilioBench()
    const row = (digit: string, to: string, seconds: number) => ({
      sid: `SM${digit.repeat(32)}`,
      to,
      body: 'WB-7K3Q-M9XP',
      status: 'sent',
      date_created: new Date(made + seconds * 1_000).toUTCString(),
    })
    const messages = [row('1', mobile, 0), row('3', '+4915187654321', 60), row('2', mobile, 30)]
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ messages }) }))
    expect(await seek(bench)).toEqual(accepted(`SM${'2'.repeat(32)}`))
  })

  it('passes over what is no message', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    const fields = { to: mobile, body: 'WB-7K3Q-M9XP', date_created: new Date(made).toUTCString(), status: 'sent' }
    const messages = [
      { ...fields, sid: 'SM1' },
      { ...fields, sid: 7 },
      { ...fields, sid: id, status: null },
    ]
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ messages }) }))
    expect(await seek(bench)).toBeNull()
    bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ messages: [...messages, { ...fields, sid: id }] }) }))
    expect(await seek(bench)).toEqual(accepted(id))
  })
})

function accepted(id: string) {
  return { outcome: 'accepted', courier: 'twilio', id }
}

function earlier(seconds: number): Date {
  return new Date(made - seconds * 1_000)
}

async function seek({ courier, call }: TwilioBench, more: Partial<Sought> = {}) {
  const to = await parsePhone(mobile)
  return courier.reconcile?.(sought(to, { since: new Date(made), ...more }), call)
}

/** A message of ours that Twilio made so many seconds after `made`. */
async function sent(bench: TwilioBench, seconds = 0) {
  const receipt = await delivered(bench)
  bench.lab.amend(receipt.id, { date_created: new Date(made + seconds * 1_000).toUTCString() })
  return receipt
}

async function redacted(bench: TwilioBench, seconds = 0) {
  const receipt = await sent(bench, seconds)
  bench.lab.amend(receipt.id, { body: '' })
  return receipt
}

/** A message to the same number by somebody else. */
async function post({ lab }: TwilioBench, body: string): Promise<void> {
  const response = await fetch(`${lab.url}/2010-04-01/Accounts/${labAccount.account}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${labAccount.key}:${labAccount.secret}`)}` },
    body: new URLSearchParams({ To: (await message()).to, From: labAccount.from, Body: body }),
  })
  if (!response.ok) throw new Error('the emulator did not take it')
}

function clockOf(now: number) {
  return { now: () => now, monotonic: () => Math.floor(performance.now()) }
}
