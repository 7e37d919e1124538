import { WaybillError } from '../../lib/error.ts'
import type { Event } from '../../lib/ledger/event.ts'
import type { Ledger } from '../../lib/ledger/store.ts'
import { normalised } from '../../lib/ledger/tags.ts'
import type { View } from '../../lib/ledger/view.ts'
import { oneLine } from '../one-line.ts'
import { readTransfer, type TransferRecord } from '../record.ts'

/** Milliseconds since 1970: at or after `since`, before `until`; without one the period is open on that side. */
export interface Period {
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** Which transfers a report is about; all that is given must fit. Texts are as typed: case and spaces do not count. */
export interface Selection extends Period {
  /** The name of a recipient, or of an organisation. */
  readonly to?: string | undefined
  readonly client?: string | undefined
  readonly reference?: string | undefined
  /** ULID. */
  readonly transfer?: string | undefined
}

export interface Selected {
  /** Oldest first. */
  readonly transfers: TransferRecord[]
  /** Transfers of the period that could be meant too: what they would be found by was shredded. */
  readonly shredded: number
}

/** The transfers begun in the period that fit. A reference is found by its keyed tag, names by what is disclosed. */
export function selectTransfers(ledger: Ledger, selection: Selection): Selected {
  const tagged = taggedWith(ledger, selection.reference)
  const fits = fitsNames(selection)
  const transfers: TransferRecord[] = []
  let shredded = 0
  for (const [id, intended] of transfersBegun(ledger, selection)) {
    if (selection.transfer !== undefined && selection.transfer !== id) continue
    const isTagged = tagged === null || tagged.has(id)
    if (!isTagged && !isShredded(ledger, intended)) continue
    const record = readTransfer(ledger, id, 'contact')
    if (record.contact.recipient === null && isByName(selection)) shredded++
    else if (isTagged && fits(record)) transfers.push(record)
  }
  return { transfers, shredded }
}

/** ULIDs, oldest first, each with its `transfer.intended`. */
export function* transfersBegun(ledger: Pick<View, 'events'>, period: Period): Generator<[id: string, Event]> {
  for (const event of ledger.events({ type: 'transfer.intended' })) {
    if (event.xfer !== null && isIn(period, event.ts)) yield [event.xfer, event]
  }
}

/** `at`: RFC 3339. */
export function isIn({ since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: Period, at: string) {
  const time = Date.parse(at)
  return time >= since && time < until
}

/** WB-USAGE for a period that holds no moment. */
export function requirePeriod({ since, until }: Period): void {
  if (since !== undefined && until !== undefined && since >= until) {
    throw new WaybillError('WB-USAGE', '--since is not before --until.', 'Give the period as two days in their order.')
  }
}

function taggedWith(ledger: View, reference: string | undefined): ReadonlySet<string> | null {
  return reference === undefined ? null : new Set(ledger.tagged('reference', oneLine(reference, '--ref').trim()))
}

/** Without its tags a transfer is found by no reference: only what is disclosed tells that from having none. */
function isShredded(ledger: Ledger, intended: Event): boolean {
  const [digest] = intended.sd.contact ?? []
  return digest === undefined || ledger.disclosed(digest) === 'shredded'
}

function isByName({ to, client, reference }: Selection): boolean {
  return to !== undefined || client !== undefined || reference !== undefined
}

function fitsNames({ to, client }: Selection): (record: TransferRecord) => boolean {
  const who = to === undefined ? null : normalised(oneLine(to, '--to'))
  const whose = client === undefined ? null : normalised(oneLine(client, '--client'))
  const isName = (wanted: string, name: string | null) => name !== null && normalised(name) === wanted
  return ({ contact }) =>
    (who === null || isName(who, contact.recipient) || isName(who, contact.organisation)) &&
    (whose === null || isName(whose, contact.client))
}
