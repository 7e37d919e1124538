import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { connectProxy } from '../../../helpers/connect-proxy.ts'
import { authorityPath } from '../../../helpers/tls.ts'
import { origin } from './origin.ts'

const script = `
import { httpsExchange } from ${JSON.stringify(new URL('../../../../lib/courier/net/https.ts', import.meta.url).href)}
const [address] = process.argv.slice(1)
const abort = new AbortController()
const exchange = httpsExchange({ timeout: 3_600_000, env: process.env })
const request = { method: 'GET', url: new URL(address), headers: {}, body: null }
const asking = exchange(request, abort.signal).then(({ text }) => text, ({ reason, sent }) => reason + ' ' + sent)
process.stdin.on('data', () => abort.abort())
process.stdout.write(await asking)
process.stdin.destroy()
`

/** Runs one exchange in a process of its own and waits until that ends by itself. */
function inProcess(url: string, env: Record<string, string>) {
  const argv = ['--input-type=module', '-e', script, url]
  const running = promisify(execFile)(process.execPath, argv, { env: { NODE_EXTRA_CA_CERTS: authorityPath, ...env } })
  return { abort: () => running.child.stdin?.write('\n'), output: running.then(({ stdout }) => stdout) }
}

describe('a process that has asked', () => {
  it('trusts what NODE_EXTRA_CA_CERTS names, and ends', async () => {
    const server = await origin()
    expect(await inProcess(`https://localhost:${server.port}/`, {}).output).toBe('{"id":"grüße"}')
    const proxy = await connectProxy(() => server.port)
    const url = 'https://gateway.example.com/'
    expect(await inProcess(url, { HTTPS_PROXY: proxy.url }).output).toBe('{"id":"grüße"}')
    expect(proxy.asked).toHaveLength(1)
  })

  it('ends when it was interrupted, wherever its request was', async () => {
    const server = await origin({ answer: null })
    const asking = inProcess(`https://localhost:${server.port}/`, {})
    await server.whole
    asking.abort()
    expect(await asking.output).toBe('interrupted true')
    const proxy = await connectProxy(() => null, { answer: 'silent' })
    const stuck = inProcess('https://gateway.example.com/', { HTTPS_PROXY: proxy.url })
    await proxy.called
    stuck.abort()
    expect(await stuck.output).toBe('interrupted false')
  })
})
