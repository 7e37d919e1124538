import { createServer } from 'node:http'
import { connect } from 'node:net'
import { listen } from './tls.ts'

/** An HTTP proxy for tunnels. (RFC 9110 §9.3.6) */
export interface ConnectProxy {
  readonly port: number
  /** For `HTTPS_PROXY`; the credentials are there when the proxy wants some. */
  readonly url: string
  /** What clients asked for so far, in this order. */
  readonly asked: readonly Asked[]
  /** When the first client has asked; when it has gone. */
  readonly called: Promise<void>
  readonly left: Promise<void>
}

export interface Asked {
  /** The target of CONNECT, such as `api.twilio.com:443`. */
  readonly target: string
  /** The header Proxy-Authorization. */
  readonly credentials: string | null
}

export interface ConnectProxyOptions {
  /** `user:password`; who brings no such is answered 407. */
  readonly credentials?: string
  /** Answers every CONNECT with this status instead of a tunnel; `silent`: takes it and says nothing. */
  readonly answer?: 407 | 502 | 'silent'
}

/** Until the test ends. `route` gives the port of 127.0.0.1 that stands for a target, or null for 502. */
export async function connectProxy(
  route: (target: string) => number | null,
  { credentials, answer }: ConnectProxyOptions = {},
): Promise<ConnectProxy> {
  const asked: Asked[] = []
  const [called, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const server = createServer((_, response) => void response.writeHead(405).end())
  server.on('connect', (request, client, head) => {
    const target = request.url ?? ''
    const given = request.headers['proxy-authorization'] ?? null
    asked.push({ target, credentials: given })
    client.on('error', () => {}).on('close', () => left.resolve())
    called.resolve()
    if (answer === 'silent') return void client.on('end', () => client.end()).resume()
    const right = credentials === undefined || given === `Basic ${btoa(credentials)}`
    const port = route(target)
    if (answer !== undefined || !right || port === null) {
      return void client.end(`HTTP/1.1 ${answer ?? (right ? 502 : 407)} No\r\n\r\n`)
    }
    const behind = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      behind.write(head)
      behind.pipe(client).pipe(behind)
    })
    behind.on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('close', () => behind.destroy())
  })
  const port = await listen(server)
  const user = credentials === undefined ? '' : `${credentials}@`
  return { port, url: `http://${user}127.0.0.1:${port}`, asked, called: called.promise, left: left.promise }
}
