import type { Ledger } from '../../lib/ledger/store.ts'
import { normalised } from '../../lib/ledger/tags.ts'
import { intendedOf, lastOf, type TransferRecord } from '../record.ts'
import { archiveLeft } from '../what-left.ts'
import { timeOrNull } from './activity.ts'
import { type Selection, selectTransfers } from './selection.ts'

/** Who got which categories of data for which purpose (GDPR Art. 30(1)(d)). Every field name is a promise (docs/json.md). */
export interface Recipients {
  readonly since: string | null
  readonly until: string | null
  readonly rows: readonly RecipientRow[]
  /** Transfers that are in no row: no archive came into being, so nothing could be received. */
  readonly withoutArchive: number
  /** Transfers of the period whose recipient was shredded: `--to` and `--client` cannot find them. */
  readonly notSearchable: number
}

/** Transfers that have all of these in common. */
export interface RecipientRow {
  /** What follows, down to the purpose, was shredded and is null. */
  readonly shredded: boolean
  readonly recipient: string | null
  readonly organisation: string | null
  readonly client: string | null
  readonly purpose: string | null
  /** Null: not stated. */
  readonly basis: string | null
  /** Empty: not stated. */
  readonly categories: readonly string[]
  readonly special: boolean
  readonly transfers: number
  /** For so many of them the password was let go. */
  readonly released: number
  /** When the first and the last of them began. */
  readonly first: string
  readonly last: string
}

export function recipients(ledger: Ledger, selection: Selection): Recipients {
  const { transfers, shredded } = selectTransfers(ledger, selection)
  const groups = new Map<string, RecipientRow>()
  let withoutArchive = 0
  for (const record of transfers) {
    if (archiveLeft(record) === 'none') withoutArchive++
    else {
      const row = rowOf(record)
      const key = keyOf(row)
      groups.set(key, joined(groups.get(key), row))
    }
  }
  return {
    since: timeOrNull(selection.since),
    until: timeOrNull(selection.until),
    rows: [...groups.values()].sort(inOrder),
    withoutArchive,
    notSearchable: shredded,
  }
}

function rowOf(record: TransferRecord): RecipientRow {
  const { recipient, organisation, client, purpose } = record.contact
  const { basis, categories, special } = intendedOf(record)
  const began = record.events[0]?.ts ?? ''
  return {
    shredded: recipient === null,
    recipient,
    organisation,
    client,
    purpose,
    basis,
    categories,
    special,
    transfers: 1,
    released: lastOf(record, 'transfer.released') === undefined ? 0 : 1,
    first: began,
    last: began,
  }
}

/** Spelling does not part what belongs together. */
function keyOf({ recipient, organisation, client, purpose, basis, categories, shredded }: RecipientRow): string {
  const names = [recipient, organisation, client, purpose].map(name => (name === null ? null : normalised(name)))
  return JSON.stringify([shredded, names, basis, categories])
}

/** Spelled as in the last of them. */
function joined(before: RecipientRow | undefined, row: RecipientRow): RecipientRow {
  if (before === undefined) return row
  const { transfers, released, first } = before
  return { ...row, transfers: transfers + row.transfers, released: released + row.released, first }
}

/** By organisation, recipient and time; what was shredded comes last. */
function inOrder(one: RecipientRow, other: RecipientRow): number {
  const by = (row: RecipientRow) => [row.organisation ?? row.recipient ?? '', row.recipient ?? '']
  const [[mine = '', my = ''], [theirs = '', their = '']] = [by(one), by(other)]
  return (
    Number(one.shredded) - Number(other.shredded) ||
    mine.localeCompare(theirs, 'en') ||
    my.localeCompare(their, 'en') ||
    one.first.localeCompare(other.first)
  )
}
