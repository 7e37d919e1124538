import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { getCACertificates, TLSSocket } from 'node:tls'
import { type HttpRequest, NoAnswer } from './exchange.ts'
import { proxyOf } from './proxy.ts'

export interface ConnectionOptions {
  /** `HTTPS_PROXY`, `https_proxy`, `NO_PROXY`, `no_proxy`; the rest is not looked at. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** PEM certificates to trust beside those of the runtime; a proxy that speaks TLS is trusted by the runtime's alone. */
  readonly ca?: readonly string[]
  /** For tests: also plain http, to a loopback address. */
  readonly loopbackHttp?: boolean
}

/** A request on its way to a connection of its own. Nothing of it is written before its `end`. */
export interface Connection {
  readonly request: http.ClientRequest
  /** Calls `go` once the server is reached and, but for loopback http, verified. Not at all where that never comes. */
  whenReady(go: () => void): void
  /** Why there is no connection, from the code of the error that Node gave. */
  blame(code: string | undefined): NoAnswer['reason']
  /** Closes everything, the way to a proxy too, so that nothing keeps the process alive. */
  close(): void
}

/** Throws `NoAnswer` for an address or a proxy that is not allowed, a TypeError for what is no HTTP. */
export function connect({ url, method, headers }: HttpRequest, options: ConnectionOptions): Connection {
  if (url.protocol === 'https:') return connectSecurely(url, { method, headers }, options)
  if (options.loopbackHttp && url.protocol === 'http:' && loopback.has(url.hostname)) {
    const request = http.request(url, { method, headers, agent: new http.Agent() })
    return {
      request,
      whenReady: go => request.once('socket', socket => (socket.connecting ? socket.once('connect', go) : go())),
      blame: () => 'no-connection',
      close: () => void request.destroy(),
    }
  }
  throw new NoAnswer('malformed', false)
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

function connectSecurely(url: URL, request: https.RequestOptions, { env, ca }: ConnectionOptions): Connection {
  const agent = new WatchedAgent({ maxCachedSessions: 0, proxyEnv: proxyOf(env) })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secured = https.request(url, {
    ...request,
    agent,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // Otherwise Node verifies the name that a Host header gives.
    servername: isIP(host) === 0 ? host : '',
    ...(ca !== undefined && { ca: [...getCACertificates('default'), ...ca] }),
  })
  return {
    request: secured,
    whenReady: go => secured.once('socket', socket => whenVerified(socket, go)),
    blame: code => agent.blame(code),
    close: () => {
      secured.destroy()
      agent.first?.destroy()
    },
  }
}

/**
 * A tunnel through a proxy gives the socket when TLS to the server stands, everything else before. `authorized` is true
 * once the certificate and the name in it are verified.
 */
function whenVerified(socket: Socket, go: () => void): void {
  if (!(socket instanceof TLSSocket)) socket.destroy()
  else if (socket.authorized) go()
  else socket.once('secureConnect', () => (socket.authorized ? go() : socket.destroy()))
}

/**
 * For one request: no reset of an idle connection can be taken for a lost request. Knows the socket that it opened:
 * until a tunnel stands, nobody else could close the one to the proxy.
 */
class WatchedAgent extends https.Agent {
  first: Duplex | null = null
  #reached = false

  override createConnection(...[options, callback]: Parameters<https.Agent['createConnection']>) {
    const socket = super.createConnection(options, callback)
    this.first = socket ?? null
    socket?.once('connect', () => {
      this.#reached = true
    })
    // The request hears of errors too; those after the end concern nobody.
    socket?.on('error', () => {})
    return socket
  }

  blame(code: string | undefined): NoAnswer['reason'] {
    if (code === 'ERR_PROXY_TUNNEL') return 'proxy'
    if (!this.#reached) return this.first instanceof TLSSocket ? 'no-connection' : 'proxy'
    return broken.has(code ?? '') ? 'no-connection' : 'tls'
  }
}

/** The connection broke while it was made: nothing that is said of TLS. */
const broken: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'])
