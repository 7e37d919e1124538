import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { ioError, writeDurably } from '../lib/durable.ts'
import { errnoOf, WaybillError } from '../lib/error.ts'
import type { Random } from '../lib/ports.ts'
import type { RowView } from '../src/batch-view.ts'
import { encodeCsv } from './csv.ts'
import { sanitise } from './sanitise.ts'

/** The result of a batch as a CSV file: one record a row of the manifest. No number, no password. */
const columns = [
  'row',
  'to',
  'transfer',
  'state',
  'channel',
  'archive',
  'sha256',
  'receipt_code',
  'code',
  'message',
  'hint',
] as const

/** `customers.csv` → `customers.result.csv`, beside it. */
export function resultPath(manifest: string): string {
  return `${manifest.replace(/\.csv$/i, '')}.result.csv`
}

/**
 * Before anything is done: the result can be written there. An older result is replaced, whatever batch it is of, since
 * the ledger can tell it again; another file is not without `force`: WB-EXISTS.
 */
export function requireResultPath(path: string, force: boolean): void {
  try {
    accessSync(dirname(path), constants.W_OK)
    if (startsWith(path, encodeCsv([columns])) || force) return
  } catch (error) {
    throw ioError(error, path, 'write')
  }
  throw new WaybillError(
    'WB-EXISTS',
    `${path} exists and is not the result of a manifest.`,
    'Choose another file with --result, or add --force to replace it.',
  )
}

/** True too where there is no such file. */
function startsWith(path: string, beginning: string): boolean {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return true
    throw error
  }
  try {
    const found = Buffer.alloc(beginning.length)
    readSync(file, found)
    return found.toString('latin1') === beginning
  } finally {
    closeSync(file)
  }
}

/** What is untrusted in it is marked as on the terminal, for whoever looks at it there. For its owner alone: it holds names and receipt codes. */
export function writeResult(path: string, rows: readonly RowView[], random: Random): void {
  const records = rows.map(({ row, receiptCode, ...view }) => [
    String(row),
    sanitise(view.to),
    view.transfer ?? '',
    view.state,
    view.channel ?? '',
    view.archive ?? '',
    view.sha256 ?? '',
    receiptCode ?? '',
    view.code ?? '',
    sanitise(view.message ?? ''),
    sanitise(view.hint ?? ''),
  ])
  writeDurably(path, Buffer.from(encodeCsv([columns, ...records])), random)
}
