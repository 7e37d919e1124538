import { closeSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { EXCLUSIVE, ioError } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import { hex } from '../hex.ts'
import { parseSignedCheckpoint } from './checkpoint.ts'
import { ledgerPath } from './home.ts'
import { explain } from './sqlite-error.ts'

/** The state that a copy holds. */
export interface Copied {
  readonly log: string
  readonly size: number
  /** Hex. */
  readonly root: string
  /** The signed note of the last checkpoint. */
  readonly note: string
}

/**
 * Copies `ledger.db` of a home into the directory `to`, as it is at one moment and without the vault; others may go on
 * writing meanwhile. SQLite leaves the bytes of deleted rows in free space, so the rows are deleted from a first copy and
 * only what is left is written into the second (`VACUUM INTO`), which holds no free space. Both are 0600.
 */
export async function copyLedger(home: string, to: string): Promise<Copied> {
  const whole = join(to, 'whole.db')
  const target = ledgerPath(to)
  for (const path of [whole, target]) makeEmpty(path)
  const source = new DatabaseSync(ledgerPath(home), { readOnly: true })
  try {
    await backup(source, whole)
  } catch (error) {
    throw explained(error, whole)
  } finally {
    source.close()
  }
  const copy = new DatabaseSync(whole)
  try {
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA trusted_schema = OFF; DELETE FROM vault')
    copy.prepare('VACUUM INTO ?').run(target)
    return stateOf(copy)
  } catch (error) {
    throw explained(error, target)
  } finally {
    copy.close()
    rmSync(whole, { force: true })
  }
}

function makeEmpty(path: string): void {
  try {
    closeSync(openSync(path, EXCLUSIVE, 0o600))
  } catch (error) {
    throw ioError(error, path, 'write')
  }
}

function stateOf(copy: DatabaseSync): Copied {
  const note = String(copy.prepare('SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1').get()?.note)
  const { origin, size, root } = parseSignedCheckpoint(note)
  return { log: origin.split('/').at(-1) ?? '', size, root: hex(root), note }
}

function explained(error: unknown, path: string): unknown {
  return error instanceof WaybillError || errnoOf(error) !== 'ERR_SQLITE_ERROR' ? error : explain(error, path)
}
