import type { Clock } from '../ports.ts'
import { type Courier, type Message, type Receipt, stopIfAborted } from './courier.ts'

/** Shows a password to the operator, who reads it out to the recipient: on the telephone or face to face. */
export interface Reader {
  /**
   * Throws a `WaybillError` only as long as nothing was shown. From then on it answers, whatever happens: `unsure` when
   * the operator went away without a word.
   */
  readOut(message: Message, signal: AbortSignal): Promise<Reading>
}

export type Reading =
  /** The operator's word, with names: who read it out, and to whom. */
  | { readonly outcome: 'read-out'; readonly by: string; readonly to: string }
  | { readonly outcome: 'not-read-out' }
  | { readonly outcome: 'unsure' }

const id = 'manual'

/** A person as a courier. There is no provider to ask: the receipt is an attestation, delivered, says the operator. */
export function manualCourier({ clock, reader }: { readonly clock: Clock; readonly reader: Reader }): Courier {
  return {
    id,
    can: { receipts: false, cancel: false, redact: false, reconcile: false },

    async check(_to, { signal }) {
      stopIfAborted(signal)
      return []
    },

    async deliver(message, { signal }) {
      stopIfAborted(signal)
      return receipt(await reader.readOut(message, signal), message, clock)
    },
  }
}

function receipt(reading: Reading, message: Message, clock: Clock): Receipt {
  switch (reading.outcome) {
    case 'read-out': {
      const [by, to] = [reading.by.trim(), reading.to.trim()]
      if (by === '' || to === '') return unsure('The attestation lacks a name.')
      return { outcome: 'accepted', courier: id, id: message.reference, attestation: { by, to, at: clock.now() } }
    }
    case 'not-read-out':
      return { outcome: 'rejected', courier: id, refusal }
    case 'unsure':
      return unsure('Nobody said whether the password was read out.')
  }
}

function unsure(reason: string): Receipt {
  return { outcome: 'unknown', courier: id, reason }
}

const refusal = {
  code: 'not-read-out',
  message: 'The password was not read out.',
  hint: 'Call the number on record again, or choose another channel.',
  retry: true,
  channel: null,
}
