import { closeSync, constants, fsyncSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, removeDurably, syncDirectory } from '../durable.ts'
import { keysDirectory } from './keys-file.ts'

/**
 * How many wrong passphrases were given in a row: the size of `keys/wrong-tries`, one byte each. Appending one byte is
 * atomic, so processes that try at once lose no count. Whoever may delete the file may reset it: see `unlockKeys`.
 */
export const allowed = 5

function path(home: string): string {
  return join(keysDirectory(home), 'wrong-tries')
}

export function triesLeft(home: string): number {
  return Math.max(0, allowed - wrongTries(home).wrong)
}

/** How many there were, and when the last one was given: milliseconds since 1970, null where there was none. */
export function wrongTries(home: string): { wrong: number; at: number | null } {
  const found = statSync(path(home), { throwIfNoEntry: false })
  return found === undefined ? { wrong: 0, at: null } : { wrong: found.size, at: Math.floor(found.mtimeMs) }
}

/** Counts one more, durably. Returns how many are left. */
export function countWrongTry(home: string): number {
  try {
    const file = openSync(path(home), constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600)
    try {
      writeSync(file, 'x')
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    syncDirectory(keysDirectory(home))
  } catch (error) {
    throw ioError(error, path(home), 'write')
  }
  return triesLeft(home)
}

export async function forgetWrongTries(home: string): Promise<void> {
  await removeDurably(path(home))
}
