/** HTTP as couriers speak it: one request, one answer, and certainty about what left when there is none. */

export interface HttpRequest {
  /** In upper case. */
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case; what was sent more than once is joined by commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Sends one request, once. Follows no redirect. Rejects with `NoAnswer` alone. */
export type Exchange = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>

const sentences = {
  interrupted: 'The request was interrupted.',
  timeout: 'The answer took too long.',
  'no-connection': 'There is no connection to the server.',
  proxy: 'The proxy of the environment gave no connection to the server.',
  tls: 'The server could not be trusted, or speaks no TLS of 1.2 or newer.',
  malformed: 'The request cannot be written as HTTP, or not to such an address.',
  cut: 'The connection broke off before the answer was there.',
  unreadable: 'The answer is not HTTP, or too long.',
} as const

/**
 * No answer came. Holds nothing of the request, and nothing of the error that Node gave: both may hold credentials, a
 * number and a text.
 */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly reason: keyof typeof sentences
  /** False: proven that nothing of the request left this device. True: it may have arrived. */
  readonly sent: boolean

  constructor(reason: keyof typeof sentences, sent: boolean) {
    super(sentences[reason])
    this.reason = reason
    this.sent = sent
  }
}
