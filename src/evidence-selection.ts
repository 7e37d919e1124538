import { WaybillError } from '../lib/error.ts'
import type { BundleScope } from '../lib/ledger/bundle.ts'
import type { Event } from '../lib/ledger/event.ts'
import type { Ledger } from '../lib/ledger/store.ts'
import { normalised } from '../lib/ledger/tags.ts'

/** What evidence is wanted of: each part that is given narrows it. */
export interface EvidenceWanted {
  /** Events at or after, and before: milliseconds since 1970, by the clock of the device. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** ULID. */
  readonly transfer?: string | undefined
  /** Name of a recipient, name of a client; spelling as for `normalised`. */
  readonly to?: string | undefined
  readonly client?: string | undefined
  /** ULIDs of transfers that somebody picked, in place of `transfer`, `to` and `client`. */
  readonly among?: ReadonlySet<string> | undefined
}

/** Which events were asked for, in a ledger of `size` events: what comes later is left alone. */
export interface Selection {
  readonly scope: BundleScope
  readonly size: number
  /** The signed note of that size. */
  readonly note: string
  /** The least range that holds all of them: `from` ≤ seq < `to`. */
  readonly from: number
  readonly to: number
  has(event: Event): boolean
}

/** Years of four digits, as events have them. */
const [earliest, latest] = [0, Date.UTC(9999, 11, 31)]

/** WB-EVIDENCE-EMPTY when no event fits. */
export function selectEvents(ledger: Ledger, wanted: EvidenceWanted): Selection {
  const { size, note } = ledger.checkpoint()
  const { since = earliest, until = latest } = wanted
  const inPeriod = (event: Event) => Date.parse(event.ts) >= since && Date.parse(event.ts) < until
  const transfers = transfersOf(ledger, wanted, size)
  const has = (event: Event) =>
    inPeriod(event) && (transfers === null || (event.xfer !== null && transfers.has(event.xfer)))
  const isWhole = wanted.since === undefined && wanted.until === undefined
  const span =
    transfers === null
      ? ledger.span(since, until, size)
      : isWhole
        ? ledger.spanOf(transfers, size)
        : spanOf(ledger, transfers, size, has)
  if (span === null) {
    throw new WaybillError(
      'WB-EVIDENCE-EMPTY',
      'No event of the ledger is what was asked for.',
      'Look at `waybill log`, and ask for a longer period or another transfer.',
    )
  }
  return { scope: scopeOf(wanted), size, note, from: span.first, to: span.last + 1, has }
}

function scopeOf({ transfer, to, client, among }: EvidenceWanted): BundleScope {
  if (among !== undefined) return 'selection'
  if (transfer !== undefined) return 'transfer'
  if (to !== undefined) return 'recipient'
  return client === undefined ? 'period' : 'client'
}

/** Null: all, and events of no transfer too. A transfer whose contact was shredded has no recipient and no client. */
function transfersOf(
  ledger: Ledger,
  { transfer, to, client, among }: EvidenceWanted,
  size: number,
): ReadonlySet<string> | null {
  if (among !== undefined) return among
  const one = transfer === undefined ? null : new Set([transfer])
  if (to === undefined && client === undefined) return one
  const fits = (event: Event) => {
    const fields = ledger.disclosed(event).filter(field => field !== 'shredded')
    const is = (name: string, text: string | undefined) =>
      text === undefined ||
      fields.some(field => field.name === name && typeof field.value === 'string' && alike(field.value, text))
    return is('recipient', to) && is('client', client)
  }
  const intended = [...ledger.events({ type: 'transfer.intended', to: size })]
  const found = intended.filter(event => (one === null || one.has(event.xfer ?? '')) && fits(event))
  return new Set(found.flatMap(({ xfer }) => xfer ?? []))
}

function alike(a: string, b: string): boolean {
  return normalised(a) === normalised(b)
}

function spanOf(ledger: Ledger, transfers: ReadonlySet<string>, size: number, has: Selection['has']) {
  let [first, last] = [size, -1]
  for (const id of transfers) {
    for (const event of ledger.eventsOf(id)) {
      if (event.seq >= size || !has(event)) continue
      first = Math.min(first, event.seq)
      last = Math.max(last, event.seq)
    }
  }
  return last < 0 ? null : { first, last }
}
