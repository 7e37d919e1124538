import type { DeliveryStatus, Refusal } from '../courier.ts'
import { refusalOf } from './refusals.ts'

/** A message as Twilio has it. */
export interface TwilioMessage {
  readonly sid: string
  readonly to: string
  /** Null while a messaging service has not chosen it yet. */
  readonly from: string | null
  /** Null without one. */
  readonly service: string | null
  /** Empty once it was redacted; null when the answer does not tell. */
  readonly body: string | null
  /** Milliseconds since 1970, by Twilio's clock, to the second. */
  readonly created: number
  readonly status: string
  readonly refusal: Refusal | null
}

/** The fields that are read, as the SDK hands them on: untrusted, whatever its types say. */
interface Untrusted {
  readonly sid: unknown
  readonly to: unknown
  readonly from: unknown
  readonly messagingServiceSid: unknown
  readonly body: unknown
  readonly dateCreated: unknown
  readonly status: unknown
  readonly errorCode: unknown
}

/** Null for what is no message. */
export function readMessage(untrusted: Untrusted): TwilioMessage | null {
  const { sid, to, from, messagingServiceSid, body, dateCreated, status, errorCode } = untrusted
  if (typeof sid !== 'string' || !isMessageSid(sid) || typeof status !== 'string') return null
  const created = dateCreated instanceof Date ? dateCreated.getTime() : Number.NaN
  return {
    sid,
    to: textOr(to, ''),
    from: textOr(from, null),
    service: textOr(messagingServiceSid, null),
    body: textOr(body, null),
    created,
    status,
    refusal: failed.has(status) ? refusalOf(isCode(errorCode) ? String(errorCode) : status) : null,
  }
}

/** `SM`, or `MM` where media were meant to come with it, and 32 hex digits. */
export function isMessageSid(text: unknown): text is string {
  return typeof text === 'string' && /^(?:SM|MM)[0-9a-f]{32}$/i.test(text)
}

/** Null for a state that does not belong to a message we sent. `sent`: the carrier has it, which is no proof. */
export function stateOf({ status, refusal }: TwilioMessage): DeliveryStatus | null {
  if (refusal !== null) return { state: 'failed', refusal }
  const state = states.get(status)
  return state === undefined ? null : { state }
}

const failed: ReadonlySet<string> = new Set(['undelivered', 'failed', 'canceled'])

const states: ReadonlyMap<string, 'pending' | 'handed-over' | 'delivered'> = new Map([
  ['accepted', 'pending'],
  ['scheduled', 'pending'],
  ['queued', 'pending'],
  ['sending', 'pending'],
  ['sent', 'handed-over'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
])

function textOr<T>(value: unknown, other: T): string | T {
  return typeof value === 'string' ? value : other
}

function isCode(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}
