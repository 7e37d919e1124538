import type { Receipt, Refusal, Rejected, Unknown } from './courier.ts'
import type { Gateway, Status } from './gateway-request.ts'
import type { HttpAnswer } from './net/exchange.ts'

const courier = 'http'

/**
 * What an answer of the gateway proves. Untrusted: an answer that is not what the policy describes proves nothing, and
 * what it says is repeated only as a status that the policy lists, and as an id of one short word that is none of the
 * message (`isOfMessage`).
 */
export function receiptOf(answer: HttpAnswer, gateway: Gateway, isOfMessage: (word: string) => boolean): Receipt {
  const json = parse(answer.text)
  const status = gateway.statusAt === undefined ? null : textAt(json, gateway.statusAt)
  const [isTaken, isRefused] = [isAmong(gateway.taken, status), isAmong(gateway.refused, status)]
  if (isClientError(answer.status)) {
    return isTaken
      ? unknown('The gateway refused the message and said that it took it.')
      : refused(answer.status, isRefused ? status : null)
  }
  if (answer.status < 200 || answer.status > 299) return unknown(`The gateway answered ${answer.status}.`)
  if (isRefused) return rejected(status ?? '', refusals.status)
  if (gateway.statusAt !== undefined && !isTaken) {
    return unknown('The gateway answered with a status that the policy does not explain.')
  }
  const id = wordOf(textAt(json, gateway.idAt), isOfMessage)
  if (id === null) return unknown('The answer of the gateway holds no id of a message.')
  return { outcome: 'accepted', courier, id }
}

/** 408 says that the request may have come in part. (RFC 9110 §15.5.9) */
function isClientError(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408
}

function refused(status: number, said: string | null): Rejected {
  const code = said ?? String(status)
  if (status === 429) return rejected(code, refusals.tooMany)
  return rejected(code, status === 401 || status === 403 ? refusals.credentials : refusals.request)
}

const refusals = {
  status: {
    message: 'The gateway did not take the message.',
    hint: "Look its code up in the gateway's documentation, or convey the password by phone.",
    retry: false,
  },
  request: {
    message: 'The gateway refused the request.',
    hint: "Compare the courier in the policy with the gateway's documentation.",
    retry: false,
  },
  credentials: {
    message: 'The gateway refused the credentials.',
    hint: 'Correct the variables that the courier in the policy names, then release the password again.',
    retry: true,
  },
  tooMany: {
    message: 'The gateway takes no more messages at the moment.',
    hint: 'Release the password again later.',
    retry: true,
  },
} as const satisfies Record<string, Pick<Refusal, 'message' | 'hint' | 'retry'>>

function rejected(code: string, refusal: Pick<Refusal, 'message' | 'hint' | 'retry'>): Rejected {
  return { outcome: 'rejected', courier, refusal: { code, ...refusal, channel: null } }
}

export function unknown(reason: string): Unknown {
  return { outcome: 'unknown', courier, reason }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The text, number or truth value at a path; null where there is none. */
function textAt(json: unknown, path: string): string | null {
  let value = json
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
    value = Reflect.get(value, name)
  }
  // Beyond 2^53 a number has lost digits.
  const isExact = typeof value === 'number' && Number.isSafeInteger(value)
  return typeof value === 'string' || isExact || typeof value === 'boolean' ? String(value) : null
}

function isAmong(list: readonly Status[] | undefined, status: string | null): boolean {
  return status !== null && (list ?? []).some(item => String(item) === status)
}

/** Up to 100 printable characters of ASCII, none of them a space. */
function wordOf(value: string | null, isOfMessage: (word: string) => boolean): string | null {
  return value !== null && /^[\x21-\x7E]{1,100}$/.test(value) && !isOfMessage(value) ? value : null
}
