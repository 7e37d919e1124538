import { createServer, type Server } from 'node:https'
import { text as textOf } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { Courier, Message, ProviderRequest, Receipt } from '../../../lib/courier/courier.ts'
import type { Environment, Gateway } from '../../../lib/courier/gateway-request.ts'
import { type HttpCourierOptions, httpCourier } from '../../../lib/courier/http.ts'
import { NoAnswer } from '../../../lib/courier/net/exchange.ts'
import { parsePhone } from '../../../lib/phone.ts'
import { Secret } from '../../../lib/secret.ts'
import { certificate, listen, portOf } from '../../helpers/tls.ts'
import { handClock, seededRandom } from '../../support/world.ts'
import { courierContract, expectNoLeak } from './contract.ts'
import { trusting } from './net/origin.ts'

const never = { signal: new AbortController().signal }
const text = 'ACME: message for WB-7K3Q-M9XP. Password: k7qm-9xwp-3htz-6rvn-2cdf.'
const json = { messages: [{ to: '{to}', text: '{text}' }] }
const described: Omit<Gateway, 'url'> = {
  json,
  idAt: 'messages.0.id',
  statusAt: 'messages.0.status',
  taken: ['0'],
  refused: ['6', 'no-credit'],
}

courierContract(async () => {
  const gateway = await newGateway()
  return {
    courier: courier(gateway),
    received: async () =>
      gateway.requests.filter(({ kept }) => kept).map(({ body }) => JSON.parse(body).messages[0].text),
    refuse: () => gateway.answer(200, '{"messages":[{"status":"6"}]}'),
    cutOff: () => gateway.stop(),
    silence: () => gateway.answer(null),
  }
})

describe('what a gateway gets', () => {
  it('is JSON with the values in it, whatever they hold', async () => {
    const gateway = await newGateway()
    const description: Omit<Gateway, 'url'> = {
      ...described,
      json: {
        '{to}': ['{to}', '{digits}', '{sender}', '{reference}', ' {to}', '{to}{to}', '{other}'],
        text: '{text}',
        auth: { env: 'KEY' },
        more: { env: 'KEY', other: 1 },
        fixed: [1, true, null, {}],
      },
    }
    const odd = `"}\\ {to} {"env":"KEY"} é€\n${text}`
    const env = { KEY: 's3c"ret{text}' }
    await courier(gateway, { description, env, senderFor: async () => '{text}' }).deliver(await message(odd), never)
    const [request] = gateway.requests
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' })
    expect(JSON.parse(request?.body ?? '')).toEqual({
      '{to}': ['+4915112345678', '4915112345678', '{text}', 'WB-7K3Q-M9XP', ' {to}', '{to}{to}', '{other}'],
      text: odd,
      auth: 's3c"ret{text}',
      more: { env: 'KEY', other: 1 },
      fixed: [1, true, null, {}],
    })
  })

  it('is a form with the values in it', async () => {
    const gateway = await newGateway()
    const form = { to: '{digits}', text: '{text}', from: '{sender}', key: { env: 'KEY' }, 'a&b': 'c=d e' }
    const description: Omit<Gateway, 'url'> = { ...described, json: undefined, form }
    const odd = `a&to=1+1 é€\n${text}`
    const options = { description, env: { KEY: 's3&cret' }, senderFor: async () => 'Acme DE' }
    await courier(gateway, options).deliver(await message(odd), never)
    const [request] = gateway.requests
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['to', '4915112345678'],
      ['text', odd],
      ['from', 'Acme DE'],
      ['key', 's3&cret'],
      ['a&b', 'c=d e'],
    ])
  })

  it('has the headers of the policy, those of the environment among them', async () => {
    const gateway = await newGateway()
    const headers = { Authorization: { env: 'TOKEN' }, 'content-type': 'application/vnd.acme+json', 'X-A': '{to}' }
    const description = { ...described, headers }
    await courier(gateway, { description, env: { TOKEN: 'Bearer s3cret' } }).deliver(await message(), never)
    const [request] = gateway.requests
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('/send?route=1')
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer s3cret',
      'content-type': 'application/vnd.acme+json',
      'x-a': '{to}',
    })
  })
})

