import { type Disclosure, parseDisclosure } from '../lib/ledger/disclosure.ts'
import type { Event } from '../lib/ledger/event.ts'
import { shortId } from '../lib/ulid.ts'

/** One row of `transfers.csv`. */
interface Row {
  readonly first: string
  last: string
  event: string
  sealed: Event['d'] | null
  readonly fields: Map<string, string>
}

const personal = ['recipient', 'organisation', 'phone', 'purpose', 'reference', 'client'] as const
const head = [
  'transfer',
  'id',
  'first_event_at',
  'last_event_at',
  'last_event',
  ...personal,
  'sha256',
  'bytes',
  'entries',
]

/** The transfers of a bundle, told from what is in the bundle alone: a field that it does not disclose is empty. */
export class EvidenceRows {
  readonly #rows = new Map<string, Row>()

  /** Oldest first. */
  take({ xfer, ts, type, d }: Event): void {
    if (xfer === null) return
    const row = this.#rows.get(xfer) ?? { first: ts, last: ts, event: type, sealed: null, fields: new Map() }
    row.last = ts
    row.event = type
    if (type === 'transfer.sealed') row.sealed = d
    this.#rows.set(xfer, row)
  }

  /** D of an event of that transfer. */
  disclose(xfer: string | null, encoded: string): void {
    const { name, value }: Disclosure = parseDisclosure(encoded)
    if (xfer !== null && typeof value === 'string') this.#rows.get(xfer)?.fields.set(name, value)
  }

  /** Sorted. */
  get ids(): string[] {
    return [...this.#rows.keys()].sort()
  }

  *cells(): Generator<readonly string[]> {
    yield head
    for (const [id, { first, last, event, sealed, fields }] of this.#rows) {
      const told = personal.map(name => fields.get(name) ?? '')
      const archive = [sealed?.sha256, sealed?.bytes, sealed?.entries].map(value => String(value ?? ''))
      yield [shortId(id), id, first, last, event, ...told, ...archive]
    }
  }
}
