import type { Ledger } from '../lib/ledger/store.ts'
import { readTransfer, type TransferRecord } from './record.ts'
import type { State } from './states.ts'

export interface LogFilter {
  readonly state?: State | undefined
  /** Begun at or after, and before: milliseconds since 1970. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly limit: number
}

/** The transfers of a home, newest first. */
export function listTransfers(
  ledger: Ledger,
  { state, since = 0, until = Number.POSITIVE_INFINITY, limit }: LogFilter,
): TransferRecord[] {
  const found: TransferRecord[] = []
  const begun = [...ledger.events({ type: 'transfer.intended' })].reverse()
  for (const { xfer, ts } of begun) {
    if (found.length === limit) break
    if (xfer === null || Date.parse(ts) < since || Date.parse(ts) >= until) continue
    const record = readTransfer(ledger, xfer)
    if (state === undefined || record.state === state) found.push(record)
  }
  return found
}
