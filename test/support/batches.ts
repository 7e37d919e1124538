import { createHash } from 'node:crypto'
import {
  type BatchOptions,
  type BatchResult,
  type BatchRow,
  type BatchWatch,
  type SendRequest,
  sendBatch,
  Transfers,
} from '../../src/index.ts'
import type { Bench } from './transfers.ts'

/** Rows for these people, each with a number of their own; nothing is held. */
export function rowsFor(place: Pick<Bench, 'request'>, ...names: string[]): BatchRow[] {
  return names.map((name, at) => rowFor(place, name, { phone: `+4915112345${String(600 + at)}` }))
}

/** One row; with a number of its own where others are beside it. */
export function rowFor({ request }: Pick<Bench, 'request'>, name: string, more: Partial<SendRequest> = {}): BatchRow {
  return rowOf({ ...request, to: name, hold: false, ...more })
}

let next = 2

function rowOf(request: SendRequest): BatchRow {
  const key = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  return { row: next++, to: request.to, mustBeContact: false, key, request }
}

export const scopes = ['file', 'content']

export function run(
  { world }: Pick<Bench, 'world'>,
  rows: readonly BatchRow[],
  options: Partial<BatchOptions> = {},
  watch: BatchWatch = {},
) {
  return sendBatch(world, new Transfers(world), rows, { scopes, jobs: 4, ...options }, watch)
}

export function missing(place: Pick<Bench, 'request'>): BatchRow {
  return rowFor(place, 'Nobody', { paths: ['/missing'] })
}

export function statesOf({ rows }: BatchResult) {
  return rows.map(({ state }) => state)
}
