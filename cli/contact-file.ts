import { closeSync, openSync, readSync } from 'node:fs'
import { ioError } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import { parseCsv } from './csv.ts'

/** Bytes: 160 for each of the most contacts that one file may have. */
const most = 16 * 1024 * 1024

/**
 * The records of a file of contacts (untrusted): UTF-8, fields apart by commas or by semicolons, as its first line has
 * them. WB-CONTACTS-IMPORT for what is no such file.
 */
export function readContactFile(path: string): string[][] {
  const bytes = readBounded(path)
  if (bytes.length > most) throw refused('The file is larger than 16 MiB', 'Import it in parts.')
  const text = decode(bytes)
  const [first = ''] = text.split('\n', 1)
  try {
    return parseCsv(text, first.includes(';') ? ';' : ',')
  } catch (error) {
    if (!(error instanceof WaybillError)) throw error
    throw new WaybillError('WB-CONTACTS-IMPORT', error.message, error.hint, { cause: error })
  }
}

/** At most one byte more than there may be, whatever kind of file it is. */
function readBounded(path: string): Uint8Array {
  const buffer = Buffer.allocUnsafe(most + 1)
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

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const hint = 'Save it as “CSV UTF-8” in the spreadsheet program.'
    throw new WaybillError('WB-CONTACTS-IMPORT', 'The file is not UTF-8 text.', hint, { cause })
  }
}

function refused(message: string, hint: string): WaybillError {
  return new WaybillError('WB-CONTACTS-IMPORT', `${message}.`, hint)
}
