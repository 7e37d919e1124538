import { WaybillError } from '../error.ts'
import { damaged } from './row.ts'

/** What an error of SQLite means to a person; any other value passes as it is. (sqlite.org/rescode.html) */
export function explain(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error
  const cause = { cause: error }
  // The low byte of an extended result code is the primary one.
  switch (error.errcode & 0xff) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return new WaybillError(
        'WB-LEDGER-BUSY',
        'Another Waybill process kept the ledger busy for too long.',
        'Wait until it has finished and try again.',
        cause,
      )
    case 13: // SQLITE_FULL
      return new WaybillError('WB-NO-SPACE', `No space is left for ${path}.`, 'Free some space and try again.', cause)
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 10: // SQLITE_IOERR
    case 14: // SQLITE_CANTOPEN
      return new WaybillError(
        'WB-LEDGER-UNWRITABLE',
        `The ledger ${path} cannot be written.`,
        'Check the disk, its free space, and the permissions of the home.',
        cause,
      )
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return damaged(error)
    default:
      return error
  }
}
