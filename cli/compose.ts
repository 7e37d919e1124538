import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, mkdirSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Courier } from '../lib/courier/courier.ts'
import { ioError, publish, removeDurably, writeNew } from '../lib/durable.ts'
import { errnoOf, WaybillError } from '../lib/error.ts'
import { acquireLock } from '../lib/lock.ts'
import type { Clock, Random } from '../lib/ports.ts'
import { compareFile, removeSame } from '../lib/same-file.ts'
import { shortId } from '../lib/ulid.ts'
import type { Home, HomePorts } from '../src/home.ts'
import { policyDigest } from '../src/policy.ts'
import type { Companions, Disk, Engine, Identity, World } from '../src/world.ts'
import { bootId } from './boot-id.ts'

// With `couriers.ts` the one place where the real clock, disk, randomness and couriers are wired into `src`.

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint() / 1_000_000n),
}

export const systemRandom: Random = { bytes: length => randomBytes(length) }

/** Each takes memory, 8 MiB where it packs and up to 100 where zip.js checks in it; the disk keeps up with no more. */
const MOST_WORKERS = 8

/** Threads for work over an archive: one a core. */
export const systemWorkers = Math.min(availableParallelism(), MOST_WORKERS)

let boot: string | undefined

/** Asked for once: every home that this process opens is opened in one boot. */
function systemBoot(): string {
  boot ??= bootId(randomBytes(16).toString('hex'))
  return boot
}

export function homePorts(tool: string): HomePorts {
  return { clock: systemClock, random: systemRandom, bootId: systemBoot(), tool }
}

export function composeWorld(home: Home, courier: Courier | null): World {
  const { kind, ledger, policy, operator, directory } = home
  return {
    kind,
    ledger,
    policy,
    policyDigest: policyDigest(policy),
    operator,
    clock: systemClock,
    random: systemRandom,
    engine: systemEngine,
    disk: systemDisk(directory),
    companions: systemCompanions,
    courier,
    heard: skew => {
      home.context.skew = skew
    },
  }
}

/** Loaded when it is needed: listing, sealing and checking are most of the program. */
export function engineWith(workers: number): Engine {
  return {
    list: async (...request) => (await import('../lib/zip/sources.ts')).listSources(...request),
    seal: async request => (await import('../lib/zip/write.ts')).seal({ workers, ...request }),
    check: async (path, expected, password, options) =>
      (await import('../lib/zip/check.ts')).check(path, expected, password, { workers, ...options }),
  }
}

const systemEngine: Engine = engineWith(systemWorkers)

/** The build puts the page into `dist/`: there for the bundle, and for the sources beside it. */
const openerPage = new URL('../dist/opener.html', import.meta.url)

export const systemCompanions: Companions = {
  opener: async () => {
    try {
      return await readFile(openerPage)
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null
      throw ioError(error, fileURLToPath(openerPage))
    }
  },
  cardPage: async card => (await import('./card-page.ts')).cardPage(card),
}

export function systemDisk(home: string): Disk {
  return {
    write: async (...file) => writeNew(...file),
    publish,
    remove: removeDurably,
    digest,
    compare: compareFile,
    removeSame,
    identity,
    pause: async (ms, signal) => {
      await setTimeout(ms, undefined, signal && { signal }).catch(error => Promise.reject(interrupted(error)))
    },
    exclusively: (transfer, work) => exclusively(home, transfer, work),
  }
}

async function digest(path: string, signal?: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash, signal ? { signal } : {})
    return hash.digest('hex')
  } catch (error) {
    // What is a directory is not that file either.
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'EISDIR') return null
    if (signal?.aborted) throw interrupted(error)
    throw ioError(error, path)
  }
}

/** What Node rejects with when a signal aborts is no error of a disk. */
function interrupted(cause: unknown): WaybillError {
  return new WaybillError('WB-INTERRUPTED', 'The work was interrupted.', 'See `waybill status`.', { cause })
}

async function identity(path: string): Promise<Identity | null> {
  try {
    const found = await stat(path, { bigint: true })
    return { dev: found.dev, ino: found.ino, directory: found.isDirectory() }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw ioError(error, path)
  }
}

async function exclusively<T>(home: string, transfer: string, work: () => Promise<T>): Promise<T> {
  const directory = join(home, 'locks')
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw ioError(error, directory, 'write')
  }
  const lock = acquireLock(join(directory, transfer))
  if (lock === null) {
    const message = `Another command works on ${shortId(transfer)} right now.`
    throw new WaybillError('WB-BUSY', message, 'Wait until it is done.')
  }
  try {
    return await work()
  } finally {
    lock.release()
  }
}
