import { join } from 'node:path'
import { Secret } from '../../lib/secret.ts'
import { makeBackup } from '../../src/backup.ts'
import { openHome, Transfers } from '../../src/index.ts'
import { type RestoreRequest, restoreHome } from '../../src/restore.ts'
import type { Bench } from './transfers.ts'

/** Backs the home up; the archive and a copy of its password. */
export async function backedUp(made: Bench, path = join(made.out, 'home.zip')) {
  let password = ''
  const keep = async (secret: Secret) => {
    password = secret.use(text => text)
    return true
  }
  const backup = await makeBackup(made.home, made.world, { path, keep })
  return { path, password: () => Secret.fromText(password), backup, text: password }
}

/** Restores it beside the home. */
export function restoring(
  made: Bench,
  { path, password }: { path: string; password: () => Secret },
  more: Partial<RestoreRequest> = {},
) {
  const directory = join(made.out, 'restored')
  const given = { mark: null, anchors: [], shreds: null, passphrase: async () => null, ...more }
  return restoreHome({ archive: path, password: password(), directory, kind: 'production', ...given }, made.ports)
}

/** The home that was restored, at work. */
export async function atWork(made: Bench, directory: string) {
  const home = await openHome(directory, { kind: 'production', passphrase: async () => null }, made.ports)
  const world = { ...made.world, ledger: home.ledger }
  return { home, world, transfers: new Transfers(world) }
}
