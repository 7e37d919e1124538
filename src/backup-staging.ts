import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { acquireLock } from '../lib/lock.ts'

/** The plain copy that a backup is sealed from. It lies here only while `backupLock` is held. */
export const backupStaging = (directory: string) => join(directory, 'backup.tmp')

export const backupLock = (directory: string) => join(directory, 'backup.lock')

/**
 * Removes the copy that a killed backup has left: no shred and no new passphrase reaches into it. That of a backup under
 * way stays. False when it is still there and nobody uses it.
 */
export function sweepBackup(directory: string): boolean {
  if (!existsSync(backupStaging(directory))) return true
  try {
    const lock = acquireLock(backupLock(directory))
    if (lock === null) return true
    try {
      rmSync(backupStaging(directory), { recursive: true, force: true })
    } finally {
      lock.release()
    }
    return true
  } catch {
    // The home is of use all the same: `doctor` tells it.
    return false
  }
}
