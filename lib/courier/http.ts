import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { PhoneNumber } from '../phone.ts'
import { type Call, type Courier, type Message, type Receipt, stopIfAborted } from './courier.ts'
import { receiptOf, unknown } from './gateway-answer.ts'
import {
  type Composed,
  compose,
  type Environment,
  type Gateway,
  missingVariables,
  wantsSender,
} from './gateway-request.ts'
import { landlineFindings } from './landline.ts'
import { type Ask, backingOff, type Waiting } from './net/back-off.ts'
import { type Exchange, type HttpAnswer, NoAnswer } from './net/exchange.ts'
import { plainValues } from './placeholders.ts'
import { senderFinding, senderMissing } from './sender.ts'

export interface HttpCourierOptions extends Waiting {
  readonly gateway: Gateway
  /** Where `{"env": NAME}` is looked up, at the moment of use. */
  readonly env: Environment
  readonly exchange: Exchange
  /** What `{sender}` stands for. */
  readonly senderFor: (to: PhoneNumber) => Promise<string | null>
}

/** Any gateway that takes a message by one POST. It can be asked nothing afterwards. */
export function httpCourier(options: HttpCourierOptions): Courier {
  const { gateway, env, senderFor } = options
  const ask = backingOff(options.exchange, options)
  return {
    id: 'http',
    can: { receipts: false, cancel: false, redact: false, reconcile: false },

    async missing() {
      return missingVariables(gateway, env).map(credentialFinding)
    },

    async check(to, { signal }) {
      stopIfAborted(signal)
      const missing = missingVariables(gateway, env).map(credentialFinding)
      const sender = wantsSender(gateway) && (await senderFor(to)) === null ? [senderFinding] : []
      return [...missing, ...sender, ...(await landlineFindings(to))]
    },

    async deliver(message, call) {
      const { to } = message
      if (to === null) throw new RangeError('A text message needs a number.')
      stopIfAborted(call.signal)
      const [missing] = missingVariables(gateway, env)
      if (missing !== undefined) throw credentialsMissing(missing)
      const sender = await senderFor(to)
      if (sender === null && wantsSender(gateway)) throw senderMissing()
      return post(options, ask, { ...message, to, sender }, call)
    },
  }
}

type Addressed = Message & { readonly to: PhoneNumber; readonly sender: string | null }

async function post({ gateway, env }: HttpCourierOptions, ask: Ask, message: Addressed, call: Call): Promise<Receipt> {
  const { headers, body } = composed(gateway, env, message)
  const request = { method: 'POST', url: new URL(gateway.url), headers, body }
  const judge = (answer: HttpAnswer) => receiptOf(answer, gateway, word => isOf(message, word))
  try {
    return judge(await ask(request, call, answer => outcomeOf(judge(answer))))
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    if (error.sent) return unknown(error.message)
    stopIfAborted(call.signal)
    throw new WaybillError('WB-NO-CONNECTION', error.message, hintOf(error))
  } finally {
    body.fill(0)
  }
}

function composed(gateway: Gateway, env: Environment, { to, sender, reference, text }: Addressed): Composed {
  const values = plainValues(to, sender, reference)
  return text.use(text => compose(gateway, env, { ...values, text }))
}

/** Whether a word of an answer has eight letters or digits in a row of the number or of the text, however it spells them. */
function isOf({ to, text, reference }: Addressed, word: string): boolean {
  if (word === reference) return false
  const folded = fold(word)
  const shares = (whole: string) =>
    [...Array(Math.max(0, folded.length - 7)).keys()].some(at => whole.includes(folded.slice(at, at + 8)))
  return shares(fold(to)) || text.use(text => shares(fold(text)))
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function outcomeOf({ outcome }: Receipt) {
  return ({ accepted: 'ok', rejected: 'refused', unknown: 'none' } as const)[outcome]
}

function hintOf({ reason }: NoAnswer): string {
  return reason === 'malformed'
    ? 'Nothing was sent: correct the address and the headers of the courier in the policy.'
    : 'Nothing was sent: check the network and the proxy, then run the command again.'
}

function credentialFinding(name: string): Finding {
  const message = `The variable ${name} of the environment is not set, or cannot be sent.`
  return { level: 'error', code: 'courier.credentials', message }
}

function credentialsMissing(name: string): WaybillError {
  return new WaybillError(
    'WB-CREDENTIALS',
    `The variable ${name} of the environment is not set, or cannot be sent.`,
    'Set it to what the gateway gave you, then run the command again.',
  )
}
