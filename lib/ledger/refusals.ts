import { WaybillError } from '../error.ts'
import type { LedgerKind } from './checkpoint.ts'
import { markError, readMark } from './mark.ts'
import { schemaVersion } from './schema.ts'
import type { SettingsReader } from './settings.ts'

/** Why a ledger is not made, opened or written to. */

export function alreadyThere(): WaybillError {
  return new WaybillError('WB-EXISTS', 'This home has a ledger already.', 'Use it, or choose another home.')
}

/** There is no ledger to open: none was ever finished, or one was and is gone. */
export function absent(home: string): WaybillError {
  const mark = readMark(home)
  if (mark !== null && mark.size > 0) return markError('The ledger is missing, but mark.json remembers one.')
  return new WaybillError('WB-LEDGER-MISSING', `There is no ledger in ${home}.`, 'Run `waybill init` first.')
}

export function requireVersion(settings: SettingsReader): void {
  if (settings.get('schema') === schemaVersion) return
  throw new WaybillError(
    'WB-LEDGER-VERSION',
    'The ledger was written by another version of Waybill, in a form that this one does not know.',
    'Use the version that wrote it, or a newer one.',
  )
}

export function requireKind(settings: SettingsReader, kind: LedgerKind): void {
  const found = settings.get('kind')
  if (found === kind) return
  const message = found === 'sandbox' ? 'This home is a sandbox.' : 'This home is not a sandbox.'
  throw new WaybillError('WB-HOME-KIND', message, 'Use another home: sandbox and production are never mixed.')
}

export function signedByAnother(): WaybillError {
  return new WaybillError(
    'WB-LEDGER-KEY',
    'The ledger was not signed with the key of this home.',
    'Put back the ledger and the keys that belong together, or restore a backup.',
  )
}

export function rotatedMeanwhile(): WaybillError {
  return new WaybillError('WB-LEDGER-KEY', 'Another command has changed the signing key.', 'Run the command again.')
}
