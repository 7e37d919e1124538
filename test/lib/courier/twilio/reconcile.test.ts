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
    ['made after the request', 60],
    ['made an hour before, by clocks of which one was set right since', -3_600],
    ['made a week after', 7 * 86_400],
  ])('%s', async (_what, seconds) => {
    const bench = await twilioBench({ clock: clockOf(Date.now()) })
    const { id } = await sent(bench)
    expect(await seek(bench, { since: earlier(seconds) })).toEqual(accepted(id))
  })

  it.each([
    ['after the request', 60, true],
    ['in the same second', 0, true],
    ['before it: that of an earlier attempt', -2, false],
  ])('counts as failed when it was made %s', async (_what, seconds, counts) => {
    const bench = await twilioBench({ clock: clockOf(Date.now()) })
    const { id } = await sent(bench)
    await bench.lab.setStatus(id, 'undelivered', 30003)
    const found = await seek(bench, { since: earlier(seconds) })
    if (counts) expect(found).toMatchObject({ outcome: 'rejected', id, refusal: { code: '30003' } })
    else expect(found).toBeNull()
  })

  it('counts as failed in the time of Twilio, when our clock is behind', async () => {
    const hour = 3_600_000
    const bench = await twilioBench({ clock: clockOf(Date.now() - hour) })
    const { id } = await sent(bench)
    await bench.lab.setStatus(id, 'undelivered', 30003)
    // Half an hour later there is another attempt, by our clock half an hour before the message.
    expect(await seek(bench, { since: new Date(made - hour / 2) })).toBeNull()
    expect(await seek(bench, { since: new Date(made - hour) })).toMatchObject({ outcome: 'rejected', id })
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
    expect(await seek(bench)).toEqual(accepted(id))
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

describe('a message without its text', () => {
  it('is nobody’s: somebody else had it redacted', async () => {
    const bench = await twilioBench()
    const { id } = await sent(bench)
    bench.lab.amend(id, { body: '' })
    expect(await seek(bench)).toBeNull()
    bench.lab.amend(id, { body: 'Your table is ready.' })
    expect(await seek(bench)).toBeNull()
    bench.lab.amend(id, { body: null })
    expect(await seek(bench)).toBeNull()
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
  })

  it('ends two days before the request', async () => {
    const bench = await twilioBench()
    await sent(bench)
    for (let count = 0; count < 120; count++) await post(bench, 'Your table is ready.')
    const [newest] = (await bench.lab.messages()).slice(-1)
    bench.lab.amend(newest?.sid ?? '', { date_created: new Date(made - 3 * 86_400_000).toUTCString() })
    expect(await seek(bench)).toBeNull()
    expect(bench.told).toHaveLength(1 + 1)
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
