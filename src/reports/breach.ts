import type { Ledger } from '../../lib/ledger/store.ts'
import { shortId } from '../../lib/ulid.ts'
import type { Home } from '../home.ts'
import { int } from '../record.ts'
import { timeOrNull } from './activity.ts'
import { type Affected, affected, type Reach } from './affected.ts'
import { type Selection, selectTransfers } from './selection.ts'

/**
 * What the ledger holds for a notification (GDPR Art. 33(3), 33(2), 34), and nothing that it does not hold. Every field
 * name is a promise (docs/json.md).
 */
export interface Breach {
  readonly scope: Scope
  /** Null unless the report is about the whole device. */
  readonly device: Device | null
  readonly totals: Totals
  readonly transfers: readonly Affected[]
  /** Each time this home was made of a backup: what was recorded after that backup is lost, whole transfers too. */
  readonly restores: readonly Restore[]
  /** Transfers of the period that could be meant too: what they would be found by was shredded. */
  readonly notSearchable: number
  readonly checkpoint: { readonly size: number; readonly root: string }
}

/** Events that the lost home had at least (null: nobody knows), and those that the backup had. */
export interface Restore {
  readonly at: string
  readonly fromSize: number | null
  readonly toSize: number
}

/** What was asked for; null: not asked for. */
export interface Scope {
  /** Short id. */
  readonly transfer: string | null
  readonly to: string | null
  readonly client: string | null
  readonly reference: string | null
  readonly since: string | null
  readonly until: string | null
}

/** What lies on this device, for one that was lost. */
export interface Device {
  /** The pseudonym that stands in the events. */
  readonly host: string
  /** Whether the keys need a passphrase. */
  readonly passphrase: boolean
  /** Passwords of transfers that have not ended, encrypted under those keys. */
  readonly passwords: number
  /** Contacts on record. */
  readonly contacts: number
}

export interface Totals {
  readonly transfers: number
  readonly special: number
  readonly categories: readonly string[]
  /** Transfers without stated categories. */
  readonly withoutCategories: number
  readonly subjects: Stated
  readonly records: Stated
  /** Transfers by how far anybody could get at the content. */
  readonly reach: Readonly<Record<Reach, number>>
  /** Transfers whose archive shows the names of its files to anybody. */
  readonly namesReadable: number
  /** Clients that are named: each is told (Art. 33(2)) where you act for it. */
  readonly clients: readonly string[]
}

/** A sum of what the senders said; the same person may be counted more than once. */
export interface Stated {
  readonly sum: number
  /** Transfers for which nobody said a number. */
  readonly unknown: number
}

export function breach(home: Pick<Home, 'ledger' | 'protected' | 'context'>, selection: Selection): Breach {
  const { ledger } = home
  const { transfers, shredded } = selectTransfers(ledger, selection)
  const found = transfers.map(affected)
  const { size, root } = ledger.checkpoint()
  return {
    scope: scopeOf(selection),
    device: isWholeDevice(selection) ? deviceOf(home) : null,
    totals: totalsOf(found),
    transfers: found,
    restores: restoresOf(ledger),
    notSearchable: shredded,
    checkpoint: { size, root },
  }
}

function restoresOf(ledger: Ledger): Restore[] {
  return [...ledger.events({ type: 'ledger.restored' })].map(({ ts, d }) => ({
    at: ts,
    fromSize: d.fromSize === null ? null : int(d, 'fromSize'),
    toSize: int(d, 'toSize'),
  }))
}

function scopeOf({ transfer, to, client, reference, since, until }: Selection): Scope {
  return {
    transfer: transfer === undefined ? null : shortId(transfer),
    to: to ?? null,
    client: client ?? null,
    reference: reference ?? null,
    since: timeOrNull(since),
    until: timeOrNull(until),
  }
}

function isWholeDevice({ transfer, to, client, reference }: Selection): boolean {
  return [transfer, to, client, reference].every(one => one === undefined)
}

function deviceOf({ ledger, protected: passphrase, context }: Pick<Home, 'ledger' | 'protected' | 'context'>): Device {
  return {
    host: context.host,
    passphrase,
    passwords: ledger.vault.ids().length,
    contacts: ledger.records.list('contact').length,
  }
}

export function totalsOf(transfers: readonly Affected[]): Totals {
  const number = (is: (one: Affected) => boolean) => transfers.filter(is).length
  return {
    transfers: transfers.length,
    special: number(({ special }) => special),
    categories: [...new Set(transfers.flatMap(({ categories }) => categories))].sort(),
    withoutCategories: number(({ categories }) => categories.length === 0),
    subjects: stated(transfers.map(({ subjects }) => subjects)),
    records: stated(transfers.map(({ records }) => records)),
    reach: {
      nothing: number(({ reach }) => reach === 'nothing'),
      unintelligible: number(({ reach }) => reach === 'unintelligible'),
      unknown: number(({ reach }) => reach === 'unknown'),
      readable: number(({ reach }) => reach === 'readable'),
      opened: number(({ reach }) => reach === 'opened'),
    },
    namesReadable: number(({ names, archive, lost }) => names === 'no' && (archive !== 'none' || lost)),
    clients: [...new Set(transfers.flatMap(({ client }) => client ?? []))].sort(),
  }
}

function stated(numbers: readonly (number | null)[]): Stated {
  return {
    sum: numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0),
    unknown: numbers.filter(number => number === null).length,
  }
}
