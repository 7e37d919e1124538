import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { labAccount } from '../helpers/twilio-lab.ts'
import { filesIn, shapesIn, shapesOf } from '../secrets/search.ts'
import { office, sending } from './office.ts'

/** The real command line, on its real way: a proxy, TLS with a private authority, Twilio's API. */
describe('waybill with Twilio', () => {
  it('sends, follows, and has the text forgotten', async () => {
    const { lab, ask } = await office()
    const sent = await ask(...sending)
    expect(sent).toMatchObject({ state: 'accepted', courier: 'twilio', channel: 'sms' })
    const [message] = await lab.messages()
    expect(message).toMatchObject({ to: '+4915112345678', from: labAccount.from })
    expect(message?.body).toMatch(new RegExp(`^ACME: message for transfer ${sent.transfer}\\. Password: `))
    expect((await ask('status', sent.transfer)).state).toBe('accepted')
    await lab.setStatus(message?.sid ?? '', 'delivered')
    expect((await ask('status', sent.transfer)).state).toBe('delivered')
    expect((await lab.messages())[0]?.body).toBe('')
    const { life } = await ask('show', sent.transfer)
    const requests = life.filter((one: { event: string }) => one.event === 'provider.request')
    expect(
      requests.map(({ details }: { details: { call: string; host: string } }) => [details.call, details.host]),
    ).toEqual(['deliver', 'status', 'status', 'status', 'redact'].map(call => [call, 'api.twilio.com']))
  })

  it('says that nobody knows, everywhere, and adopts what it finds', async () => {
    const { lab, run, ask } = await office()
    lab.fault(({ method }) => (method === 'POST' ? 'cut-after' : { status: 503 }))
    const { status, out } = await run(...sending)
    expect(status).toBe(6)
    expect(out).toContain('unknown')
    const [{ transfer, state }] = await ask('log')
    expect(state).toBe('unknown')
    expect((await run('status', '--offline')).status).toBe(6)
    expect((await run('show', transfer)).out).toContain('never sent again by itself')
    expect((await run('doctor')).out).toContain('nobody says: 1')
    lab.fault(() => null)
    expect((await ask('resume', transfer)).state).toBe('accepted')
    expect(await lab.messages()).toHaveLength(1)
  })

  it('is not sent where it cannot be, and says what to do', async () => {
    const { lab, env, run, runWith, ask } = await office()
    lab.fault(() => ({ status: 400, code: 21610 }))
    const refused = await run(...sending)
    expect(refused.status).toBe(5)
    expect(refused.out).toContain('STOP')
    const cut = await runWith({ ...env, HTTPS_PROXY: 'http://127.0.0.1:1' }, ...sending)
    expect(cut.out).toContain('proxy')
    expect(cut.status).toBe(5)
    expect((await ask('log')).map(({ state }: { state: string }) => state)).toEqual(['failed', 'failed'])
  })

  it('cancels, and tells whether the text had left', async () => {
    const { lab, ask } = await office()
    const { transfer } = await ask(...sending)
    expect((await ask('cancel', transfer, '--yes')).cancelled).toMatchObject({ password: 'accepted', withdrawn: false })
    const second = await ask(...sending)
    const sid = (await lab.messages()).at(-1)?.sid ?? ''
    // Only what waits for its time can be stopped at Twilio.
    lab.amend(sid, { status: 'scheduled' })
    const { cancelled } = await ask('cancel', second.transfer, '--mis-sent', '--yes')
    expect(cancelled).toMatchObject({ reason: 'mis-sent', password: 'accepted' })
    const posts = lab.requests().filter(({ form }) => form.Status === 'canceled')
    expect(posts).toHaveLength(2)
  })

  it('asks Lookup where the policy wants it, and refuses a landline before a password is made', async () => {
    const { lab, run, ask } = await office({ use: 'twilio', twilio: { lookup: true } })
    lab.setLine('landline')
    const { status, err } = await run(...sending)
    expect(err).toContain('WB-POLICY-NUMBER')
    expect(status).toBe(3)
    expect(await ask('log')).toEqual([])
    const events = await ask('log', '--events')
    expect(events.map(({ type }: { type: string }) => type)).toContain('provider.request')
    expect(await lab.messages()).toEqual([])
  })

  it('takes the key from a file that only its owner can read', async () => {
    const { home, env, run, runWith } = await office()
    const { TWILIO_ACCOUNT_SID, TWILIO_API_KEY, TWILIO_API_SECRET, ...without } = env
    const bare = await runWith(without, ...sending)
    expect(bare.err).toContain('WB-CREDENTIALS')
    expect(bare.status).toBe(2)
    const file = join(home, 'twilio.json')
    const content = { accountSid: TWILIO_ACCOUNT_SID, apiKey: TWILIO_API_KEY, apiSecret: TWILIO_API_SECRET }
    writeFileSync(file, JSON.stringify(content), { mode: 0o644 })
    expect((await runWith(without, ...sending)).err).toContain('chmod 600')
    chmodSync(file, 0o600)
    expect((await runWith(without, ...sending)).status).toBe(0)
    expect((await run('log', '--json')).out.match(/"state": "accepted"/g)).toHaveLength(1)
  })

  it('tells what is missing, and whether the key is taken', async () => {
    const { run, ask, lab } = await office()
    expect((await ask('doctor', '--ask')).findings).toContainEqual(expect.objectContaining({ code: 'courier.key' }))
    lab.fault(() => ({ status: 401, code: 20003 }))
    const refused = await run('doctor', '--ask')
    expect(refused.status).toBe(1)
    expect(refused.out).toContain('API key')
  })

  it('leaks nothing: not on the screen, not in the home, not beside it', async () => {
    const { lab, run, place } = await office()
    const outputs = []
    for (const fault of [null, 'cut-after', 'cut-before', { status: 500 }, { status: 400, code: 21211 }] as const) {
      lab.fault(({ method }) => (method === 'POST' ? fault : null))
      outputs.push(await run(...sending, '-v'), await run('status', '-v'))
    }
    const sent = lab.requests().flatMap(({ form }) => (typeof form.Body === 'string' ? [form.Body] : []))
    const passwords = sent.flatMap(body => /Password: (\S+)\./.exec(body)?.[1] ?? [])
    expect(passwords).toHaveLength(5)
    const printed = Buffer.from(outputs.map(({ out, err }) => out + err).join('\n'))
    expect(printed.includes(labAccount.secret)).toBe(false)
    for (const password of passwords) {
      const shapes = shapesOf(password)
      expect(shapesIn(printed, shapes)).toEqual([])
      for (const [path, bytes] of filesIn(place)) expect(shapesIn(bytes, shapes), path).toEqual([])
    }
    for (const [path, bytes] of filesIn(place)) expect(bytes.includes(labAccount.secret), path).toBe(false)
    expect(printed.includes('15112345678')).toBe(false)
  })
})
