import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { PhoneNumber } from '../phone.ts'
import type { Secret } from '../secret.ts'

/**
 * Carries a password over a channel. `unknown` makes it honest: an outcome that nobody knows is said to be that. Every
 * courier passes `test/lib/courier/contract.ts`.
 *
 * For every method: an aborted signal ends it with WB-INTERRUPTED; no error, receipt, finding or request ever holds the
 * text or the number. A courier does not retry what may have left, keeps no copy of the text, and does not destroy it.
 * Where a provider gives no usable answer to a question, the method throws WB-NO-CONNECTION or WB-PROVIDER.
 */
export interface Courier {
  /** `twilio`, `http`, `command`, `manual`, `sandbox`. */
  readonly id: string
  /** What it can do: each flag says that the method of the same line below is there. */
  readonly can: Capabilities
  /** What it lacks before it can deliver, as far as this device can tell. Asks nobody. None when all is there. */
  missing?(): Promise<Finding[]>
  /** One harmless authenticated request, for `doctor`: what the provider says of the account. */
  probe?(call: Call): Promise<Finding[]>
  /**
   * `can.reconcile`: which account at the provider it works in, as a hex SHA-256, so that a look into another one is not
   * taken for a look. Asks nobody. WB-CREDENTIALS.
   */
  account?(): Promise<string>
  /** What stands in the way of a message to this number; an `error` forbids it. Sends nothing. */
  check(to: PhoneNumber, call: Call): Promise<Finding[]>
  /**
   * The one effect, at most one message a call. Throws a `WaybillError` only as long as nothing has left; from then on
   * the answer is a receipt, whatever happens, an abort included. Any other thrown value is a bug and proves nothing.
   */
  deliver(message: Message, call: Call): Promise<Receipt>
  /** `can.receipts`: what the provider says now. */
  status?(receipt: Accepted, call: Call): Promise<DeliveryStatus>
  /** `can.cancel`: stops a message that still waits at the provider; false when it had left already. */
  cancel?(receipt: Accepted, call: Call): Promise<boolean>
  /** `can.redact`: makes the provider forget the text; false when it is too early for that. Only after a final status. */
  redact?(receipt: Accepted, call: Call): Promise<boolean>
  /**
   * `can.reconcile`: looks for the message that an `unknown` may have sent. Null means that it was not seen, not that it
   * was not sent.
   */
  reconcile?(sought: Sought, call: Call): Promise<Accepted | Found | null>
  /**
   * Every message that our senders sent, made at or after `since` and before `until` by the provider's clock, whoever had
   * it sent. There where the provider keeps such a list.
   */
  list?(since: Date, until: Date, call: Call): Promise<ListedMessage[]>
}

/** A message as the provider's own list has it, without its text. */
export interface ListedMessage {
  /** As in `Accepted`. */
  readonly id: string
  /** When it was made there. */
  readonly at: Date
  readonly failed: boolean
}

/** What comes with every call. */
export interface Call {
  readonly signal: AbortSignal
  /** Told of every request to a provider, when its outcome is known. */
  readonly onRequest?: (request: ProviderRequest) => void
}

/** One request, without anything of its content. */
export interface ProviderRequest {
  /** The name of the host that was asked; null where there is none (a program on this device). */
  readonly host: string | null
  /** `ok`: it did as asked. `refused`: it said no. `none`: no answer, or none that can be relied on. */
  readonly outcome: 'ok' | 'refused' | 'none'
  /** Milliseconds, an integer. */
  readonly ms: number
  /** The clock of the provider when it answered, milliseconds since 1970 in whole seconds; absent where it told none. */
  readonly date?: number
}

/** The message that an `unknown` may have sent. */
export interface Sought {
  readonly reference: string
  readonly to: PhoneNumber
  /** When the request went on record, by the clock of this device. */
  readonly since: Date
  /** Whether a message at the provider belongs to another transfer already. */
  readonly isAdopted: (id: string) => boolean
}

/** The message was found, and it failed. */
export interface Found extends Rejected {
  /** What the provider calls it. */
  readonly id: string
}

export interface Capabilities {
  readonly receipts: boolean
  readonly cancel: boolean
  readonly redact: boolean
  readonly reconcile: boolean
}

export interface Message {
  /** The number of the signed intent, no other; null only where a person hands it over face to face. */
  readonly to: PhoneNumber | null
  /** What travels: for a machine the whole text of `composeText`, for a person the password to read out. */
  readonly text: Secret
  /** The transfer's full short id; a text holds it too, so that it can be found again. */
  readonly reference: string
}

/** Plain data: it survives JSON and a restart. */
export type Receipt = Accepted | Rejected | Unknown

/** The provider took it. That is not proof of delivery. */
export interface Accepted {
  readonly outcome: 'accepted'
  readonly courier: string
  /** What the provider calls this message; the reference where there is no provider. */
  readonly id: string
  /** There when a person says that they conveyed it: delivered, says the operator. */
  readonly attestation?: Attestation
}

/** The provider refused it: proven not sent. */
export interface Rejected {
  readonly outcome: 'rejected'
  readonly courier: string
  readonly refusal: Refusal
}

/** It may have been sent, or not. */
export interface Unknown {
  readonly outcome: 'unknown'
  readonly courier: string
  /** One sentence. */
  readonly reason: string
}

/** Who read the password out to whom, when (milliseconds since 1970). Both are names of persons: personal data. */
export interface Attestation {
  readonly by: string
  readonly to: string
  readonly at: number
}

export interface Refusal {
  /** The provider's own code, for example `30003`. */
  readonly code: string
  /** One sentence: what happened. */
  readonly message: string
  /** One sentence: what to do. */
  readonly hint: string
  /** Whether the same message to the same number may be tried again. */
  readonly retry: boolean
  /** The channel that fits better, if one does. */
  readonly channel: 'sms' | 'phone' | 'in-person' | null
}

/** `handed-over`: the carrier has it. `delivered`: the handset has it. The last two are final. */
export type DeliveryStatus =
  | { readonly state: 'pending' | 'handed-over' | 'delivered' }
  | { readonly state: 'failed'; readonly refusal: Refusal }

/** Called by couriers right before an effect. */
export function stopIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw new WaybillError('WB-INTERRUPTED', 'Interrupted before anything was sent.', 'Run the command again to go on.')
}

/** The full short id of a transfer, `WB-7K3Q-M9XP`. */
export function isReference(text: string): boolean {
  return /^WB-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(text)
}
