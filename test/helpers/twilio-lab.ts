import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createEmulator } from 'emulate'
import { onTestFinished } from 'vitest'
import { connectProxy } from './connect-proxy.ts'
import { authorityPath, listen, tlsFront } from './tls.ts'
import { type ApiRequest, complaintsAbout } from './twilio-openapi.ts'

/** The emulator's own account, key and number. */
export const labAccount = {
  account: `AC${'0'.repeat(32)}`,
  key: `SK${'0'.repeat(32)}`,
  secret: 'twilio_test_api_secret',
  from: '+15551234567',
} as const

/** One request that reached the gate. */
export interface LabRequest extends ApiRequest {
  /** The header Host. */
  readonly host: string
  readonly headers: Readonly<Record<string, string>>
  /** What the official description says against it. */
  readonly complaints: readonly string[]
}

/** A message as the emulator has it. */
export interface LabMessage {
  readonly sid: string
  readonly to: string
  readonly from: string
  readonly body: string
  readonly status: string
}

/**
 * What becomes of a request: `cut-before`: the connection breaks before Twilio sees it; `cut-after`: Twilio does it, and
 * the connection breaks in the middle of the answer. An answer is given instead of Twilio's, before it sees the request,
 * or `after` it did it.
 */
export type Fault = 'cut-before' | 'cut-after' | FaultAnswer

export type Chooser = (request: LabRequest) => Fault | null | Promise<Fault | null>

export interface FaultAnswer {
  readonly status: number
  /** A code of Twilio, put into an answer of its form. */
  readonly code?: number
  /** The text of the answer instead. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly after?: boolean
}

export interface TwilioLab {
  /** The gate: plain http on a loopback address, for the API and for Lookup. */
  readonly url: string
  /**
   * The environment in which a child process finds the gate as `https://api.twilio.com` and
   * `https://lookups.twilio.com`: through a proxy, over TLS with a certificate of the tests' own authority.
   */
  env(): Readonly<Record<string, string>>
  /** All messages, oldest first. */
  messages(): Promise<LabMessage[]>
  setStatus(sid: string, status: string, errorCode?: number): Promise<void>
  /** Changes fields of a message in every answer, such as `date_created` and `from`. */
  amend(sid: string, fields: Readonly<Record<string, unknown>>): void
  /** The kind of line that Lookup tells, `mobile` by default; null: it does not know; `invalid`: no such number. */
  setLine(type: string | null): void
  requests(): readonly LabRequest[]
  /** From now on this chooses what becomes of each request; null: no harm. A promise is waited for. */
  fault(choose: Chooser): void
  /** From now on nobody can connect. */
  unplug(): void
  /** The complaints so far, which are then forgotten. What is not taken fails the test when it ends. */
  takeComplaints(): string[]
}

/**
 * Twilio for the tests, until the test ends: an emulator that keeps messages, and before it a gate that checks every
 * request against Twilio's own description, does harm where it is told to, and adds what the emulator lacks: Lookup, the
 * refusal to redact what is not finished (20009) and to cancel what no longer waits (30409), codes of failed messages.
 */
export async function twilioLab(): Promise<TwilioLab> {
  const emulator = await createEmulator({ service: 'twilio', port: 0 })
  onTestFinished(() => emulator.close())
  const behind = `http://127.0.0.1:${new URL(emulator.url).port}`
  const requests: LabRequest[] = []
  const amended = new Map<string, Readonly<Record<string, unknown>>>()
  let complaints: string[] = []
  let choose: Chooser = () => null
  let line: string | null = 'mobile'

  const amend: TwilioLab['amend'] = (sid, fields) => void amended.set(sid, { ...amended.get(sid), ...fields })
  const twilio = new Twilio(behind, amended, () => line)

  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await bytesOf(incoming)
      const request = readRequest(incoming, body.toString())
      requests.push(request)
      complaints.push(...request.complaints)
      await answer(outgoing, await choose(request), () =>
        request.complaints.length > 0 ? refusal(400, 20001) : twilio.take(incoming, body, request),
      )
    } catch {
      outgoing.destroy()
    }
  })
  const port = await listen(server)
  const secure = await tlsFront(port)
  const names = ['api.twilio.com:443', 'lookups.twilio.com:443']
  const proxy = await connectProxy(target => (names.includes(target) ? secure : null))

  onTestFinished(() => {
    if (complaints.length > 0) throw new Error(`Twilio would not have understood: ${complaints.join('; ')}`)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    env: () => ({
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: authorityPath,
      TWILIO_ACCOUNT_SID: labAccount.account,
      TWILIO_API_KEY: labAccount.key,
      TWILIO_API_SECRET: labAccount.secret,
    }),
    messages: () => twilio.messages(),
    setStatus: async (sid, status, errorCode) => {
      await twilio.setStatus(sid, status)
      if (errorCode !== undefined) amend(sid, { error_code: errorCode })
    },
    amend,
    setLine: type => {
      line = type
    },
    requests: () => requests,
    fault: chooser => {
      choose = chooser
    },
    unplug: () => {
      server.close()
      server.closeAllConnections()
    },
    takeComplaints: () => {
      const taken = complaints
      complaints = []
      return taken
    },
  }
}

interface Answer {
  readonly status: number
  readonly text: string
}

function refusal(status: number, code: number): Answer {
  // Twilio's own words quote the number; ours must never do that.
  const message = `The 'To' number +4915112345678 is not good for this: ${code}`
  return {
    status,
    text: JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }),
  }
}

