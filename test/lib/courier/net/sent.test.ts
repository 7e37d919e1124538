import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Harm, tcpProxy } from '../../../helpers/tcp-proxy.ts'
import { listen } from '../../../helpers/tls.ts'
import { type Answering, failureOf, never, ok, origin, post, secretBody, trusting } from './origin.ts'

/** A server and harm in front of it. */
async function harmed(harm: Harm = {}, answering: Answering = {}) {
  const server = await origin(answering)
  return { server, proxy: await tcpProxy(server.port, harm) }
}

describe('what is said to have left', () => {
  it('nothing, where nobody listens', async () => {
    const server = createServer()
    const port = await listen(server)
    await new Promise(resolve => server.close(resolve))
    const failure = await failureOf(trusting()(post(port), never))
    expect(failure).toMatchObject({ sent: false, reason: 'no-connection' })
  })

  it('nothing, where the name is unknown', async () => {
    const request = post(443, { url: new URL('https://gateway.invalid/') })
    expect(await failureOf(trusting()(request, never))).toMatchObject({ sent: false, reason: 'no-connection' })
  })

  it('nothing, where the connection is reset as it is made', async () => {
    const { server, proxy } = await harmed({ refuse: true })
    expect(await failureOf(trusting()(post(proxy.port), never))).toMatchObject({ sent: false, reason: 'no-connection' })
    expect(proxy.connections()).toBe(1)
    expect(server.received()).toBe('')
  })

  it('nothing, where the handshake breaks off', async () => {
    for (const way of ['up', 'down'] as const) {
      const { server, proxy } = await harmed({ cutAfter: { way, bytes: 100 } })
      expect(await failureOf(trusting()(post(proxy.port), never))).toMatchObject({
        sent: false,
        reason: 'no-connection',
      })
      await server.closed
      expect(server.received()).toBe('')
    }
  })

  it('perhaps all, where the connection breaks in the middle of the request', async () => {
    const { server, proxy } = await harmed()
    const body = new Uint8Array(64 << 20)
    server.begun.then(proxy.cut)
    expect(await failureOf(trusting()(post(proxy.port, { body }), never))).toMatchObject({ sent: true, reason: 'cut' })
    expect(server.received()).toContain('POST /send')
  })

  it.each([
    ['cut', (proxy: { cut(): void }) => proxy.cut()],
    ['half-close', (proxy: { halfClose(): void }) => proxy.halfClose()],
  ])('perhaps all, after a %s that comes instead of an answer', async (_, harm) => {
    const { server, proxy } = await harmed({}, { answer: null })
    server.whole.then(() => harm(proxy))
    expect(await failureOf(trusting()(post(proxy.port), never))).toMatchObject({ sent: true, reason: 'cut' })
    expect(server.received()).toContain(secretBody)
  })

  it('perhaps all, where the answer breaks off in its head or its body', async () => {
    for (const part of [ok.slice(0, 20), ok.slice(0, -4)]) {
      const { server, proxy } = await harmed({}, { answer: part })
      server.whole.then(proxy.halfClose)
      expect(await failureOf(trusting()(post(proxy.port), never))).toMatchObject({ sent: true, reason: 'cut' })
      expect(server.received()).toContain(secretBody)
    }
  })

  it('never too little, wherever in the conversation the cut comes', async () => {
    const outcomes = new Set<string>()
    for (const way of ['up', 'down'] as const) {
      for (let bytes = 0; bytes <= 4_000; bytes += 97) {
        const { server, proxy } = await harmed({ cutAfter: { way, bytes } })
        const [result] = await Promise.allSettled([trusting()(post(proxy.port), never)])
        if (result?.status === 'fulfilled') {
          expect(result.value.status).toBe(200)
          outcomes.add(`${way} answered`)
          continue
        }
        const { sent } = await failureOf(Promise.reject(result?.reason))
        await server.closed
        if (!sent) expect(server.received(), `${way} ${bytes}`).toBe('')
        outcomes.add(`${way} ${sent ? 'sent' : 'not sent'}`)
      }
    }
    const possible = ['answered', 'not sent', 'sent']
    expect([...outcomes].sort()).toEqual([
      ...possible.map(word => `down ${word}`),
      ...possible.map(word => `up ${word}`),
    ])
  })
})

