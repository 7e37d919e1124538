import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { httpsExchange } from '../../../../lib/courier/net/https.ts'
import { authority, listen, otherCertificate } from '../../../helpers/tls.ts'
import { failureOf, never, origin, post, secretBody, secretHeader, trusting } from './origin.ts'

describe('an HTTPS exchange', () => {
  it('brings the request as it is and the answer with it', async () => {
    const server = await origin()
    const answer = await trusting()(post(server.port), never)
    expect(answer).toMatchObject({ status: 200, headers: { 'x-one': 'a, b' }, text: '{"id":"grüße"}' })
    const [head = '', body] = server.received().split('\r\n\r\n')
    expect(head.split('\r\n')[0]).toBe('POST /send?to=49151123 HTTP/1.1')
    expect(head).toContain(`Authorization: ${secretHeader}`)
    expect(head).toContain('Connection: close')
    expect(body).toBe(secretBody)
  })

  it('reads an answer that ends with the connection, and an empty one', async () => {
    const text = 'x'.repeat(100_000)
    const server = createTcpServer(socket => {
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n\r\n${text}`))
    })
    const url = new URL(`http://127.0.0.1:${await listen(server)}/`)
    const answer = await trusting({ loopbackHttp: true })(post(0, { url, method: 'GET', body: null }), never)
    expect(answer.text).toBe(text)
    const empty = await origin({ answer: 'HTTP/1.1 204 No Content\r\n\r\n' })
    expect(await trusting()(post(empty.port), never)).toMatchObject({ status: 204, text: '' })
  })

  it('follows no redirect', async () => {
    const server = await origin({
      answer: 'HTTP/1.1 307 Temporary Redirect\r\nLocation: https://localhost/\r\nContent-Length: 0\r\n\r\n',
    })
    const answer = await trusting()(post(server.port), never)
    expect(answer).toMatchObject({ status: 307, headers: { location: 'https://localhost/' } })
  })

  it('makes a new connection for every request', async () => {
    let connections = 0
    const server = createServer((_, response) => void response.end('{}')).on('connection', () => connections++)
    const url = new URL(`http://localhost:${await listen(server)}/`)
    const exchange = trusting({ loopbackHttp: true })
    for (let i = 0; i < 3; i++) await exchange(post(0, { url }), never)
    expect(connections).toBe(3)
  })

  it.each([
    ['a megabyte and more', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat((1 << 20) + 1)}`, 'unreadable'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'unreadable'],
    ['a head without an end', `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(40_000)}`, 'unreadable'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n', 'unreadable'],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n', 'cut'],
  ])('takes %s for no answer', async (_, answer, reason) => {
    const server = await origin({ answer })
    expect(await failureOf(trusting()(post(server.port), never))).toMatchObject({ sent: true, reason })
  })

  it('takes an answer of exactly a megabyte', async () => {
    const server = await origin({
      answer: `HTTP/1.1 200 OK\r\nContent-Length: ${1 << 20}\r\n\r\n${'x'.repeat(1 << 20)}`,
    })
    expect((await trusting()(post(server.port), never)).text).toHaveLength(1 << 20)
  })

  it.each([
    { headers: { 'X-Token': 'a\nb' } },
    { headers: { 'X Y': 'a' } },
    { method: 'P ST' },
    { url: new URL('http://localhost/') },
    { url: new URL('ftp://localhost/') },
    { url: new URL('http://192.0.2.1/'), loopback: true },
    { url: new URL('http://localhost.example/'), loopback: true },
  ])('does not begin what cannot be sent: %j', async ({ loopback = false, ...more }) => {
    const exchange = trusting({ loopbackHttp: loopback })
    expect(await failureOf(exchange(post(1, more), never))).toMatchObject({ sent: false, reason: 'malformed' })
  })
})

describe('trust', () => {
  it.each(['localhost', '127.0.0.1'])('knows the private authority by itself at %s', async host => {
    const server = await origin()
    expect((await trusting()(post(server.port, { host }), never)).status).toBe(200)
    expect(server.received()).not.toBe('')
  })

  it('does not know it when nobody said so', async () => {
    const server = await origin()
    const exchange = httpsExchange({ timeout: 50_000, env: {} })
    expect(await failureOf(exchange(post(server.port), never))).toMatchObject({ sent: false, reason: 'tls' })
    await server.closed
    expect(server.received()).toBe('')
  })

  it('refuses a certificate for another name, whatever the Host header says', async () => {
    const server = await origin({ tls: otherCertificate })
    for (const headers of [{}, { Host: 'gateway.example.com' }]) {
      expect(await failureOf(trusting()(post(server.port, { headers }), never))).toMatchObject({
        sent: false,
        reason: 'tls',
      })
    }
    expect(server.received()).toBe('')
  })

  it('refuses TLS 1.1, which others would still speak with that server', async () => {
    const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const server = await origin({ tls: old })
    const permissive = connectTls({
      port: server.port,
      host: '127.0.0.1',
      ca: authority,
      ...old,
      servername: 'localhost',
    })
    await once(permissive, 'secureConnect')
    expect(permissive.getProtocol()).toBe('TLSv1.1')
    permissive.destroy()
    expect(await failureOf(trusting()(post(server.port), never))).toMatchObject({ sent: false, reason: 'tls' })
    expect(server.received()).toBe('')
  })

  it('speaks TLS 1.2', async () => {
    const server = await origin({ tls: { maxVersion: 'TLSv1.2' } })
    expect((await trusting()(post(server.port), never)).status).toBe(200)
  })

  it('takes a certificate that the server wants and does not get for a request that may have arrived', async () => {
    const server = await origin({ tls: { ca: authority, requestCert: true, rejectUnauthorized: true } })
    expect(await failureOf(trusting()(post(server.port), never))).toMatchObject({ sent: true, reason: 'cut' })
  })
})
