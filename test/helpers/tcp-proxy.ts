import { connect, createServer, type Socket } from 'node:net'
import { listen } from './tls.ts'

/** Stands between a client and a server on this machine and does harm to the bytes, at a moment that is certain. */
export interface TcpProxy {
  readonly port: number
  /** Connections that clients have made so far. */
  connections(): number
  /** When the first of them is made. */
  readonly connected: Promise<void>
  /** Resets every connection to a client. The server gets what has passed, then the end. */
  cut(): void
  /** Says to every client that nothing more comes, and goes on to take what it says. */
  halfClose(): void
  /** From now on nothing passes, either way; what comes is kept. */
  hold(): void
  /** What was kept goes on, and so does everything after it. */
  release(): void
}

export interface Harm {
  /** Resets each connection as soon as it is made. */
  readonly refuse?: boolean
  /** Lets so many bytes of each connection pass, from the client (`up`) or to it (`down`), then cuts it. */
  readonly cutAfter?: { readonly way: 'up' | 'down'; readonly bytes: number }
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

/** In front of a port of 127.0.0.1, until the test ends. */
export async function tcpProxy(target: number, { refuse = false, cutAfter }: Harm = {}): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  const connected = Promise.withResolvers<void>()
  let connections = 0
  let held: (() => void)[] | null = null

  const pass = (pair: Pair, way: 'up' | 'down') => {
    const [from, to] = way === 'up' ? [pair.client, pair.server] : [pair.server, pair.client]
    let left = cutAfter?.way === way ? cutAfter.bytes : Number.POSITIVE_INFINITY
    const orderly = (step: () => void) => (held === null ? step() : held.push(step))
    from
      .on('data', (chunk: Buffer) =>
        orderly(() => {
          to.write(chunk.subarray(0, left))
          left -= chunk.length
          if (left <= 0) cut(pair)
        }),
      )
      .on('end', () => orderly(() => to.end()))
      .on('error', () => orderly(() => cut(pair)))
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, client => {
    connections += 1
    connected.resolve()
    if (refuse) return void client.resetAndDestroy()
    const behind = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const pair = { client, server: behind }
    pairs.add(pair)
    client.on('close', () => pairs.delete(pair))
    pass(pair, 'up')
    pass(pair, 'down')
    if (cutAfter?.bytes === 0) cut(pair)
  })

  return {
    port: await listen(server),
    connections: () => connections,
    connected: connected.promise,
    cut: () => pairs.forEach(cut),
    halfClose: () => pairs.forEach(({ client }) => void client.end()),
    hold: () => {
      held ??= []
    },
    release: () => {
      const steps = held ?? []
      held = null
      for (const step of steps) step()
    },
  }
}

/** The bytes that have passed reach the server before the end does. */
function cut({ client, server }: Pair): void {
  client.resetAndDestroy()
  server.end()
}
