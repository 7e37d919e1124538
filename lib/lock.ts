import { closeSync, constants, openSync, statSync, unlinkSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { ioError } from './durable.ts'
import { errnoOf, WaybillError } from './error.ts'

/**
 * A lock between processes that the system frees when its holder dies, however it dies. Node has no `fcntl` locks of its
 * own, so this borrows SQLite's: an exclusive transaction on an empty file. The file is removed by its holder.
 */
export interface Lock {
  release(): void
}

/** The lock at `path`, or null when a live process (or another part of this one) holds it. */
export function acquireLock(path: string): Lock | null {
  if (held.has(path)) return null
  for (;;) {
    const inode = create(path)
    const database = new DatabaseSync(path, { timeout: 0 })
    if (!lockFile(database)) {
      database.close()
      return null
    }
    // Its last holder may have removed the file between our creating and locking it: then this lock guards nothing.
    if (inode !== null && inodeOf(path) === inode) {
      held.add(path)
      return { release: () => release(path, database) }
    }
    database.close()
  }
}

/** The lock at `path` as soon as it is free. WB-BUSY after about twenty seconds. */
export async function waitForLock(path: string): Promise<Lock> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const lock = acquireLock(path)
    if (lock !== null) return lock
    await setTimeout(50)
  }
  throw new WaybillError('WB-BUSY', 'Another command is changing this home.', 'Wait until it is done.')
}

/**
 * By this process: opening and closing such a file once more would drop the lock, since POSIX locks belong to the process
 * (sqlite.org/howtocorrupt.html §2.2).
 */
const held = new Set<string>()

function create(path: string): bigint | null {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600))
  } catch (error) {
    throw ioError(error, path, 'write')
  }
  return inodeOf(path)
}

function lockFile(database: DatabaseSync): boolean {
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    const busy = 5 // SQLITE_BUSY
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return false
    database.close()
    throw error
  }
}

function inodeOf(path: string): bigint | null {
  try {
    return statSync(path, { bigint: true }).ino
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw ioError(error, path)
  }
}

/** Removed while it is still locked, so that nobody can lock the old file and think it holds the new one. */
function release(path: string, database: DatabaseSync): void {
  try {
    unlinkSync(path)
  } catch {
    // Windows does not remove an open file: it stays, empty, and serves the next holder.
  }
  database.close()
  held.delete(path)
}
