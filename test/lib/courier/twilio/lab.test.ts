import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { httpsExchange } from '../../../../lib/courier/net/https.ts'
import { parsePhone } from '../../../../lib/phone.ts'
import { authority } from '../../../helpers/tls.ts'
import { labAccount, type TwilioLab, twilioLab } from '../../../helpers/twilio-lab.ts'
import { delivered, mobile, twilioBench } from './bench.ts'

const messages = `/2010-04-01/Accounts/${labAccount.account}/Messages`
const sid = `SM${'a'.repeat(32)}`

describe('the description of Twilio', () => {
  const good = { To: mobile, From: labAccount.from, Body: 'x' }
  it.each([
    ['an unknown field', 'POST', `${messages}.json`, { ...good, Bodyguard: 'x' }],
    ['a field in another spelling', 'POST', `${messages}.json`, { ...good, validityPeriod: '600' }],
    ['a number that is none', 'POST', `${messages}.json`, { ...good, ValidityPeriod: 'ten' }],
    ['half a second', 'POST', `${messages}.json`, { ...good, ValidityPeriod: '600.5' }],
    ['a choice that is none', 'POST', `${messages}.json`, { ...good, ContentRetention: 'forget' }],
    ['no recipient', 'POST', `${messages}.json`, { From: labAccount.from, Body: 'x' }],
    ['a recipient without a plus', 'POST', `${messages}.json`, { ...good, To: mobile.slice(1) }],
    ['an unknown parameter', 'GET', `${messages}.json?Sender=x`, null],
    ['a page of none', 'GET', `${messages}.json?PageSize=0`, null],
    ['an unknown method', 'PUT', `${messages}.json`, good],
    ['an unknown path', 'POST', `${messages}`, good],
    ['a message of another kind', 'GET', `${messages}/CA${'a'.repeat(32)}.json`, null],
    ['a status that cannot be set', 'POST', `${messages}/${sid}.json`, { Status: 'sent' }],
    ['an unknown field of Lookup', 'GET', `/v2/PhoneNumbers/${mobile}?Field=line_type_intelligence`, null],
  ])('is against %s', async (_what, method, path, form) => {
    const lab = await twilioLab()
    const { status } = await ask(lab, method, path, form)
    expect(status).toBe(400)
    expect(lab.takeComplaints()).not.toEqual([])
    expect(lab.takeComplaints()).toEqual([])
    expect(await lab.messages()).toEqual([])
  })

  it.each([
    ['a message', 'POST', `${messages}.json`, good, 201],
    ['a list', 'GET', `${messages}.json?To=${encodeURIComponent(mobile)}&PageSize=1`, null, 200],
    ['a message that is not there', 'GET', `${messages}/${sid}.json`, null, 404],
    ['Lookup', 'GET', `/v2/PhoneNumbers/${mobile}?Fields=line_type_intelligence`, null, 200],
  ])('is for %s', async (_what, method, path, form, status) => {
    const lab = await twilioLab()
    expect((await ask(lab, method, path, form)).status).toBe(status)
    expect(lab.takeComplaints()).toEqual([])
  })
})

describe('Twilio as it is reached in the end', () => {
  const real = { api: 'https://api.twilio.com', lookups: 'https://lookups.twilio.com' }

  it('is api.twilio.com and lookups.twilio.com, over TLS and through the proxy of the environment', async () => {
    const { lab } = await twilioBench()
    const env = lab.env()
    const exchange = httpsExchange({ timeout: 20_000, env, ca: [authority] })
    const bench = await twilioBench({ exchange, addresses: real, lookup: true, credentials: { env, file: null } })
    await delivered(bench)
    expect(await bench.courier.check(await parsePhone(mobile), bench.call)).toEqual([])
    expect(lab.requests().map(({ host }) => host)).toEqual(['api.twilio.com', 'lookups.twilio.com'])
    expect(bench.told.map(({ host }) => host)).toEqual(['api.twilio.com', 'lookups.twilio.com'])
    expect(await lab.messages()).toHaveLength(1)
    expect(bench.lab.requests()).toEqual([])
  })

  it('is there for a process of its own, by its environment alone', async () => {
    const lab = await twilioLab()
    const child = join(import.meta.dirname, 'child.ts')
    const run = promisify(execFile)
    const { stdout } = await run(process.execPath, [child, mobile, labAccount.from], { env: lab.env() })
    expect(await lab.messages()).toMatchObject([{ body: 'from a child', to: mobile }])
    const [{ sid } = { sid: '' }] = await lab.messages()
    expect(JSON.parse(stdout)).toEqual({ outcome: 'accepted', courier: 'twilio', id: sid })
    const { NODE_EXTRA_CA_CERTS: _, ...distrusting } = lab.env()
    await expect(run(process.execPath, [child, mobile, labAccount.from], { env: distrusting })).rejects.toThrow(
      /WB-NO-CONNECTION/,
    )
    expect(await lab.messages()).toHaveLength(1)
  })
})

function ask(lab: TwilioLab, method: string, path: string, form: Record<string, string> | null): Promise<Response> {
  return fetch(`${lab.url}${path}`, {
    method,
    headers: { authorization: `Basic ${btoa(`${labAccount.key}:${labAccount.secret}`)}` },
    body: form === null ? null : new URLSearchParams(form),
  })
}
