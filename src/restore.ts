import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ioError, syncDirectory, temporaryBeside } from '../lib/durable.ts'
import { errnoOf, WaybillError } from '../lib/error.ts'
import { hex } from '../lib/hex.ts'
import { encodeOrigin, parseSignedCheckpoint, verifyCheckpoint } from '../lib/ledger/checkpoint.ts'
import { readPublicKeys } from '../lib/ledger/keys-file.ts'
import { type Mark, markError, readMark } from '../lib/ledger/mark.ts'
import { readShreds, type Shreds } from '../lib/ledger/shreds.ts'
import { verifyLedger } from '../lib/ledger/verify.ts'
import type { Secret } from '../lib/secret.ts'
import type { OnProgress } from '../lib/zip/progress.ts'
import { isBackup } from './backup-page.ts'
import { type Home, type HomePorts, homeExists, openHome } from './home.ts'
import { endRestored } from './restored-transfers.ts'
import { shredAgain } from './shredding.ts'
import { type Life, step } from './states.ts'
import type { HomeKind } from './world.ts'

export interface RestoreRequest {
  readonly archive: string
  readonly password: Secret
  readonly directory: string
  readonly kind: HomeKind
  /** Asked only where the keys in the backup need one; destroyed. */
  readonly passphrase: () => Promise<Secret | null>
  /** What is at hand of the lost home: how far it had come, and whose data it had shredded. */
  readonly mark: Mark | null
  readonly anchors: readonly string[]
  readonly shreds: Shreds | null
  readonly signal?: AbortSignal
  readonly onProgress?: OnProgress
  readonly workers?: number
}

export interface Restored {
  readonly directory: string
  readonly fingerprint: string
  /** How far the lost home had come, as far as anything at hand says; null when nothing does. */
  readonly fromSize: number | null
  /** Events that the backup had: what `verify --accept-gap` takes. */
  readonly toSize: number
  /** Transfers whose passwords were not in the backup. */
  readonly ended: number
  /** Owners and classes that were shredded once more. */
  readonly shredded: number
  readonly protected: boolean
}

/**
 * Makes a home of a backup where there is none. All of it happens in a hidden directory beside, which gets the name of
 * the home last: after a crash there is the whole home or none (and that hidden directory). WB-HOME-EXISTS, WB-EXISTS,
 * WB-BACKUP, WB-LEDGER-MARK, and what opening an archive and a home throw.
 */
