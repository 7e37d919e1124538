import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** See PROVENANCE.md there: which names the certificate holds, and by which commands it was made. */
const place = new URL('../vectors/tls/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, place), 'utf8')

/** The private authority that signed `certificate`; its path is for `NODE_EXTRA_CA_CERTS`. */
export const authority = read('ca.pem')
export const authorityPath = fileURLToPath(new URL('ca.pem', place))

/** A certificate with its key, as `tls.createServer` and `https.createServer` take them. */
export const certificate = { cert: read('server.pem'), key: read('server.key') }
/** Of the same authority, for `gateway.example.com` alone. */
export const otherCertificate = { cert: read('other.pem'), key: read('other.key') }

/** Listens on a free port of 127.0.0.1 until the test ends: then it closes, with all its connections. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return portOf(server)
}

export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}

/** Ends TLS and hands the clear bytes to a server on this machine that speaks none. Answers with the port. */
export function tlsFront(target: number): Promise<number> {
  const server = createServer(certificate, socket => {
    const behind = connect(target, '127.0.0.1')
    socket.on('error', () => behind.destroy()).on('close', () => behind.destroy())
    behind.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(behind).pipe(socket)
  })
  server.on('tlsClientError', () => {})
  return listen(server)
}
