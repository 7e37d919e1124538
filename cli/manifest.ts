import { createHash } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ioError } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import type { BatchRow } from '../src/batch.ts'
import { readCsvFile } from './csv-file.ts'
import { list } from './format.ts'
import { refuseShared } from './manifest-places.ts'
import {
  type Cells,
  type Column,
  columns,
  type Defaults,
  identityOf,
  isColumn,
  requestOf,
  valuesOf,
} from './manifest-row.ts'
import { nearest } from './nearest.ts'

/** A manifest as it was read: docs/batches.md. */
export interface Manifest {
  /** Hex SHA-256 of its bytes. */
  readonly digest: string
  /** Hashes of where it lies and of its content: under either it is known again. */
  readonly scopes: readonly string[]
  readonly rows: readonly BatchRow[]
}

const mostRows = 10_000

/**
 * Untrusted. WB-BATCH when the file as a whole makes no sense; what is wrong with a row is its `request`. Archives
 * land in the directory `target`, the result in the file `result`.
 */
export function readManifest(
  path: string,
  { target, result }: { readonly target: string; readonly result: string },
  defaults: Defaults,
): Manifest {
  const { place, bytes, records } = read(path)
  const [header = [], ...lines] = records
  const names = readHeader(header)
  const places = { directory: dirname(place), target }
  const filled = lines
    .map((fields, at) => ({ row: at + 2, fields }))
    .filter(({ fields }) => fields.some(field => field.trim() !== ''))
  if (filled.length === 0) throw broken(`${path} has no rows.`, 'Give it one row for each recipient.')
  if (filled.length > mostRows) throw broken(`${path} has more than 10,000 rows.`, 'Divide it.')
  const rows = filled.map(({ row, fields }) => readRow(row, fields, names, places, defaults))
  const digest = hash(bytes)
  return { digest, scopes: [hash(`file ${place}`), digest], rows: refuseShared(refuseRepeated(rows), place, result) }
}

function read(path: string) {
  try {
    if (!statSync(path).isFile()) throw broken(`${path} is not a file.`, 'Name a CSV file.')
    return { place: realpathSync(path), ...readCsvFile(path, 'WB-BATCH') }
  } catch (error) {
    const { message, hint } = ioError(error, path)
    throw new WaybillError('WB-BATCH', message, hint, { cause: error })
  }
}

function readHeader(header: readonly string[]): Column[] {
  const names = header.map(field => {
    const name = field.trim().toLowerCase()
    if (name === 'organisation') return 'org'
    if (isColumn(name)) return name
    const meant = nearest(name, columns)
    const hint = meant === null ? `The first line names the columns: ${list(columns, 'or')}.` : `Did you mean ${meant}?`
    // Where the header is missing, this is somebody's number: it is not repeated.
    const called = /[\d@]/.test(name) ? 'what stands there' : `"${name.slice(0, 40)}"`
    throw broken(name === '' ? 'A column has no name.' : `No column is called ${called}.`, hint)
  })
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw broken(`The column ${twice} stands there twice.`, 'Remove one of them.')
  if (!names.includes('paths')) throw broken('The column paths is missing.', 'It names the files to send.')
  if (!names.includes('to') && !names.includes('contact')) {
    throw broken('The column to or contact is missing.', 'It names the recipient.')
  }
  return names
}

function readRow(
  row: number,
  fields: readonly string[],
  names: readonly Column[],
  { directory, target }: { readonly directory: string; readonly target: string },
  defaults: Defaults,
): BatchRow {
  const cells: Cells = new Map(names.map((name, at) => [name, (fields[at] ?? '').trim()]))
  const to = cells.get('contact') || cells.get('to') || ''
  const values = attempt(() => {
    if (fields.length !== names.length) {
      const message = `The row has ${fields.length} fields, the header has ${names.length}.`
      throw new WaybillError('WB-USAGE', message, 'Put a field that holds the separator into quotation marks.')
    }
    return valuesOf(cells, directory)
  })
  const isWrong = values instanceof WaybillError
  const request = isWrong ? values : attempt(() => requestOf(values, target, defaults))
  const key = hash(isWrong ? JSON.stringify(fields) : identityOf(values))
  return { row, to, mustBeContact: Boolean(cells.get('contact')), key, request }
}

function attempt<T>(work: () => T): T | WaybillError {
  try {
    return work()
  } catch (error) {
    if (error instanceof WaybillError) return error
    throw error
  }
}

/** Copied and forgotten: it would send the same files to the same person twice. */
function refuseRepeated(rows: readonly BatchRow[]): BatchRow[] {
  const first = new Map<string, number>()
  return rows.map(one => {
    const before = first.get(one.key)
    if (before === undefined) first.set(one.key, one.row)
    if (before === undefined || one.request instanceof WaybillError) return one
    const message = `The row is the same as row ${before}.`
    return { ...one, request: new WaybillError('WB-USAGE', message, 'Remove it, or give it a reference of its own.') }
  })
}

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function broken(message: string, hint: string): WaybillError {
  return new WaybillError('WB-BATCH', message, hint)
}