describe('the timeout', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('is over with nothing sent while the handshake hangs', async () => {
    const { server, proxy } = await harmed()
    proxy.hold()
    proxy.connected.then(() => vi.advanceTimersByTime(50_000))
    expect(await failureOf(trusting()(post(proxy.port), never))).toMatchObject({ sent: false, reason: 'timeout' })
    // What was held comes late, when nobody is there any more.
    proxy.release()
    await server.closed
    expect(server.received()).toBe('')
  })

  it.each([
    ['no answer comes', null],
    ['the answer does not end', ok.slice(0, -4)],
  ])('is over with perhaps all sent while %s', async (_, answer) => {
    const { server, proxy } = await harmed({}, { answer })
    const exchange = trusting()(post(proxy.port), never)
    await server.whole
    vi.advanceTimersByTime(49_999)
    expect(await Promise.race([exchange, new Promise(resolve => setImmediate(resolve, 'still waiting'))])).toBe(
      'still waiting',
    )
    vi.advanceTimersByTime(1)
    expect(await failureOf(exchange)).toMatchObject({ sent: true, reason: 'timeout' })
    expect(server.received()).toContain(secretBody)
  })
})

describe('an abort', () => {
  it('before the beginning opens no connection', async () => {
    const { proxy } = await harmed()
    const failure = await failureOf(trusting()(post(proxy.port), AbortSignal.abort()))
    expect(failure).toMatchObject({ sent: false, reason: 'interrupted' })
    expect(proxy.connections()).toBe(0)
  })

  it('in the same turn sends nothing', async () => {
    const { server, proxy } = await harmed()
    const abort = new AbortController()
    const failing = failureOf(trusting()(post(proxy.port), abort.signal))
    abort.abort()
    expect(await failing).toMatchObject({ sent: false, reason: 'interrupted' })
    expect(server.received()).toBe('')
  })

  it('during the handshake sends nothing', async () => {
    const { server, proxy } = await harmed()
    const abort = new AbortController()
    proxy.hold()
    const failing = failureOf(trusting()(post(proxy.port), abort.signal))
    await proxy.connected
    abort.abort()
    expect(await failing).toMatchObject({ sent: false, reason: 'interrupted' })
    proxy.release()
    await server.closed
    expect(server.received()).toBe('')
  })

  it('while the answer is awaited leaves it open', async () => {
    const { server, proxy } = await harmed({}, { answer: null })
    const abort = new AbortController()
    server.whole.then(() => abort.abort(new Error('a reason of its own')))
    expect(await failureOf(trusting()(post(proxy.port), abort.signal))).toMatchObject({
      sent: true,
      reason: 'interrupted',
    })
  })

  it('after the answer changes nothing', async () => {
    const { proxy } = await harmed()
    const abort = new AbortController()
    const answer = await trusting()(post(proxy.port), abort.signal)
    abort.abort()
    expect(answer.status).toBe(200)
  })

  it('at any turn is never said to have sent too little', async () => {
    for (let turns = 0; turns < 40; turns++) {
      const { server, proxy } = await harmed()
      const abort = new AbortController()
      const exchange = trusting()(post(proxy.port), abort.signal)
      const settled = Promise.allSettled([exchange])
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
      abort.abort()
      const [result] = await settled
      if (result?.status === 'fulfilled') continue
      const { sent } = await failureOf(Promise.reject(result?.reason))
      if (proxy.connections() > 0) await server.closed
      if (!sent) expect(server.received(), `${turns}`).toBe('')
    }
  })
})
