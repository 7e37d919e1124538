import { describe, expect, it } from 'vitest'
import { labAccount } from '../helpers/twilio-lab.ts'
import { office, sending } from './office.ts'

/** `verify --provider` on its real way to Twilio. */
describe('verify --provider', () => {
  it('finds a message that was never logged, and a claim that Twilio does not know', async () => {
    const { lab, ask, run } = await office()
    await ask(...sending)
    const fair = await ask('verify', '--provider')
    expect(fair).toMatchObject({ verified: true, provider: { messages: 1, claims: 1 } })

    const key = btoa(`${labAccount.key}:${labAccount.secret}`)
    const posted = await fetch(`${lab.url}/2010-04-01/Accounts/${labAccount.account}/Messages.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${key}` },
      body: new URLSearchParams({ To: '+4915112345678', From: labAccount.from, Body: 'By another tool' }),
    })
    const { sid }: { sid: string } = JSON.parse(await posted.text())
    const more = await ask('verify', '--provider')
    expect(more).toMatchObject({ verified: false, provider: { messages: 2, claims: 1 } })
    expect(errorsOf(more)).toEqual([{ code: 'provider.unlogged', at: expect.stringContaining(sid) }])
    expect((await run('verify', '--provider', '-q')).status).toBe(4)

    const [first] = await lab.messages()
    lab.amend(first?.sid ?? '', { from: '+15557654321' })
    lab.amend(sid, { from: '+15557654321' })
    expect(errorsOf(await ask('verify', '--provider')).map(({ code }) => code)).toEqual(['provider.missing'])
    expect((await ask('verify')).provider).toBeNull()
  })

  it('is on record, and tells what it cannot tell', async () => {
    const { lab, ask, run } = await office()
    lab.fault(({ method }) => (method === 'POST' ? 'cut-after' : { status: 503 }))
    await ask(...sending)
    lab.fault(() => null)
    const [message] = await lab.messages()
    lab.amend(message?.sid ?? '', { date_created: new Date().toUTCString() })
    const found = await ask('verify', '--provider')
    expect(found.verified).toBe(true)
    expect(found.findings).toContainEqual(expect.objectContaining({ code: 'provider.unknown', level: 'warning' }))
    const events: { type: string; d: object }[] = await ask('log', '--events')
    const listed = { courier: 'twilio', call: 'list', host: 'api.twilio.com', outcome: 'ok' }
    expect(events.findLast(({ type }) => type === 'provider.request')?.d).toMatchObject(listed)
    lab.fault(() => ({ status: 401, code: 20003 }))
    expect((await run('verify', '--provider')).status).toBe(5)
  })
})

function errorsOf({ findings }: { findings: { level: string; code: string; at?: string }[] }) {
  return findings.filter(({ level }) => level === 'error').map(({ code, at }) => ({ code, at }))
}
