import { expect, it } from 'vitest'
import { labAccount } from '../../../helpers/twilio-lab.ts'
import { mobile, type TwilioBench, text, thrownBy, twilioBench } from './bench.ts'

const [since, until] = [new Date(Date.UTC(2026, 0, 5)), new Date(Date.UTC(2026, 0, 6))]

/** A message at Twilio that nobody asked the courier for. */
async function made(bench: TwilioBench, at: string, fields: Readonly<Record<string, unknown>> = {}) {
  const authorization = `Basic ${btoa(`${labAccount.key}:${labAccount.secret}`)}`
  const body = new URLSearchParams({ To: mobile, From: labAccount.from, Body: text })
  const url = `${bench.lab.url}/2010-04-01/Accounts/${labAccount.account}/Messages.json`
  const answer = await fetch(url, { method: 'POST', headers: { authorization }, body })
  const { sid: id }: { sid: string } = JSON.parse(await answer.text())
  bench.lab.amend(id, { date_created: new Date(at).toUTCString(), ...fields })
  return id
}

function list({ courier, call }: TwilioBench) {
  return courier.list?.(since, until, call)
}

it('has what our senders sent in the period, whoever had it sent', async () => {
  const bench = await twilioBench()
  await made(bench, '2026-01-04T23:59:59Z')
  const first = await made(bench, '2026-01-05T00:00:00Z')
  const failed = await made(bench, '2026-01-05T12:00:00Z', { status: 'undelivered', error_code: 30003 })
  await made(bench, '2026-01-05T12:00:00Z', { from: '+15557654321' })
  await made(bench, '2026-01-05T12:00:00Z', { from: '+4915112345678', to: labAccount.from, direction: 'inbound' })
  await made(bench, '2026-01-06T00:00:00Z')
  const found = (await list(bench)) ?? []
  expect(found.toSorted((a, b) => a.at.getTime() - b.at.getTime())).toEqual([
    { id: first, at: since, failed: false },
    { id: failed, at: new Date('2026-01-05T12:00:00Z'), failed: true },
  ])
  expect(bench.told.at(-1)).toMatchObject({ outcome: 'ok' })
})

it('has what a messaging service of ours sent', async () => {
  const service = `MG${'a'.repeat(32)}`
  const bench = await twilioBench({ senders: { general: labAccount.from, countries: {}, service } })
  const plain = { messaging_service_sid: null, from: '+15557654321' }
  await made(bench, '2026-01-05T12:00:00Z', plain)
  const ours = await made(bench, '2026-01-05T12:00:00Z', { ...plain, messaging_service_sid: service })
  expect(await list(bench)).toMatchObject([{ id: ours }])
})

it('goes on from page to page, and gives no list that is not whole', async () => {
  const bench = await twilioBench()
  const id = await made(bench, '2026-01-05T12:00:00Z')
  const next = `/2010-04-01/Accounts/${labAccount.account}/Messages.json?PageSize=1000&Page=0`
  const page = { status: 200, text: JSON.stringify({ messages: [], next_page_uri: next }) }
  let pages = 0
  bench.lab.fault(() => (pages++ === 0 ? page : null))
  expect(await list(bench)).toMatchObject([{ id }])
  expect(bench.told).toHaveLength(2)
  bench.lab.fault(() => page)
  expect(await thrownBy(list(bench))).toMatchObject({ code: 'WB-PROVIDER' })
  bench.lab.fault(() => ({ status: 200, text: JSON.stringify({ messages: [{ sid: 'SM1' }] }) }))
  expect(await thrownBy(list(bench))).toMatchObject({ code: 'WB-PROVIDER' })
})
