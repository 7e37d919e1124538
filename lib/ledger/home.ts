import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { EXCLUSIVE, ioError } from '../durable.ts'
import { errnoOf } from '../error.ts'
import { requirePrivateDirectory, requirePrivateFile } from './private.ts'

/** The ledger's files in a home: 0600 in a directory 0700, and refused when they are wider. */

export function ledgerPath(home: string): string {
  return join(home, 'ledger.db')
}

export function markPath(home: string): string {
  return join(home, 'mark.json')
}

export function shredsPath(home: string): string {
  return join(home, 'shreds.json')
}

/** Makes the home where it is missing, with this mode for every directory made. */
export function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw ioError(error, home, 'write')
  }
}

/** Makes an empty `ledger.db` where it is missing. SQLite gives `-wal` and `-shm` its mode. */
export function makeLedgerFile(home: string): void {
  const path = ledgerPath(home)
  try {
    closeSync(openSync(path, EXCLUSIVE, 0o600))
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw ioError(error, path, 'write')
  }
}

/** Throws `WB-HOME-MODE` when anybody but the owner may look into the home or open one of the ledger's files. */
export function requirePrivateHome(home: string): void {
  requirePrivateDirectory(home)
  const ledger = ledgerPath(home)
  for (const path of [ledger, `${ledger}-wal`, `${ledger}-shm`, markPath(home), shredsPath(home)])
    requirePrivateFile(path)
}