/** `cut-after` sends half of the answer. */
async function answer(outgoing: ServerResponse, fault: Fault | null, take: () => Answer | Promise<Answer>) {
  if (fault === 'cut-before') return void outgoing.destroy()
  const instead = typeof fault === 'object' ? fault : null
  const real = instead === null || instead.after === true ? await take() : null
  if (fault === 'cut-after' && real !== null) {
    outgoing.writeHead(real.status, { 'Content-Type': 'application/json', 'Content-Length': real.text.length })
    outgoing.write(real.text.slice(0, real.text.length / 2), () => outgoing.destroy())
    return
  }
  const { status = 500, text = '' } = instead === null ? { ...real } : textOf(instead)
  outgoing.writeHead(status, { 'Content-Type': 'application/json', ...instead?.headers }).end(text)
}

function textOf({ status, code, text }: FaultAnswer): Answer {
  if (text !== undefined) return { status, text }
  return code === undefined ? { status, text: '<h1>Something between</h1>' } : refusal(status, code)
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(incoming, 'end')
  return Buffer.concat(chunks)
}

function readRequest({ method = '', url = '', headers }: IncomingMessage, body: string): LabRequest {
  const { pathname, searchParams } = new URL(url, 'http://gate')
  const path = decodeURIComponent(pathname)
  const [query, form] = [valuesOf(searchParams), valuesOf(new URLSearchParams(body))]
  const host = headers.host ?? ''
  const flat = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
  const request = { method, path, query, form }
  const place = /twilio\.com$/.test(host) && host !== `${path.startsWith('/v2/') ? 'lookups' : 'api'}.twilio.com`
  const complaints = [...complaintsAbout(request), ...(place ? [`${path} is not at ${host}`] : [])]
  return { ...request, host, headers: flat, complaints }
}

function valuesOf(parameters: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map(name => {
      const [first = '', ...more] = parameters.getAll(name)
      return [name, more.length === 0 ? first : [first, ...more]]
    }),
  )
}

const basic = `Basic ${btoa(`${labAccount.key}:${labAccount.secret}`)}`
const messagesPath = `/2010-04-01/Accounts/${labAccount.account}/Messages`
const final = ['delivered', 'undelivered', 'failed', 'canceled']

/** The emulator, and what it lacks. */
class Twilio {
  readonly #url: string
  readonly #amended: ReadonlyMap<string, Readonly<Record<string, unknown>>>
  readonly #line: () => string | null

  constructor(url: string, amended: ReadonlyMap<string, Readonly<Record<string, unknown>>>, line: () => string | null) {
    this.#url = url
    this.#amended = amended
    this.#line = line
  }

  async take(incoming: IncomingMessage, body: Buffer, { path, method, form }: LabRequest): Promise<Answer> {
    if (path.startsWith('/v2/')) return this.#lookUp(path, incoming.headers.authorization)
    const [sid] = /(?:SM|MM)[0-9a-f]{32}/i.exec(path) ?? []
    if (sid !== undefined && method === 'POST') {
      const status = (await this.messages()).find(message => message.sid === sid)?.status ?? ''
      if (form.Body !== undefined && !final.includes(status)) return refusal(409, 20009)
      if (form.Status === 'canceled' && status !== 'scheduled') return refusal(409, 30409)
    }
    const { url = '/', headers } = incoming
    return this.#ask(url, { method, headers: kept(headers), ...(body.length > 0 && { body }) })
  }

  async messages(): Promise<LabMessage[]> {
    const { text } = await this.#ask(`${messagesPath}.json?PageSize=1000`, { headers: { authorization: basic } })
    const { messages }: { messages: LabMessage[] } = JSON.parse(text)
    return messages.reverse()
  }

  async setStatus(sid: string, status: string): Promise<void> {
    const body = new URLSearchParams({ MessageSid: sid, Status: status })
    const { status: http } = await this.#ask('/_twilio/simulate/message-status', {
      method: 'POST',
      headers: { authorization: basic },
      body,
    })
    if (http !== 200) throw new Error(`the emulator has no message ${sid}, or no status ${status}`)
  }

  async #ask(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, init)
    const value: unknown = JSON.parse(await response.text())
    return { status: response.status, text: JSON.stringify(value, (_, item: unknown) => this.#amend(item)) }
  }

  #amend(item: unknown): unknown {
    if (typeof item !== 'object' || item === null || !('sid' in item) || typeof item.sid !== 'string') return item
    return { ...item, ...this.#amended.get(item.sid) }
  }

  /** In the form of the examples in the official description. */
  #lookUp(path: string, authorization: string | undefined): Answer {
    if (authorization !== basic) return refusal(401, 20003)
    const [number] = /\+\d+$/.exec(path) ?? []
    const [type, valid] = [this.#line(), this.#line() !== 'invalid']
    const known = type === null ? { type: null, error_code: 60600 } : { type, error_code: null }
    const line = { mobile_country_code: '262', mobile_network_code: '01', carrier_name: 'Example', ...known }
    const answer = {
      calling_country_code: valid ? '49' : null,
      country_code: valid ? 'DE' : null,
      phone_number: number,
      national_format: null,
      valid,
      validation_errors: valid ? null : ['TOO_LONG'],
      line_type_intelligence: valid ? line : null,
      url: `https://lookups.twilio.com${path}`,
    }
    return { status: 200, text: JSON.stringify(answer) }
  }
}

function kept(headers: IncomingMessage['headers']): Record<string, string> {
  const { authorization = '', 'content-type': type = '' } = headers
  return { authorization, ...(type !== '' && { 'content-type': type }) }
}
