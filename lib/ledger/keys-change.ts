import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '../durable.ts'
import { WaybillError } from '../error.ts'
import { waitForLock } from '../lock.ts'
import type { Random } from '../ports.ts'
import { encodeKeysFile, type KeysFile, keysDirectory, keysPath, readKeysFile } from './keys-file.ts'

/**
 * Changes `keys.json`, one process at a time. `work` gets the file as it is now and saves what it makes of it: the old
 * file whole or the new one whole, whenever the process dies. Temporary files that killed writers have left hold a whole
 * secret, so they go first. WB-BUSY when another command holds the lock too long.
 */
export async function changingKeys<T>(
  home: string,
  random: Random,
  work: (file: KeysFile, save: (changed: KeysFile) => void) => T | Promise<T>,
): Promise<T> {
  const directory = keysDirectory(home)
  const lock = await waitForLock(join(directory, 'keys.lock'))
  try {
    sweep(directory)
    return await work(readKeysFile(home), changed => {
      writeDurably(keysPath(home), Buffer.from(encodeKeysFile(changed)), random, 0o600)
    })
  } finally {
    lock.release()
  }
}

/**
 * `next` is sealed like `secret` and would be lost if `secret` alone were sealed anew, or if another `next` took its place
 * after the ledger has named it. WB-BUSY: whoever opens the home finishes or drops it (see `rotation.ts`).
 */
export function requireSettled({ next }: KeysFile): void {
  if (next === undefined) return
  throw new WaybillError(
    'WB-BUSY',
    'A new key of this home is not finished yet.',
    'Run the command again: it finishes the new key first.',
  )
}

function sweep(directory: string): void {
  const strays = readdirSync(directory).filter(name => /^\.keys\.json\.[0-9A-Z]{8}\.tmp$/.test(name))
  for (const name of strays) rmSync(join(directory, name), { force: true })
}
