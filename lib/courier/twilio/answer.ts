import { WaybillError } from '../../error.ts'
import { type HttpAnswer, NoAnswer } from '../net/exchange.ts'
import { isMessageSid } from './message.ts'
import { refusalOf } from './refusals.ts'

/** What an answer of Twilio comes to. Its words are thrown away unread: they may hold the number and the text. */
export type Verdict =
  | { readonly outcome: 'ok'; readonly body: object }
  /** Proven not done. */
  | { readonly outcome: 'refused'; readonly code: string }
  /** It proves nothing: 5xx, a page of something between, no JSON. */
  | { readonly outcome: 'none' }

/** Whatever was posted, the answer is the message: without its SID it proves nothing. */
export function judge({ status, text }: HttpAnswer, method: string): Verdict {
  const body = parse(text)
  if (status >= 200 && status < 300) {
    const usable = body !== null && (method !== 'POST' || ('sid' in body && isMessageSid(body.sid)))
    return usable ? { outcome: 'ok', body } : { outcome: 'none' }
  }
  if (status === 429) return { outcome: 'refused', code: codeOf(body) ?? '20429' }
  // 408 says that the request may have come in part. (RFC 9110 §15.5.9)
  const code = status >= 400 && status < 500 && status !== 408 ? codeOf(body) : null
  return code === null ? { outcome: 'none' } : { outcome: 'refused', code }
}

/** Untrusted. */
function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function codeOf(body: object | null): string | null {
  const code = body !== null && 'code' in body ? body.code : null
  return typeof code === 'number' && Number.isSafeInteger(code) && code > 0 ? String(code) : null
}

/** Twilio said no. */
export class Refused extends Error {
  readonly code: string

  constructor(code: string) {
    super(`Twilio refused with the code ${code}.`)
    this.code = code
  }
}

/** For a question to which these codes, or any where none is named, are an answer. All else that was thrown goes on. */
export function refusedWith(...codes: readonly string[]): (error: unknown) => Refused {
  return error => {
    if (error instanceof Refused && (codes.length === 0 || codes.includes(error.code))) return error
    throw error
  }
}

/** An answer came from which nothing follows. */
export class Unusable extends Error {
  constructor() {
    super('Twilio gave an answer that cannot be relied on.')
  }
}

/**
 * What a question that failed is to its caller. No cause: what the SDK throws may hold the answer. `NoAnswer` comes out
 * of the exchange, the two above out of the request client, the rest out of the SDK, over an answer of another shape.
 */
export function failure(error: unknown, signal: AbortSignal): WaybillError {
  if (signal.aborted) return interrupted()
  if (error instanceof NoAnswer && !error.sent) return noConnection(error)
  if (error instanceof Refused) {
    const { message, hint } = refusalOf(error.code)
    return new WaybillError('WB-PROVIDER', message, hint)
  }
  const message = error instanceof NoAnswer ? `Twilio gave no answer. ${error.message}` : new Unusable().message
  return new WaybillError('WB-PROVIDER', message, 'Ask again in a moment: waybill status.')
}

export function noConnection({ message }: NoAnswer): WaybillError {
  const hint = 'Check the network and the proxy, then run the command again.'
  return new WaybillError('WB-NO-CONNECTION', `Twilio could not be reached. ${message}`, hint)
}

function interrupted(): WaybillError {
  return new WaybillError('WB-INTERRUPTED', 'Interrupted before Twilio answered.', 'Run the command again to go on.')
}
