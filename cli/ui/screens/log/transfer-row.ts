import { folded } from '../../../../src/log.ts'
import { lastOf, readTransfer } from '../../../../src/record.ts'
import { type State, states } from '../../../../src/states.ts'
import type { World } from '../../../../src/world.ts'

/** One transfer as the table shows it. */
export interface TransferRow {
  readonly id: string
  readonly transfer: string
  /** When it was begun, milliseconds since 1970. */
  readonly at: number
  readonly state: State
  /** Null where it was shredded. */
  readonly recipient: string | null
  readonly organisation: string | null
  readonly purpose: string | null
  readonly bytes: number | null
  /** What is searched while somebody types: folded. No more than the search of all finds. */
  readonly text: string
  /** What is sorted by: folded. */
  readonly name: string
}

/** Personal fields of the class `contact` alone are opened: that is what takes the time. */
export function transferRow(ledger: World['ledger'], id: string): TransferRow {
  const record = readTransfer(ledger, id, 'contact')
  const { recipient, organisation, purpose, reference, client } = record.contact
  const bytes = lastOf(record, 'transfer.sealed')?.d.bytes
  const said = [record.short, recipient, organisation, purpose, reference, client]
  return {
    id,
    transfer: record.short,
    at: Date.parse(record.events[0]?.ts ?? ''),
    state: record.state,
    recipient,
    organisation,
    purpose,
    bytes: typeof bytes === 'number' ? bytes : null,
    text: folded(said.filter(part => part !== null).join('\n')),
    name: folded(recipient ?? ''),
  }
}

export const orders = ['date', 'recipient', 'state', 'size'] as const
export type Order = (typeof orders)[number]

/** Which comes first: the newest, the first of the alphabet, the earliest state, the largest; equal ones as they were. */
const compare: Readonly<Record<Order, (a: TransferRow, b: TransferRow) => number>> = {
  date: (a, b) => b.at - a.at,
  recipient: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  state: (a, b) => states.indexOf(a.state) - states.indexOf(b.state),
  size: (a, b) => (b.bytes ?? -1) - (a.bytes ?? -1),
}

/** Rows as they were found (newest first), in another order. */
export function sorted(rows: readonly TransferRow[], order: Order, reverse: boolean): readonly TransferRow[] {
  if (order === 'date') return reverse ? rows.toReversed() : rows
  const way = reverse ? -1 : 1
  return rows.toSorted((a, b) => way * compare[order](a, b))
}