describe('what is lacking', () => {
  const headers = { Authorization: { env: 'TOKEN' }, 'X-Key': { env: 'TOKEN' } }
  const description: Omit<Gateway, 'url'> = { ...described, headers, json: { ...json, key: [{ env: 'KEY' }] } }

  it.each<[Environment, string[]]>([
    [{}, ['TOKEN', 'KEY']],
    [{ TOKEN: '', KEY: '' }, ['TOKEN', 'KEY']],
    [{ TOKEN: 'two\nlines', KEY: 'two\nlines' }, ['TOKEN']],
    [{ TOKEN: 'Bearer s3cret', KEY: 's3cret' }, []],
  ])('in %j is told before anything is sent: %j', async (env, names) => {
    const gateway = await newGateway()
    const lacking = courier(gateway, { description, env })
    const findings = (await lacking.missing?.()) ?? []
    expect(findings.map(({ message }) => /[A-Z]{3,}/.exec(message)?.[0])).toEqual(names)
    expect(await lacking.check(await parsePhone('+4915112345678'), never)).toEqual(findings)
    const [settled] = await Promise.allSettled([lacking.deliver(await message(), never)])
    if (names.length === 0) return void expect(settled).toMatchObject({ status: 'fulfilled' })
    for (const finding of findings) expect(finding).toMatchObject({ level: 'error', code: 'courier.credentials' })
    expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'WB-CREDENTIALS' } })
    expect(gateway.requests).toEqual([])
  })

  it('may be the sender', async () => {
    const gateway = await newGateway()
    const lacking = courier(gateway, { description: { ...described, json: { ...json, from: '{sender}' } } })
    await expect(lacking.deliver(await message(), never)).rejects.toMatchObject({ code: 'WB-NO-COURIER' })
    expect(await lacking.check(await parsePhone('+4915112345678'), never)).toMatchObject([{ code: 'courier.sender' }])
    expect(gateway.requests).toEqual([])
  })

  it('is nothing where a landline is a matter of doubt alone', async () => {
    const findings = await courier(await newGateway()).check(await parsePhone('+493012345678'), never)
    expect(findings).toMatchObject([{ level: 'warning', code: 'number.landline' }])
  })
})

describe('what an answer proves', () => {
  const took = '{"messages":[{"id":"m-1","status":0}]}'
  const accepted = { outcome: 'accepted', id: 'm-1' }
  const refused = (code: string, retry: boolean) => ({ outcome: 'rejected', refusal: { code, retry } })
  const unknown = { outcome: 'unknown' }

  it.each<[number, string, object]>([
    [200, took, accepted],
    [202, took, accepted],
    [201, '{"messages":{"0":{"id":17,"status":"0"}}}', { outcome: 'accepted', id: '17' }],
    [200, '{"messages":[{"id":"m-1","status":6}]}', refused('6', false)],
    [200, '{"messages":[{"status":"no-credit"}]}', refused('no-credit', false)],
    [200, '{"messages":[{"id":"m-1","status":"1"}]}', unknown],
    [200, '{"messages":[{"id":"m-1"}]}', unknown],
    [200, '{"messages":[{"status":"0"}]}', unknown],
    [200, '{"messages":[{"id":"","status":"0"}]}', unknown],
    [200, '{"messages":[{"id":null,"status":"0"}]}', unknown],
    [200, '{"messages":[{"id":{},"status":"0"}]}', unknown],
    [200, '{"messages":[{"id":"two words","status":"0"}]}', unknown],
    [200, `{"messages":[{"id":"${'x'.repeat(101)}","status":"0"}]}`, unknown],
    [200, '{"messages":[{"id":"sms-15112345678","status":"0"}]}', unknown],
    [200, '{"messages":[{"id":"k7qm-9xwp-3htz-6rvn-2cdf","status":"0"}]}', unknown],
    [200, '{"messages":[{"id":"WB-7K3Q-M9XP","status":"0"}]}', { outcome: 'accepted', id: 'WB-7K3Q-M9XP' }],
    [200, '{"__proto__":{"messages":[{"id":"m-1","status":"0"}]}}', unknown],
    [200, '[]', unknown],
    [200, 'OK', unknown],
    [200, '', unknown],
    [204, '', unknown],
    [302, took, unknown],
    [408, '', unknown],
    [500, '{"messages":[{"status":"6"}]}', unknown],
    [503, '', unknown],
    [400, '{"messages":[{"status":"E17"}]}', refused('400', false)],
    [400, '{"messages":[{"status":"not a number: +4915112345678"}]}', refused('400', false)],
    [422, '{"messages":[{"status":"+4915112345678"}]}', refused('422', false)],
    [404, 'not JSON', refused('404', false)],
    [401, '', refused('401', true)],
    [403, '', refused('403', true)],
    [400, took, unknown],
    [429, took, unknown],
    [200, '{"messages":[{"id":"err:k7qm-9xwp-3htz-6rvn-2cdf","status":"0"}]}', unknown],
    [200, '{"messages":[{"id":"K7QM9XWP","status":"0"}]}', unknown],
    [200, '{"messages":[{"id":"0151-12345678","status":"0"}]}', unknown],
    [200, '{"messages":[{"id":12345678901234567890,"status":"0"}]}', unknown],
  ])('%i %s', async (status, body, expected) => {
    const gateway = await newGateway()
    gateway.answer(status, body)
    const { receipt, told } = await deliver(courier(gateway))
    expect(receipt).toMatchObject({ courier: 'http', ...expected })
    expectNoLeak(receipt)
    const outcomes = { accepted: 'ok', rejected: 'refused', unknown: 'none' } as const
    expect(told).toEqual([{ host: 'localhost', outcome: outcomes[receipt.outcome], ms: 0, date: expect.any(Number) }])
    expect(gateway.requests).toHaveLength(1)
  })

  it('is an id alone, where the gateway has no status', async () => {
    const gateway = await newGateway()
    const description = { json, idAt: 'id' }
    gateway.answer(200, '{"id":"m-1","status":"6"}')
    expect((await deliver(courier(gateway, { description }))).receipt).toMatchObject(accepted)
    gateway.answer(200, '{"error":"no credit"}')
    expect((await deliver(courier(gateway, { description }))).receipt).toMatchObject(unknown)
  })

  it('is a refusal when it stays too busy, and nothing when it was busy for a while', async () => {
    const gateway = await newGateway()
    gateway.answer(429, '', { 'Retry-After': '3' })
    const { receipt, told } = await deliver(courier(gateway))
    expect(receipt).toMatchObject({ outcome: 'rejected', refusal: { code: '429', retry: true } })
    expect(told.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'refused'))
    const clock = handClock()
    const pause = async (ms: number) => {
      clock.advance(ms)
      gateway.answer(200, took)
    }
    const again = courier(gateway, { clock, pause })
    const second = await deliver(again)
    expect(second.receipt).toMatchObject(accepted)
    expect(second.told.map(({ outcome }) => outcome)).toEqual(['refused', 'ok'])
    expect(gateway.requests.at(-1)?.body).toBe(gateway.requests[0]?.body)
  })
})

