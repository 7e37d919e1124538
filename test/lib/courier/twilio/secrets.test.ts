import { inspect } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import type { Courier } from '../../../../lib/courier/courier.ts'
import type { Exchange } from '../../../../lib/courier/net/exchange.ts'
import { httpsExchange } from '../../../../lib/courier/net/https.ts'
import { parsePhone } from '../../../../lib/phone.ts'
import { Secret } from '../../../../lib/secret.ts'
import { authority } from '../../../helpers/tls.ts'
import { type Fault, labAccount, twilioLab } from '../../../helpers/twilio-lab.ts'
import { expectNoLeak, sought } from '../contract.ts'
import { delivered, message, mobile, type TwilioBench, text, thrownBy, twilioBench } from './bench.ts'

const basic = btoa(`${labAccount.key}:${labAccount.secret}`)
const harms: readonly Fault[] = [
  'cut-before',
  'cut-after',
  { status: 500 },
  { status: 200, text: `{"body":"${text}"}` },
  { status: 200, text: `not JSON: ${text} ${mobile}` },
  { status: 200, text: JSON.stringify({ messages: [null], body: text }) },
  { status: 400, code: 21211 },
  { status: 401, code: 20003 },
  { status: 404, code: 20404 },
  { status: 403, text: text },
  { status: 400, text: JSON.stringify({ code: 21211, message: text, more_info: mobile, details: { text } }) },
  { status: 400, text: JSON.stringify({ type: 'x', title: text, status: 400, code: 21211, detail: mobile }) },
]

describe('nothing that comes out of the courier', () => {
  it.each(harms)('holds the text, the number or the key, whatever Twilio does: %j', async fault => {
    const bench = await twilioBench({ lookup: true })
    const calls = await everyCall(bench)
    bench.lab.fault(() => fault)
    for (const [name, call] of Object.entries(calls)) expectClean(await settle(call()), name)
    bench.lab.unplug()
    for (const [name, call] of Object.entries(calls)) expectClean(await settle(call()), name)
    expectClean(bench.told, 'told')
  })

  it('is printed, though the environment of the process asks the SDK to', async () => {
    const printed: string[] = []
    const keep = (chunk: unknown) => {
      printed.push(String(chunk))
      return true
    }
    const streams = [process.stdout, process.stderr].map(out => vi.spyOn(out, 'write').mockImplementation(keep))
    const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map(level =>
      vi.spyOn(console, level).mockImplementation((...words) => void keep(words.join(' '))),
    )
    for (const [name, value] of Object.entries(misleading)) vi.stubEnv(name, value)
    try {
      const lab = await twilioLab()
      const exchange = httpsExchange({ timeout: 20_000, env: lab.env(), ca: [authority] })
      const addresses = { api: 'https://api.twilio.com', lookups: 'https://lookups.twilio.com' }
      const bench = await twilioBench({ lookup: true, exchange, addresses })
      for (const call of Object.values(await everyCall(bench))) await settle(call())
      expect(lab.requests().length).toBeGreaterThan(5)
      expect(await lab.messages()).toHaveLength(2)
    } finally {
      for (const spy of [...streams, ...consoles]) spy.mockRestore()
      vi.unstubAllEnvs()
    }
    expect(printed.join('')).not.toMatch(/Twilio|api\.|Messages|k7qm|Authorization/i)
  })
})

describe('the request', () => {
  it('is wiped once it is over, and so is the secret of the key', async () => {
    const bodies: Uint8Array[] = []
    let seen = ''
    const exchange: Exchange = async ({ body }) => {
      if (body !== null) {
        seen = new TextDecoder().decode(body)
        bodies.push(body)
      }
      return { status: 201, headers: {}, text: JSON.stringify({ sid: `SM${'b'.repeat(32)}`, status: 'queued' }) }
    }
    const destroy = vi.spyOn(Secret.prototype, 'destroy')
    const bench = await twilioBench({ exchange })
    await delivered(bench)
    expect(destroy, 'the secret of the key').toHaveBeenCalledOnce()
    destroy.mockRestore()
    expect(seen).toContain('k7qm-9xwp')
    expect(bodies).toHaveLength(1)
    expect(bodies[0]?.every(byte => byte === 0)).toBe(true)
  })
})

/** What the SDK would read from the environment of the process, and follow. */
const misleading = {
  TWILIO_LOG_LEVEL: 'debug',
  TWILIO_EDGE: 'sydney',
  TWILIO_REGION: 'au1',
  TWILIO_CA_BUNDLE: '/nowhere/at/all.pem',
  HTTP_PROXY: 'http://127.0.0.1:9',
  TWILIO_ACCOUNT_SID: `AC${'f'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'f'.repeat(32),
}

/** One call of every method; a message is at Twilio already. */
async function everyCall(bench: TwilioBench): Promise<Record<string, () => Promise<unknown> | undefined>> {
  const { courier, call }: { courier: Courier; call: TwilioBench['call'] } = bench
  const receipt = await delivered(bench)
  const to = await parsePhone(mobile)
  const parcel = await message()
  return {
    check: () => courier.check(to, call),
    probe: () => courier.probe?.(call),
    deliver: () => courier.deliver(parcel, call),
    status: () => courier.status?.(receipt, call),
    cancel: () => courier.cancel?.(receipt, call),
    redact: () => courier.redact?.(receipt, call),
    reconcile: () => courier.reconcile?.(sought(to), call),
  }
}

async function settle(promise: Promise<unknown> | undefined): Promise<unknown> {
  const error = await thrownBy(promise)
  if (error !== undefined) expect(error).toMatchObject({ name: 'WaybillError', code: expect.stringMatching(/^WB-/) })
  return error ?? (await promise)
}

function expectClean(value: unknown, name: string): void {
  expectNoLeak(value)
  const printed = inspect(value, { depth: null, showHidden: true, maxStringLength: null })
  for (const hidden of [labAccount.secret, basic, 'Basic ']) expect(printed, name).not.toContain(hidden)
}
