import type { RequestClient, Twilio } from 'twilio'
import type { Call } from '../courier.ts'
import type { Ask } from '../net/back-off.ts'
import type { HttpAnswer } from '../net/exchange.ts'
import { judge, Refused, Unusable } from './answer.ts'
import type { Credentials } from './credentials.ts'

/** Where the REST API is. The tests' own address in place of both, without a slash at the end. */
export interface Addresses {
  readonly api: string
  readonly lookups: string
}

/**
 * The SDK for one call, over our own connections. It is imported here and nowhere else, since that takes a while; it
 * holds the secret of the key as text, so it is not kept. Settings that it would take from the environment of the process
 * (`TWILIO_EDGE`, `TWILIO_REGION`, `TWILIO_LOG_LEVEL`) are given as empty.
 */
export async function openSdk(ask: Ask, at: Addresses, credentials: Credentials, call: Call): Promise<Twilio> {
  const { default: sdk } = await import('twilio')
  const httpClient = requestClient(sdk.RequestClient.prototype, ask, [at.api, at.lookups], call)
  const { account: accountSid, key, secret } = credentials
  const options = { accountSid, httpClient, edge: '', region: '', logLevel: '' }
  const client = secret.use(text => new sdk.Twilio(key, text, options))
  client.api.baseUrl = at.api
  client.lookups.baseUrl = at.lookups
  return client
}

/** What the SDK asks for. */
interface Wanted {
  readonly method: string
  readonly uri: string
  readonly username?: string
  readonly password?: string
  readonly headers?: Readonly<Record<string, unknown>>
  readonly params?: object
  readonly data?: object
}

/**
 * A `RequestClient` whose own constructor is never run: that one takes a proxy and a CA from the environment of the
 * process. Nor does its `request` run, which keeps the last request, logs, and throws errors with text and key in them.
 */
function requestClient(base: RequestClient, ask: Ask, addresses: readonly string[], call: Call): RequestClient {
  const origins = addresses.map(address => new URL(address).origin)
  const request = async (wanted: Wanted) => {
    const url = urlOf(wanted)
    // The address of the next page comes from an answer: the key goes nowhere else.
    if (!origins.includes(url.origin)) throw new Unusable()
    const body = wanted.data === undefined ? null : new TextEncoder().encode(fields(wanted.data).toString())
    const method = wanted.method.toUpperCase()
    const read = (answer: HttpAnswer) => judge(answer, method)
    try {
      const answer = await ask({ method, url, headers: headersOf(wanted), body }, call, answer => read(answer).outcome)
      const verdict = read(answer)
      if (verdict.outcome === 'refused') throw new Refused(verdict.code)
      if (verdict.outcome === 'none') throw new Unusable()
      return { statusCode: answer.status, body: verdict.body, headers: answer.headers }
    } finally {
      body?.fill(0)
    }
  }
  const client: RequestClient = Object.create(base, { request: { value: request } })
  return client
}

function urlOf({ uri, params }: Wanted): URL {
  const url = new URL(uri)
  for (const [name, value] of fields(params ?? {})) url.searchParams.append(name, value)
  return url
}

/** The SDK has turned the values into text, numbers and `true`; a list is a parameter that is given more than once. */
function fields(values: object): URLSearchParams {
  const pairs = Object.entries(values).flatMap(([name, value]) => [value].flat().map(one => [name, String(one)]))
  return new URLSearchParams(pairs)
}

function headersOf({ headers = {}, username, password }: Wanted): Record<string, string> {
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)])
  const pair = Buffer.from(`${username}:${password}`)
  const authorization = `Basic ${pair.toString('base64')}`
  pair.fill(0)
  return { ...Object.fromEntries(given), Authorization: authorization }
}
