import { once } from 'node:events'
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { inspect } from 'node:util'
import { expect } from 'vitest'
import { type Exchange, type HttpRequest, NoAnswer } from '../../../../lib/courier/net/exchange.ts'
import { type HttpsOptions, httpsExchange } from '../../../../lib/courier/net/https.ts'
import { authority, certificate, listen } from '../../../helpers/tls.ts'

/** A server that keeps every clear byte it gets, and answers when a whole request is there. */
export interface Origin {
  readonly port: number
  /** Everything it got so far, of all connections. */
  received(): string
  /** When a handshake is done on its side. */
  readonly secured: Promise<unknown>
  /** When the first byte of a request is there; when a whole request is. */
  readonly begun: Promise<void>
  readonly whole: Promise<void>
  /** When a connection is over, with everything it brought. */
  readonly closed: Promise<unknown>
}

export interface Answering {
  /** Bytes to write for a whole request; null: none at all. */
  readonly answer?: string | null
  readonly tls?: TlsOptions
}

export const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 16\r\nX-One: a\r\nX-One: b\r\n\r\n{"id":"grüße"}'

export async function origin({ answer = ok, tls = {} }: Answering = {}): Promise<Origin> {
  const [begun, whole, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), signalled()]
  let all = ''
  const server = createServer({ ...certificate, ...tls }, (socket: TLSSocket) => {
    let text = ''
    socket.on('error', () => {}).on('close', closed.resolve)
    socket.on('data', chunk => {
      text += chunk
      all += chunk
      begun.resolve()
      if (!isWhole(text)) return
      text = ''
      whole.resolve()
      if (answer !== null) socket.write(answer)
    })
  })
  server.on('tlsClientError', () => {})
  server.on('connection', socket => socket.on('close', closed.resolve))
  const secured = once(server, 'secureConnection')
  secured.catch(() => {})
  const port = await listen(server)
  return { port, received: () => all, secured, begun: begun.promise, whole: whole.promise, closed: closed.promise }
}

function signalled() {
  return Promise.withResolvers<unknown>()
}

function isWhole(text: string): boolean {
  const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(text) ?? []
  const head = text.indexOf('\r\n\r\n')
  return head !== -1 && text.length >= head + 4 + Number(length ?? 0)
}

export const secretBody = 'Password: k7qm-9xwp-3htz-6rvn-2cdf'
export const secretHeader = 'Basic czNjcmV0OmNyZWRlbnRpYWw='

export function post(port: number, more: Partial<HttpRequest> & { readonly host?: string } = {}): HttpRequest {
  return {
    method: 'POST',
    url: new URL(`https://${more.host ?? 'localhost'}:${port}/send?to=49151123`),
    headers: { Authorization: secretHeader },
    body: new TextEncoder().encode(secretBody),
    ...more,
  }
}

/** Trusts the authority of the tests, and waits longer than any test. */
export function trusting(more: Partial<HttpsOptions> = {}): Exchange {
  return httpsExchange({ timeout: 50_000, env: {}, ca: [authority], ...more })
}

export const never: AbortSignal = new AbortController().signal

/** The failure, after a look at whether it gives anything away. */
export async function failureOf(exchange: Promise<unknown>): Promise<NoAnswer> {
  const error = await exchange.then(
    answer => {
      throw new Error(`it has an answer: ${inspect(answer)}`)
    },
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(NoAnswer)
  if (!(error instanceof NoAnswer)) throw error
  expect(error.cause).toBeUndefined()
  expect(Reflect.ownKeys(error).sort()).toEqual(['message', 'name', 'reason', 'sent', 'stack'])
  const printed = [inspect(error, { showHidden: true, depth: null }), JSON.stringify(error), String(error)].join('\n')
  for (const secret of ['k7qm', 'czNjcmV0', 's3cret', 'send?', '49151123']) expect(printed).not.toContain(secret)
  return error
}