describe('without an answer', () => {
  it('what cannot have left is an error, what may have left is an open outcome', async () => {
    const gateway = await newGateway()
    const exchangeWith = (sent: boolean) =>
      courier(gateway, { exchange: () => Promise.reject(new NoAnswer('cut', sent)) })
    await expect(exchangeWith(false).deliver(await message(), never)).rejects.toMatchObject({
      code: 'WB-NO-CONNECTION',
    })
    expect(await exchangeWith(true).deliver(await message(), never)).toMatchObject({ outcome: 'unknown' })
  })

  it('a gateway that nobody trusts gets nothing, and the error gives nothing away', async () => {
    const gateway = await newGateway()
    const description = { ...described, headers: { Authorization: { env: 'TOKEN' } } }
    const env = { TOKEN: 'Bearer s3cret' }
    const distrusting = courier(gateway, { description, env, exchange: trusting({ ca: [] }) })
    const error = await distrusting.deliver(await message(), never).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'WB-NO-CONNECTION', message: expect.stringContaining('trusted') })
    expect(error).not.toHaveProperty('cause')
    expectNoLeak(error)
    expect(gateway.requests).toEqual([])
  })

  it('keeps no text in the request that was made', async () => {
    const gateway = await newGateway()
    let body: Uint8Array | null = null
    const exchange: HttpCourierOptions['exchange'] = async (request, signal) => {
      body = request.body
      return trusting()(request, signal)
    }
    await courier(gateway, { exchange }).deliver(await message(), never)
    expect(gateway.requests[0]?.body).toContain('k7qm')
    expect(body).toSatisfy((bytes: Uint8Array) => bytes.length > 0 && bytes.every(byte => byte === 0))
  })

  it('an abort while it waits after 429 has sent nothing', async () => {
    const gateway = await newGateway()
    gateway.answer(429, '')
    const abort = new AbortController()
    const waiting = courier(gateway, { pause: async () => abort.abort() })
    await expect(waiting.deliver(await message(), { signal: abort.signal })).rejects.toMatchObject({
      code: 'WB-INTERRUPTED',
    })
    expect(gateway.requests).toHaveLength(1)
  })
})

interface Got {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
  /** Whether the message goes on to its recipient. */
  readonly kept: boolean
}

/** A gateway on this machine: takes every message, until it is told to answer differently. */
async function newGateway() {
  const requests: Got[] = []
  let next: { status: number | null; body: string; headers: Record<string, string> } = {
    status: 200,
    body: '{"messages":[{"id":"m-1","status":0}]}',
    headers: {},
  }
  const server: Server = createServer(certificate, async (request, response) => {
    const { status, body, headers } = next
    const { method, url } = request
    const kept = status === null || body.includes('"id"')
    requests.push({ method, url, headers: request.headers, body: await textOf(request), kept })
    if (status === null) return void request.socket.destroy()
    response.writeHead(status, headers).end(body)
  })
  await listen(server.on('tlsClientError', () => {}))
  const port = portOf(server)
  return {
    port,
    requests,
    answer: (status: number | null, body = '', headers: Record<string, string> = {}) => {
      next = { status, body, headers }
    },
    stop: () => void server.close(),
  }
}

function courier(
  { port }: { readonly port: number },
  { description = described, ...more }: Partial<HttpCourierOptions> & { description?: Omit<Gateway, 'url'> } = {},
): Courier {
  const clock = handClock()
  return httpCourier({
    gateway: { ...description, url: `https://localhost:${port}/send?route=1` },
    env: {},
    exchange: trusting(),
    senderFor: async () => null,
    clock,
    random: seededRandom('http'),
    pause: async ms => clock.advance(ms),
    ...more,
  })
}

async function deliver(courier: Courier): Promise<{ receipt: Receipt; told: ProviderRequest[] }> {
  const told: ProviderRequest[] = []
  const receipt = await courier.deliver(await message(), { ...never, onRequest: request => told.push(request) })
  return { receipt, told }
}

async function message(content = text): Promise<Message> {
  return { to: await parsePhone('+4915112345678'), text: Secret.fromText(content), reference: 'WB-7K3Q-M9XP' }
}
