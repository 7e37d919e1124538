import { WaybillError } from '../lib/error.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { shortId } from '../lib/ulid.ts'

/**
 * The transfer that a person means: a ULID, a short id (`WB-7K3Q-M9XP`), or a unique prefix: four symbols or more of the
 * short id, nine or more of the ULID, whose first ones are only the time. Case, hyphens and the look-alikes of Crockford's base 32 (O, I, L) are forgiven.
 */
export function resolveTransfer(ledger: Ledger, text: string): string {
  const symbols = crockfordSymbols(text)
  if (symbols === null || symbols.length < 4 || symbols.length > 26) {
    throw new WaybillError(
      'WB-ID',
      `${text} is not the id of a transfer.`,
      'Give a short id such as WB-7K3Q-M9XP, or at least its first four symbols: `waybill log` lists them.',
    )
  }
  const [only, ...others] = ledger.findTransfers(symbols)
  if (only === undefined) {
    throw new WaybillError('WB-ID-UNKNOWN', `No transfer ${text} is in this home.`, 'See `waybill log`.')
  }
  if (others.length === 0) return only
  const candidates = [only, ...others].slice(0, 10).map(shortId).join(', ')
  throw new WaybillError('WB-ID-AMBIGUOUS', `${text} fits several transfers: ${candidates}.`, 'Give more of the id.')
}

/** The symbols of a code as a person types it, or null when there is something else in it. */
export function crockfordSymbols(text: string): string | null {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/^(TEST-)?WB-/, '')
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]+$/.test(bare) ? bare : null
}
