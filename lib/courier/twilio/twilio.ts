import { hash } from 'node:crypto'
import type { Twilio } from 'twilio'
import { WaybillError } from '../../error.ts'
import type { Clock, Random } from '../../ports.ts'
import { type Call, type Courier, stopIfAborted } from '../courier.ts'
import { landlineFindings } from '../landline.ts'
import { backingOff, type Pause } from '../net/back-off.ts'
import type { Exchange } from '../net/exchange.ts'
import { failure, Refused, refusedWith, Unusable } from './answer.ts'
import { type CredentialSource, missingCredentials, readCredentials } from './credentials.ts'
import { deliver } from './deliver.ts'
import { findMessage, listMessages } from './find.ts'
import { lookUp, withoutLookup } from './lookup.ts'
import { readMessage, stateOf } from './message.ts'
import { refusalOf } from './refusals.ts'
import { type Addresses, openSdk } from './request-client.ts'
import { missingSender, noSender, type Senders, senderFor } from './senders.ts'

export interface TwilioOptions {
  readonly credentials: CredentialSource
  readonly senders: Senders
  /** Milliseconds that a message may wait at Twilio: 10 minutes to an hour. After that it is not sent. */
  readonly validity: number
  /** Twilio keeps no text: then nothing can be found again, and nothing is left to redact. */
  readonly discardContent: boolean
  /** Twilio keeps no full number: then nothing can be found again. */
  readonly obfuscateNumber: boolean
  /** Ask Twilio Lookup for the kind of line before a password goes there. Each time costs money. */
  readonly lookup: boolean
  readonly exchange: Exchange
  readonly clock: Clock
  readonly random: Random
  readonly pause: Pause
  /** For tests; else Twilio's. */
  readonly addresses?: Addresses
}

const id = 'twilio'
const production: Addresses = { api: 'https://api.twilio.com', lookups: 'https://lookups.twilio.com' }

/**
 * Text messages by Twilio's REST API. Cheap to make: the SDK is imported by the first request. A message has no
 * idempotency key there, so nothing is repeated but what was answered with 429.
 */
export function twilioCourier(options: TwilioOptions): Courier {
  const { senders, discardContent, obfuscateNumber } = options
  const ask = backingOff(options.exchange, options)

  /** Throws WB-CREDENTIALS. */
  const open = async (call: Call): Promise<Twilio> => {
    stopIfAborted(call.signal)
    const credentials = readCredentials(options.credentials)
    try {
      return await openSdk(ask, options.addresses ?? production, credentials, call)
    } finally {
      credentials.secret.destroy()
    }
  }

  /** A question, with the errors of the port. */
  const query = async <T>(call: Call, question: (sdk: Twilio) => Promise<T>): Promise<T> => {
    const sdk = await open(call)
    return question(sdk).catch((error: unknown) => {
      throw failure(error, call.signal)
    })
  }

  const redact: Courier['redact'] = ({ id: sid }, call) =>
    query(call, async sdk => {
      const message = await sdk.messages(sid).update({ body: '' }).then(readMessage, refusedWith(notFinished))
      if (message instanceof Refused) return false
      if (message?.body !== '') throw new Unusable()
      return true
    })

  const reconcile: Courier['reconcile'] = async (sought, call) => {
    const message = await query(call, sdk => findMessage(sdk, sought, options.clock))
    if (message === null) return null
    const { sid, refusal } = message
    return refusal
      ? { outcome: 'rejected', courier: id, id: sid, refusal }
      : { outcome: 'accepted', courier: id, id: sid }
  }

  const account = async () => {
    const { account, secret } = readCredentials(options.credentials)
    secret.destroy()
    return hash('sha256', account)
  }

  const canRedact = !discardContent
  const canReconcile = !discardContent && !obfuscateNumber
  return {
    id,
    can: { receipts: true, cancel: true, redact: canRedact, reconcile: canReconcile },

    missing: async () => [...missingCredentials(options.credentials), ...(await missingSender(senders, null))],

    probe: call =>
      query(call, async sdk => {
        // A restricted key may list messages; the account itself is for main keys alone.
        const page = await sdk.messages.page({ pageSize: 1 }).catch(refusedWith())
        if (!(page instanceof Refused)) {
          return [{ level: 'note', code: 'courier.key', message: 'Twilio accepts the API key.' }]
        }
        const { message, hint } = refusalOf(page.code)
        return [{ level: 'error', code: 'courier.refused', message: `${message} ${hint}` }]
      }),

    async check(to, call) {
      stopIfAborted(call.signal)
      readCredentials(options.credentials).secret.destroy()
      const sender = await missingSender(senders, to)
      const line = options.lookup
        ? await query(call, sdk => lookUp(sdk, to)).catch((error: unknown) => withoutLookup(to, error))
        : await landlineFindings(to)
      return [...sender, ...line]
    },

    async deliver({ to, text }, call) {
      stopIfAborted(call.signal)
      if (to === null) throw noNumber()
      const from = await senderFor(senders, to)
      if (from === null) throw noSender()
      const { validity } = options
      const parcel = { to, from, text, validity, discardContent, obfuscateNumber }
      return deliver(await open(call), parcel, id, call.signal)
    },

    status: ({ id: sid }, call) =>
      query(call, async sdk => {
        const message = readMessage(await sdk.messages(sid).fetch())
        const state = message && stateOf(message)
        if (state === null) throw new Unusable()
        return state
      }),

    cancel: ({ id: sid }, call) =>
      query(call, async sdk => {
        const update = sdk.messages(sid).update({ status: 'canceled' })
        const message = await update.then(readMessage, refusedWith(notCancellable))
        if (message instanceof Refused) return false
        if (message === null) throw new Unusable()
        return message.status === 'canceled'
      }),

    list: (since, until, call) =>
      query(call, async sdk => {
        const found = await listMessages(sdk, { since, until }, senders)
        return found.map(({ sid, created, refusal }) => ({ id: sid, at: new Date(created), failed: refusal !== null }))
      }),

    ...(canRedact && { redact }),
    ...(canReconcile && { reconcile, account }),
  }
}

/** "Cannot delete this resource before it is complete": redaction comes too early, up to some minutes. */
const notFinished = '20009'
/** "This message cannot be canceled": it is no longer waiting. */
const notCancellable = '30409'

function noNumber(): WaybillError {
  return new WaybillError('WB-PHONE-NUMBER', 'A text message needs a number.', 'Hand the password over in person.')
}
