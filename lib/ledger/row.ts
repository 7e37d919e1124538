import type { SQLOutputValue } from 'node:sqlite'
import { WaybillError } from '../error.ts'

/** What a query answers with. Untrusted, like everything in the home, until a column is taken out by its type. */
export type Row = Record<string, SQLOutputValue>

/** A column that must be text, or the row is not one that Waybill wrote. */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw damaged()
  return value
}

export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw damaged()
  return value
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw damaged()
  return value
}

export function damaged(cause?: unknown): WaybillError {
  return new WaybillError(
    'WB-LEDGER-DAMAGED',
    'The ledger file is damaged.',
    'Run `waybill verify` to see what was changed, and restore a backup.',
    { cause },
  )
}
