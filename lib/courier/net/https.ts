import type { IncomingMessage } from 'node:http'
import { errnoOf } from '../../error.ts'
import { type Connection, type ConnectionOptions, connect } from './connection.ts'
import { type Exchange, type HttpAnswer, type HttpRequest, NoAnswer } from './exchange.ts'

export interface HttpsOptions extends ConnectionOptions {
  /** Milliseconds for the whole exchange, from the first look at the name to the last byte of the answer. */
  readonly timeout: number
}

/** Longer answers are `unreadable`: what couriers ask for fits into a few KiB. */
const longestAnswer = 1 << 20

/**
 * HTTP/1.1 over TLS 1.2 or newer, through the proxy that the environment names. Every request has a connection of its
 * own. `NoAnswer.sent` is exact on one side: it turns true before the first byte is handed to a verified connection.
 */
export function httpsExchange(options: HttpsOptions): Exchange {
  return async (request, signal) => {
    if (signal.aborted) throw new NoAnswer('interrupted', false)
    return exchange(connectTo(request, options), request.body, options.timeout, signal)
  }
}

function connectTo(request: HttpRequest, options: ConnectionOptions): Connection {
  try {
    return connect(request, options)
  } catch (error) {
    throw error instanceof NoAnswer ? error : new NoAnswer('malformed', false)
  }
}

function exchange(
  connection: Connection,
  body: Uint8Array | null,
  timeout: number,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
  let [sent, settled] = [false, false]

  const settle = () => {
    settled = true
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
    connection.close()
  }
  const fail = (reason: NoAnswer['reason']) => {
    if (settled) return
    settle()
    reject(new NoAnswer(reason, sent))
  }
  const interrupt = () => fail('interrupted')
  const closed = () => fail(sent ? 'cut' : 'no-connection')
  const timer = setTimeout(() => fail('timeout'), timeout)
  signal.addEventListener('abort', interrupt)

  connection.request
    .on('error', error => fail(sent ? blameAnswer(errnoOf(error)) : connection.blame(errnoOf(error))))
    .once('close', closed)
    .on('response', response => {
      // It may close before the end of its answer was read.
      connection.request.off('close', closed)
      read(response, fail, text => {
        if (settled) return
        settle()
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text })
      })
    })
  connection.whenReady(() => {
    if (settled) return
    sent = true
    connection.request.end(body ?? undefined)
  })
  return promise
}

/** The codes of the HTTP parser. (llhttp) */
function blameAnswer(code: string | undefined): NoAnswer['reason'] {
  return code?.startsWith('HPE_') ? 'unreadable' : 'cut'
}

function read(response: IncomingMessage, fail: (reason: NoAnswer['reason']) => void, done: (text: string) => void) {
  const chunks: Uint8Array[] = []
  let length = 0
  response
    .on('data', (chunk: Uint8Array) => {
      length += chunk.length
      if (length > longestAnswer) fail('unreadable')
      else chunks.push(chunk)
    })
    .on('error', error => fail(blameAnswer(errnoOf(error))))
    .on('end', () => done(new TextDecoder().decode(Buffer.concat(chunks))))
    .on('close', () => fail('cut'))
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]))
}
