import { canonical } from '../lib/ledger/canonical.ts'
import type { Event } from '../lib/ledger/event.ts'
import { shortId } from '../lib/ulid.ts'
import type { TransferView } from '../src/view.ts'
import { eventWords } from './event-words.ts'
import { local } from './format.ts'
import { encodeJsonLine } from './json.ts'
import { ocsf } from './ocsf.ts'
import { dim, type Text } from './style.ts'
import { type Column, table } from './table.ts'
import type { Terminal } from './terminal.ts'
import { shredded, stateWord } from './transfer-lines.ts'

/** How a list is written in each format: transfers, and events. */
export interface Formats<Item> {
  /** What `--format json` has of each. */
  readonly json: (item: Item) => unknown
  /** One line, with nothing at its end. */
  readonly line: (item: Item) => string
  readonly csv: { readonly heads: readonly string[]; readonly row: (item: Item) => readonly string[] }
  readonly text: (items: readonly Item[], screen: Pick<Terminal, 'width' | 'unicode'>) => readonly Text[]
}

const eventColumns: Column[] = [
  { head: dim('Seq'), align: 'right' },
  { head: 'At' },
  { head: 'Transfer' },
  { head: 'Event' },
]

export const eventFormats: Formats<Event> = {
  json: event => event,
  // The bytes that are stored and hashed.
  line: ({ sd, ...event }) => canonical({ ...event, sd: { ...sd } }),
  csv: {
    heads: ['seq', 'at', 'transfer', 'event', 'details'],
    row: event => [String(event.seq), event.ts, shortOf(event), event.type, JSON.stringify(event.d)],
  },
  text: (events, screen) => {
    if (events.length === 0) return ['No events.']
    const rows = events.map(event => [
      String(event.seq),
      local(Date.parse(event.ts)),
      shortOf(event),
      eventWords(event.type, event.d),
    ])
    return table(eventColumns, rows, screen)
  },
}

export const ocsfFormats: Formats<Event> = { ...eventFormats, line: event => encodeJsonLine(ocsf(event)) }

function shortOf({ xfer }: Event): string {
  return xfer === null ? '' : shortId(xfer)
}

const transferColumns: Column[] = ['Begun', 'Transfer', 'State', 'For', 'Purpose'].map(head => ({ head }))

export const transferFormats: Formats<TransferView> = {
  json: view => view,
  line: encodeJsonLine,
  csv: {
    heads: ['at', 'transfer', 'state', 'for', 'organisation', 'purpose', 'channel', 'sha256'],
    row: view => [
      view.life[0]?.at ?? '',
      view.transfer,
      view.state,
      view.recipient.name ?? shredded,
      view.recipient.organisation ?? '',
      view.purpose ?? shredded,
      view.channel,
      view.sha256 ?? '',
    ],
  },
  text: (views, screen) => {
    if (views.length === 0) return ['No transfers.']
    const rows = views.map(view => [
      local(Date.parse(view.life[0]?.at ?? '')),
      view.transfer,
      stateWord(view.state),
      [view.recipient.name ?? shredded, view.recipient.organisation].filter(part => part !== null).join(', '),
      view.purpose ?? shredded,
    ])
    return table(transferColumns, rows, screen)
  },
}
