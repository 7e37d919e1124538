import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { connectProxy } from '../helpers/connect-proxy.ts'
import { certificate, listen } from '../helpers/tls.ts'
import { office, sending } from './office.ts'

const host = 'gateway.example.com'
const gatewayKey = 'key-of-the-gateway-1'
const courier = {
  use: 'http',
  http: {
    url: `https://${host}/api/sms?v=1`,
    headers: { 'X-Api-Key': { env: 'GATEWAY_KEY' } },
    json: { to: '{to}', from: '{sender}', text: '{text}', label: '{reference}' },
    idAt: 'messages.0.id',
    statusAt: 'messages.0.status',
    taken: ['100'],
    refused: ['202'],
  },
}

/** A gateway that keeps what it is sent and answers as the test wants. */
async function gateway() {
  const got: { url: string; key: string; body: Record<string, string> }[] = []
  const box = { got, status: 200, answer: '{"messages":[{"id":77,"status":"100"}]}' }
  const server = createServer(certificate, async (request, response) => {
    const body = JSON.parse(await text(request))
    got.push({ url: request.url ?? '', key: String(request.headers['x-api-key']), body })
    response.writeHead(box.status).end(box.answer)
  })
  const port = await listen(server)
  const proxy = await connectProxy(target => (target === `${host}:443` ? port : null))
  const place = await office(courier)
  const env = { ...place.env, HTTPS_PROXY: proxy.url, GATEWAY_KEY: gatewayKey }
  return { ...place, box, env, run: (...words: readonly string[]) => place.runWith(env, ...words) }
}

describe('waybill with a gateway of the policy', () => {
  it('posts what the policy describes, once, and says what the gateway says', async () => {
    const { box, run } = await gateway()
    const sent = await run(...sending, '--json')
    expect(sent.status).toBe(0)
    const { state, transfer, courier } = JSON.parse(sent.out)
    expect([state, courier]).toEqual(['accepted', 'http'])
    expect(box.got).toEqual([
      {
        url: '/api/sms?v=1',
        key: gatewayKey,
        body: { to: '+4915112345678', from: '+15551234567', text: expect.stringMatching(transfer), label: transfer },
      },
    ])
    expect((await run('log', '--events', '--json')).out).toContain(`"host": "${host}"`)
    expect((await run('status', transfer)).status).toBe(0)
    expect(box.got).toHaveLength(1)
  })

  it('tells a refusal from a silence', async () => {
    const { box, run } = await gateway()
    box.answer = '{"messages":[{"id":78,"status":"202"}]}'
    expect((await run(...sending)).status).toBe(5)
    box.answer = '{"messages":[{"id":79,"status":"something new"}]}'
    expect((await run(...sending)).status).toBe(6)
    box.status = 500
    expect((await run(...sending)).status).toBe(6)
    expect((await run('status')).status).toBe(6)
    expect(box.got).toHaveLength(3)
  })

  it('says which variable is missing, before a password is made', async () => {
    const { box, env, runWith } = await gateway()
    const { GATEWAY_KEY: _, ...without } = env
    const { status, err } = await runWith(without, ...sending)
    expect(status).toBe(2)
    expect(err).toContain('GATEWAY_KEY')
    expect((await runWith(without, 'log', '--json')).out.trim()).toBe('[]')
    expect((await runWith(without, 'doctor')).out).toContain('GATEWAY_KEY')
    expect(box.got).toEqual([])
  })
})
