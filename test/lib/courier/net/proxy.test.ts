import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { connectProxy } from '../../../helpers/connect-proxy.ts'
import { certificate, listen } from '../../../helpers/tls.ts'
import { failureOf, never, origin, post, secretBody, secretHeader, trusting } from './origin.ts'

/** A real name that leads nowhere but through the proxy. */
const url = new URL('https://gateway.example.com/send?to=49151123')
const credentials = 'me:s3cret'

describe('a proxy of the environment', () => {
  it.each([
    'HTTPS_PROXY',
    'https_proxy',
  ])('in %s gives a tunnel, and sees nothing of what goes through it', async name => {
    const server = await origin()
    const proxy = await connectProxy(() => server.port, { credentials })
    const answer = await trusting({ env: { [name]: proxy.url } })(post(0, { url }), never)
    expect(answer.status).toBe(200)
    expect(proxy.asked).toEqual([{ target: 'gateway.example.com:443', credentials: `Basic ${btoa(credentials)}` }])
    expect(server.received()).toContain(secretBody)
    expect(server.received()).toContain(secretHeader)
    expect(server.received().toLowerCase()).not.toContain('proxy')
  })

  it('may be written without a scheme', async () => {
    const server = await origin()
    const proxy = await connectProxy(() => server.port)
    const env = { HTTPS_PROXY: `127.0.0.1:${proxy.port}` }
    expect((await trusting({ env })(post(0, { url }), never)).status).toBe(200)
    expect(proxy.asked).toHaveLength(1)
  })

  it.each(['NO_PROXY', 'no_proxy'])('is passed by for what %s names', async name => {
    const server = await origin()
    const proxy = await connectProxy(() => server.port)
    const env = { HTTPS_PROXY: proxy.url, [name]: 'example.org, localhost' }
    expect((await trusting({ env })(post(server.port), never)).status).toBe(200)
    expect(proxy.asked).toEqual([])
    expect((await trusting({ env })(post(0, { url }), never)).status).toBe(200)
    expect(proxy.asked).toHaveLength(1)
  })

  it('is not looked for in HTTP_PROXY', async () => {
    const server = await origin()
    const proxy = await connectProxy(() => null)
    expect((await trusting({ env: { HTTP_PROXY: proxy.url } })(post(server.port), never)).status).toBe(200)
  })

  it('cannot stand for the server: the certificate is verified through the tunnel', async () => {
    const server = await origin()
    const proxy = await connectProxy(() => server.port)
    const request = post(0, { url: new URL('https://other.example.com/') })
    const failure = await failureOf(trusting({ env: { HTTPS_PROXY: proxy.url } })(request, never))
    expect(failure).toMatchObject({ sent: false, reason: 'tls' })
    expect(proxy.asked).toHaveLength(1)
    await server.closed
    expect(server.received()).toBe('')
  })

  it.each([407, 502] as const)('that answers %i has let nothing through', async answer => {
    const server = await origin()
    const proxy = await connectProxy(() => server.port, { answer })
    const env = { HTTPS_PROXY: proxy.url.replace('//', `//${credentials}@`) }
    expect(await failureOf(trusting({ env })(post(0, { url }), never))).toMatchObject({ sent: false, reason: 'proxy' })
    await proxy.left
    expect(server.received()).toBe('')
  })

  it('that refuses the credentials has let nothing through', async () => {
    const proxy = await connectProxy(() => null, { credentials })
    const env = { HTTPS_PROXY: proxy.url.replace('s3cret', 's3cret2') }
    expect(await failureOf(trusting({ env })(post(0, { url }), never))).toMatchObject({ sent: false, reason: 'proxy' })
    expect(proxy.asked).toHaveLength(1)
  })

  it('that is not there or hangs up has let nothing through', async () => {
    const gone = createServer()
    const port = await listen(gone)
    await new Promise(resolve => gone.close(resolve))
    const rude = await listen(createServer(socket => socket.once('data', () => socket.end())))
    for (const there of [port, rude]) {
      const env = { HTTPS_PROXY: `http://${credentials}@127.0.0.1:${there}` }
      expect(await failureOf(trusting({ env })(post(0, { url }), never))).toMatchObject({
        sent: false,
        reason: 'proxy',
      })
    }
  })

  it('that nobody trusts is not asked', async () => {
    let asked = ''
    const server = createTlsServer(certificate, socket => socket.on('data', chunk => (asked += chunk)))
    const port = await listen(server.on('tlsClientError', () => {}))
    const env = { HTTPS_PROXY: `https://${credentials}@localhost:${port}` }
    expect(await failureOf(trusting({ env })(post(0, { url }), never))).toMatchObject({ sent: false, reason: 'tls' })
    expect(asked).toBe('')
  })

  it('that says nothing is left at once when the request is interrupted', async () => {
    const proxy = await connectProxy(() => null, { answer: 'silent' })
    const abort = new AbortController()
    const failing = failureOf(trusting({ env: { HTTPS_PROXY: proxy.url } })(post(0, { url }), abort.signal))
    await proxy.called
    abort.abort()
    expect(await failing).toMatchObject({ sent: false, reason: 'interrupted' })
    await proxy.left
  })

  it.each([
    'socks5://me:s3cret@127.0.0.1:1080',
    'http://me:s3cret@',
    'http://me:s3cret%zz@127.0.0.1:1',
    'http://me:s3cret@127.0.0.1:1\r\nX: y',
  ])('of a kind that is not known is not passed by in silence: %j', async address => {
    const server = await origin()
    const exchange = trusting({ env: { HTTPS_PROXY: address } })
    expect(await failureOf(exchange(post(server.port), never))).toMatchObject({ sent: false, reason: 'proxy' })
    expect(server.received()).toBe('')
  })
})