export async function restoreHome(request: RestoreRequest, ports: HomePorts): Promise<Restored> {
  const { directory } = request
  requireVacant(directory)
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 })
  const staging = temporaryBeside(directory, ports.random)
  try {
    await unpack(request, staging, ports)
    const has = readMark(staging)
    if (has === null) throw notABackup('The backup has no mark.')
    await verifyStaged(staging, request, has.size)
    const restored = await putInForce(request, staging, lostState(request, staging, has), ports)
    moveInto(staging, directory)
    return { directory, ...restored }
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

/** Throws where a home cannot be made: WB-HOME-EXISTS, WB-EXISTS. */
export function requireVacant(directory: string): void {
  if (homeExists(directory)) {
    const hint = 'Move it away first, and give its mark.json with --mark and its shreds.json with --shreds.'
    throw new WaybillError('WB-HOME-EXISTS', `${directory} is a home already.`, hint)
  }
  try {
    if (readdirSync(directory).length === 0) return
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    throw ioError(error, directory)
  }
  throw new WaybillError('WB-EXISTS', `${directory} is not empty.`, 'Choose another directory with --home.')
}

async function unpack({ archive, password, ...more }: RestoreRequest, staging: string, { random }: HomePorts) {
  const { openArchive } = await import('../lib/zip/open.ts')
  const { signal, onProgress, workers } = more
  const { manifest } = await openArchive(archive, password, staging, { random, signal, onProgress, workers })
  if (!isBackup(manifest)) throw notABackup(`${basename(archive)} is not a backup of Waybill.`)
  rmSync(join(staging, 'WAYBILL.txt'), { force: true })
}

/** Gaps of earlier restores are no fault of this backup; an outside copy that contradicts it is. */
async function verifyStaged(staging: string, { anchors, signal }: RestoreRequest, size: number): Promise<void> {
  const { findings } = await verifyLedger<Life>(staging, {
    step: (life, event) => step(life, event.type),
    signatures: 'all',
    anchors: anchors.filter(note => parseSignedCheckpoint(note).size <= size),
    ...(signal && { signal }),
  })
  const fault = findings.find(({ level, code }) => level === 'error' && code !== 'ledger.gap')
  if (fault !== undefined) throw notABackup(`The ledger in the backup does not verify: ${fault.message}`)
}

/** How far the lost home had come at least: the furthest of its mark and the outside copies; null without any. */
function lostState({ mark, anchors, kind }: RestoreRequest, staging: string, { log }: Mark): Omit<Mark, 'log'> | null {
  if (mark !== null && mark.log !== log) throw markError('The mark that was given remembers another ledger.')
  const keys = readPublicKeys(staging)
  const copies = anchors.map(note => {
    const signed = parseSignedCheckpoint(note)
    const ours = signed.origin === encodeOrigin(kind, log) && keys.some(key => verifyCheckpoint(signed, key.public))
    if (!ours) throw notABackup('An outside copy that was given is not signed by a key of this backup.')
    return { size: signed.size, root: hex(signed.root) }
  })
  return [...copies, ...(mark === null ? [] : [mark])].sort((a, b) => b.size - a.size)[0] ?? null
}

/** The first events after the gap: that there is one, what ends with it, and what is shredded again. */
async function putInForce(
  request: RestoreRequest,
  staging: string,
  lost: Omit<Mark, 'log'> | null,
  ports: HomePorts,
): Promise<Omit<Restored, 'directory'>> {
  const { kind, passphrase, mark, shreds } = request
  let toSize = 0
  const begin = ({ ledger }: Home) => {
    const { size, root } = ledger.checkpoint()
    toSize = size
    if (mark !== null && mark.size <= size && !agrees(ledger.noteAt(mark.size), mark.root)) {
      throw markError('The events of the backup are not those that the mark remembers.')
    }
    const d = { fromSize: lost?.size ?? null, fromRoot: lost?.root ?? null, toSize: size, toRoot: root }
    ledger.commit(tx => tx.append({ type: 'ledger.restored', xfer: null, d }))
  }
  const home = await openHome(staging, { kind, passphrase, begin }, ports)
  try {
    const lists = [readShreds(staging), ...(shreds === null ? [] : [shreds])]
    const ended = endRestored(home.ledger, lists)
    const world = { policy: home.policy, clock: ports.clock }
    const { value: shredded } = home.ledger.commit(tx =>
      lists.reduce((sum, list) => sum + shredAgain(tx, world, list), 0),
    )
    const { fingerprint } = home.keys
    return { fingerprint, fromSize: lost?.size ?? null, toSize, ended, shredded, protected: home.protected }
  } finally {
    home.ledger.close()
  }
}

function agrees(note: string | null, root: string): boolean {
  return note !== null && hex(parseSignedCheckpoint(note).root) === root
}

/** An empty directory in its place gives way. */
function moveInto(staging: string, directory: string): void {
  try {
    rmdirSync(directory)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw ioError(error, directory, 'write')
  }
  try {
    syncTree(staging)
    renameSync(staging, directory)
    syncDirectory(dirname(directory))
  } catch (error) {
    throw ioError(error, directory, 'write')
  }
}

/** What an archive gave lies in memory alone until it is asked onto the disk. */
function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) syncTree(path)
    else syncFile(path)
  }
  syncDirectory(directory)
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function notABackup(message: string): WaybillError {
  return new WaybillError('WB-BACKUP', message, 'Take another backup, or another file that was kept outside.')
}
