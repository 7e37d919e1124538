import type { Clock, Random } from '../../ports.ts'
import type { Call, ProviderRequest } from '../courier.ts'
import { telling } from '../telling.ts'
import { type Exchange, type HttpAnswer, type HttpRequest, NoAnswer } from './exchange.ts'

/** Waits so many milliseconds; ends early, either way, when the signal is aborted. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>

export interface Waiting {
  readonly clock: Clock
  readonly random: Random
  readonly pause: Pause
}

/** One question to a provider: told of, repeated after 429. `outcomeOf` judges the answer for the telling. */
export type Ask = (
  request: HttpRequest,
  call: Call,
  outcomeOf?: (answer: HttpAnswer) => ProviderRequest['outcome'],
) => Promise<HttpAnswer>

const tries = 5
/** Milliseconds. What a server asks for beyond it is waited for no longer than this. */
const longestWait = 60_000

/**
 * The requests of one courier in this process. The answer 429 says that a request was not processed: it alone is
 * repeated, and until its time is over every other request waits as well. (RFC 6585 §4) After five tries the 429 is the
 * answer. Rejects with `NoAnswer` alone; an abort during a wait has sent nothing.
 */
export function backingOff(exchange: Exchange, waiting: Waiting): Ask {
  const gate = new Gate(waiting)
  return async (request, call, outcomeOf = outcomeOfStatus) => {
    for (let attempt = 1; ; attempt++) {
      await gate.pass(call.signal)
      const there = { host: request.url.hostname, clock: waiting.clock }
      const answer = await telling(call, there, () => exchange(request, call.signal), outcomeOf, dateOf)
      gate.learn(answer)
      // An answer that says 429 and that it was taken all the same proves nothing: it is not repeated.
      if (answer.status !== 429 || outcomeOf(answer) !== 'refused' || attempt === tries) return answer
    }
  }
}

/** Judged by the status alone: 2xx is `ok`, 4xx but 408 is `refused`. */
function outcomeOfStatus({ status }: HttpAnswer): ProviderRequest['outcome'] {
  if (status >= 200 && status < 300) return 'ok'
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'none'
}

class Gate {
  readonly #waiting: Waiting
  /** By the monotonic clock. */
  #opens = 0
  /** Answers 429 in a row. */
  #refusals = 0

  constructor(waiting: Waiting) {
    this.#waiting = waiting
  }

  async pass(signal: AbortSignal): Promise<void> {
    const { clock, pause } = this.#waiting
    for (let left = this.#opens - clock.monotonic(); left > 0; left = this.#opens - clock.monotonic()) {
      try {
        await pause(left, signal)
      } catch (error) {
        if (!signal.aborted) throw error
      }
      if (signal.aborted) throw new NoAnswer('interrupted', false)
    }
  }

  learn({ status, headers }: HttpAnswer): void {
    if (status !== 429) {
      this.#refusals = 0
      return
    }
    const { clock } = this.#waiting
    const asked = retryAfter(headers['retry-after'] ?? '', clock.now()) ?? this.#guess()
    this.#opens = Math.max(this.#opens, clock.monotonic() + Math.min(asked, longestWait))
    this.#refusals += 1
  }

  /** 1, 2, 4, 8, … seconds and up to a half more, so that many clients do not come back together. */
  #guess(): number {
    const [byte = 0] = this.#waiting.random.bytes(1)
    return Math.round(1_000 * 2 ** Math.min(this.#refusals, 6) * (1 + byte / 512))
  }
}

/** Milliseconds from now, none in the past; null for what is no Retry-After. (RFC 9110 §10.2.3) Untrusted. */
export function retryAfter(text: string, now: number): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const date = httpDate(text)
  return date === null ? null : Math.max(0, date - now)
}

/** The `Date` of an answer (RFC 9110 §6.6.1). Untrusted: whoever answers may set it as they like. */
function dateOf({ headers }: HttpAnswer): number | null {
  return httpDate(headers.date ?? '')
}

/** Milliseconds since 1970; null for what is no HTTP-date. */
function httpDate(text: string): number | null {
  const date = dateForms.some(form => form.test(text)) ? Date.parse(text.replace(/(?<! GMT)$/, ' GMT')) : Number.NaN
  return Number.isNaN(date) ? null : date
}

/** RFC 9110 §5.6.7: IMF-fixdate, RFC 850, and asctime, which is in GMT without saying so. */
const dateForms: readonly RegExp[] = [
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [\d ]\d \d\d:\d\d:\d\d \d{4}$/,
]
