import type { Ledger } from '../../lib/ledger/store.ts'
import { channelOf, fold, intendedOf } from '../record.ts'
import { shownState, states } from '../states.ts'
import { categories, channels } from '../words.ts'
import { type Period, transfersBegun } from './selection.ts'
import { leastTotal, type ShownTable, shownTotal, suppress } from './suppression.ts'

/** How much was sent, and nothing about anybody (controls.md, clause 8.11). Every field name is a promise (docs/json.md). */
export interface Activity {
  readonly since: string | null
  readonly until: string | null
  /** Transfers begun in the period; null: one to four. */
  readonly transfers: number | null
  /** Null: withheld. A count that is null is suppressed. */
  readonly months: ShownTable
  readonly channels: ShownTable
  /** A transfer has none, one or several: these counts have no sum that is known. */
  readonly categories: ShownTable
  readonly states: ShownTable
}

export function activity(ledger: Ledger, period: Period): Activity {
  const [months, byChannel, byCategory, byState] = [new Counter(), new Counter(), new Counter(), new Counter()]
  let total = 0
  for (const [id] of transfersBegun(ledger, period)) {
    const record = { events: ledger.eventsOf(id) }
    total++
    months.add(record.events[0]?.ts.slice(0, 7) ?? '')
    byChannel.add(channelOf(record))
    byState.add(shownState(fold(record.events)))
    for (const category of intendedOf(record).categories) byCategory.add(category)
  }
  return {
    since: timeOrNull(period.since),
    until: timeOrNull(period.until),
    transfers: shownTotal(total),
    months: suppress(months.cells(months.names().sort()), total),
    channels: suppress(byChannel.cells(channels), total),
    categories: suppress(byCategory.cells(categories), total),
    states: suppress(byState.cells(states), total),
  }
}

/** Whether the report has too little in it for any table. */
export function isTooLittle({ transfers }: Activity): boolean {
  return transfers === null || transfers < leastTotal
}

export function timeOrNull(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString()
}

class Counter {
  readonly #counts = new Map<string, number>()

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  names(): string[] {
    return [...this.#counts.keys()]
  }

  cells(names: readonly string[]) {
    return names.map(name => ({ name, count: this.#counts.get(name) ?? 0 }))
  }
}
