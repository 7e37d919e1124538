import type { JsonObject } from '../lib/ledger/canonical.ts'

/**
 * Whose word an event is: of Waybill on this device, which saw or did it; of the provider; of the operator; or of somebody
 * who quoted a code that travelled with the archive (receipt) or lay inside it (confirmation), who is taken to be the
 * recipient.
 */
export type Says = 'waybill' | 'provider' | 'operator' | 'recipient'

export function saysSo(type: string, d: JsonObject): Says {
  switch (type) {
    case 'password.accepted':
    case 'password.delivered':
    case 'password.failed':
    case 'password.redacted':
      return 'provider'
    case 'password.dictated':
    case 'archive.handed-over':
    case 'deletion.answered':
      return 'operator'
    case 'confirmation.quoted':
      return 'recipient'
    case 'transfer.confirmed':
      return d.proof === 'code' ? 'recipient' : 'operator'
    case 'transfer.released':
      return d.by === 'receipt' ? 'recipient' : d.by === 'no-hold' ? 'waybill' : 'operator'
    case 'transfer.cancelled':
      return d.reason === 'operator' || d.reason === 'mis-sent' ? 'operator' : 'waybill'
    default:
      return 'waybill'
  }
}
