import { type Input, named } from '../../keys.ts'
import type { Note } from '../../parts/notice.tsx'

/** What a search has found so far: rows come while it goes on. */
export interface Found<Row> {
  /** Which search it is: what an older one still finds is dropped. */
  readonly run: number
  readonly rows: readonly Row[]
  /** How many places it has looked at. */
  readonly looked: number
  readonly busy: boolean
  /** There is no more to find. */
  readonly done: boolean
  readonly note: Note | null
}

export type FoundEvent<Row> =
  | { readonly type: 'found'; readonly run: number; readonly rows: readonly Row[]; readonly looked: number }
  | { readonly type: 'rested'; readonly run: number; readonly done: boolean }
  | { readonly type: 'broke'; readonly run: number; readonly note: Note }

/** Rows that are asked for at once. */
export const portion = 60

/** So near to the end of what is loaded more is asked for. */
export const margin = 30

/** The last row is known when all are loaded; then how many there are is known too. */
export function asksForAll(input: Input, { busy, done }: Pick<Found<unknown>, 'busy' | 'done'>): boolean {
  return !busy && !done && named([{ name: 'last', keys: ['end', 'G'] }], input) !== null
}

export function searching<Row>(run: number): Found<Row> {
  return { run, rows: [], looked: 0, busy: true, done: false, note: null }
}

/** Null where the event is of another search. */
export function taken<Row>(found: Found<Row>, event: FoundEvent<Row>): Found<Row> | null {
  if (event.run !== found.run) return null
  switch (event.type) {
    case 'found':
      return { ...found, rows: [...found.rows, ...event.rows], looked: found.looked + event.looked }
    case 'rested':
      return { ...found, busy: false, done: found.done || event.done }
    case 'broke':
      return { ...found, busy: false, done: true, note: event.note }
  }
}
