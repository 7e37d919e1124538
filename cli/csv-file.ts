import { closeSync, openSync, readSync } from 'node:fs'
import { ioError } from '../lib/durable.ts'
import { type ErrorCode, WaybillError } from '../lib/error.ts'
import { parseCsv } from './csv.ts'

const mostBytes = 16 * 1024 * 1024
/** Empty ones too: whoever reads the file bounds what is in it, and much sooner. */
const mostRecords = 100_000

export interface CsvFile {
  readonly bytes: Uint8Array
  readonly records: string[][]
}

/**
 * A CSV file (untrusted): UTF-8, fields apart by commas or by semicolons, whichever gives its first line more of them.
 * Throws `code` for what is no such file, and what `ioError` makes of one that cannot be read.
 */
export function readCsvFile(path: string, code: ErrorCode): CsvFile {
  const bytes = readBounded(path)
  if (bytes.length > mostBytes) throw new WaybillError(code, `${path} is larger than 16 MiB.`, 'Divide it.')
  const text = decode(path, bytes, code)
  try {
    return { bytes, records: parseCsv(text, separatorOf(text), mostRecords) }
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error
    throw new WaybillError(code, error.message, error.hint, { cause: error })
  }
}

/** At most one byte more than there may be, whatever kind of file it is. */
function readBounded(path: string): Uint8Array {
  const buffer = Buffer.allocUnsafe(mostBytes + 1)
  try {
    const file = openSync(path, 'r')
    try {
      let length = 0
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        read = readSync(file, buffer, length, buffer.length - length, null)
      }
      return buffer.subarray(0, length)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw ioError(error, path)
  }
}

function decode(path: string, bytes: Uint8Array, code: ErrorCode): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const hint = 'Save it as “CSV UTF-8”: spreadsheets offer that as a file type.'
    throw new WaybillError(code, `${path} is not UTF-8.`, hint, { cause })
  }
}

function separatorOf(text: string): ',' | ';' {
  const [first = ''] = text.split(/[\r\n]/, 1)
  const count = (separator: string) => first.split(separator).length
  return count(';') > count(',') ? ';' : ','
}
