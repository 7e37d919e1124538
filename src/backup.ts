import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ioError, temporaryBeside } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import { type Copied, copyLedger } from '../lib/ledger/copy.ts'
import { markPath, shredsPath } from '../lib/ledger/home.ts'
import { changingKeys } from '../lib/ledger/keys-change.ts'
import { keysDirectory, keysPath } from '../lib/ledger/keys-file.ts'
import { encodeMark } from '../lib/ledger/mark.ts'
import { waitForLock } from '../lib/lock.ts'
import { generate } from '../lib/password/generate.ts'
import { LEAST_FLOOR, type SealingPassword } from '../lib/password/sealing-password.ts'
import type { Random } from '../lib/ports.ts'
import type { Secret } from '../lib/secret.ts'
import { backupText } from './backup-page.ts'
import { backupLock, backupStaging } from './backup-staging.ts'
import type { Home } from './home.ts'
import { policyPath } from './policy-in-force.ts'
import type { Watch, World } from './world.ts'

export interface MadeBackup {
  readonly path: string
  /** Events in it, and their root (hex). */
  readonly size: number
  readonly root: string
  /** Of the archive. */
  readonly sha256: string
  readonly bytes: number
  readonly files: readonly string[]
  /** Whether a passphrase protects the keys in it; without one the password of the archive alone does. */
  readonly protected: boolean
}

/**
 * Seals a copy of the home without its vault into a new archive at `path`, under a password of our own. The archive is
 * read back like that of a transfer; then `keep` gets the password, and only when it answers true (somebody has it) does
 * the archive get its name and its event. Null when it answers false: nothing is left. WB-EXISTS, WB-CHECK-FAILED.
 */
export async function makeBackup(
  home: Home,
  world: World,
  request: { path: string; keep: (password: Secret) => Promise<boolean> },
  watch: Watch = {},
): Promise<MadeBackup | null> {
  const { path } = request
  if (existsSync(path)) throw new WaybillError('WB-EXISTS', `${path} exists already.`, 'Choose another name.')
  const lock = await waitForLock(backupLock(home.directory))
  const staging = backupStaging(home.directory)
  const temporary = temporaryBeside(path, world.random)
  const password = generate('groups', LEAST_FLOOR, world.random)
  try {
    const copied = await stage(home, staging, world.random)
    const sealed = await sealStaged(home, world, { staging, temporary, copied, password }, watch)
    // Somebody may take long to answer, or never do.
    rmSync(staging, { recursive: true, force: true })
    if (!(await request.keep(password.secret))) return null
    await world.disk.publish(temporary, path, { replace: false })
    const { sha256, bytes, entries } = sealed
    const { size, root } = copied
    home.ledger.commit(tx => tx.append({ type: 'backup.made', xfer: null, d: { size, sha256, bytes } }))
    return { path, size, root, sha256, bytes, files: entries.map(({ name }) => name), protected: home.protected }
  } finally {
    password.secret.destroy()
    rmSync(staging, { recursive: true, force: true })
    await world.disk.remove(temporary)
    lock.release()
  }
}

/**
 * Copies of everything that a backup holds, fit for one another: neither keys nor policy change meanwhile. What a killed
 * command has left there goes first.
 */
async function stage({ directory }: Home, staging: string, random: Random): Promise<Copied> {
  const policyLock = await waitForLock(join(directory, 'policy.lock'))
  try {
    rmSync(staging, { recursive: true, force: true })
    mkdirSync(keysDirectory(staging), { recursive: true, mode: 0o700 })
    return await changingKeys(directory, random, async () => {
      const copied = await copyLedger(directory, staging)
      const { log, size, root } = copied
      writeFileSync(markPath(staging), encodeMark({ log, size, root }), { mode: 0o600 })
      copyFileSync(keysPath(directory), keysPath(staging))
      copyFileSync(policyPath(directory), policyPath(staging))
      if (existsSync(shredsPath(directory))) copyFileSync(shredsPath(directory), shredsPath(staging))
      return copied
    })
  } catch (error) {
    throw ioError(error, staging, 'write')
  } finally {
    policyLock.release()
  }
}

interface Staged {
  readonly staging: string
  readonly temporary: string
  readonly copied: Copied
  readonly password: SealingPassword
}

/** Sealed into the temporary file, and read back. */
async function sealStaged(home: Home, world: World, { staging, temporary, copied, password }: Staged, watch: Watch) {
  const { engine, random, clock, policy } = world
  const names = ['ledger.db', 'mark.json', 'keys', 'policy.json', 'shreds.json']
  const paths = names.map(name => join(staging, name)).filter(existsSync)
  const { sources } = await engine.list(paths, { symlinks: 'refuse', ...(watch.signal && { signal: watch.signal }) })
  const madeAt = new Date(clock.now())
  const page = { ...copied, checkpoint: copied.note, madeAt, protected: home.protected }
  const sealed = await engine.seal({
    path: temporary,
    sources,
    password,
    level: 5,
    comment: '',
    modified: madeAt.getTime(),
    random,
    last: entries => ({ name: 'WAYBILL.txt', bytes: Buffer.from(backupText({ ...page, entries })) }),
    ...(watch.signal && { signal: watch.signal }),
    ...(watch.onProgress && { onProgress: progress => watch.onProgress?.('sealing', progress) }),
  })
  const { passed, findings } = await engine.check(temporary, sealed.entries, password, {
    budget: policy.check.budget,
    random,
    ...(watch.signal && { signal: watch.signal }),
    ...(watch.onProgress && { onProgress: progress => watch.onProgress?.('checking', progress) }),
  })
  if (passed) return sealed
  const first = findings.find(({ level }) => level === 'error')
  throw new WaybillError(
    'WB-CHECK-FAILED',
    `The backup did not pass its check${first === undefined ? '.' : `: ${first.message}`}`,
    `Nothing was left in ${dirname(temporary)}; check the disk and try again.`,
  )
}
