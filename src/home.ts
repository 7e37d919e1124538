import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { ioError } from '../lib/durable.ts'
import { WaybillError } from '../lib/error.ts'
import { createKeys, type Keys, needsPassphrase, unlockKeys } from '../lib/ledger/keys.ts'
import { keysDirectory } from '../lib/ledger/keys-file.ts'
import { requirePrivateDirectory, requirePrivateFile } from '../lib/ledger/private.ts'
import { Ledger } from '../lib/ledger/store.ts'
import type { Transaction } from '../lib/ledger/transaction.ts'
import { waitForLock } from '../lib/lock.ts'
import type { Clock, Random } from '../lib/ports.ts'
import type { Secret } from '../lib/secret.ts'
import { ulid } from '../lib/ulid.ts'
import { sweepBackup } from './backup-staging.ts'
import { validateEvent } from './events.ts'
import { acceptKey, recordKeyNews, settleKeys } from './keys.ts'
import { type Policy, policyDigest } from './policy.ts'
import {
  firstPolicy,
  keepPolicy,
  policyPath,
  readPolicyFile,
  recordedPolicy,
  requireRecordedPolicy,
  writePolicyFile,
} from './policy-in-force.ts'
import type { HomeKind, Operator } from './world.ts'

/** What a home needs from the world around it. */
export interface HomePorts {
  readonly clock: Clock
  readonly random: Random
  /** New with each boot of the machine; with each process where the system does not name its boots. */
  readonly bootId: string
  /** Version of Waybill. */
  readonly tool: string
}

/** An open home: its ledger, its policy, and who works with it. */
export interface Home {
  readonly directory: string
  readonly kind: HomeKind
  readonly ledger: Ledger
  readonly keys: Keys
  readonly policy: Policy
  readonly operator: Operator
  /** What every event says about its circumstances; changes with the quarter. */
  readonly context: { readonly tool: string; op: string; host: string; skew?: number }
  /** Whether a passphrase protects the keys. */
  readonly protected: boolean
}

export interface NewHome {
  readonly kind: HomeKind
  readonly operator: Operator
  readonly passphrase: Secret | null
}

export interface NewlyMade {
  readonly home: Home
  readonly recoveryCode: Secret | null
}

/** Where things lie; see docs/architecture.md. */
export const phoneDirectory = (directory: string) => join(directory, 'phone')

/** True when `init` has been here. */
export function homeExists(directory: string): boolean {
  return existsSync(directory) && Ledger.exists(directory)
}

/**
 * A new home: policy, keys, and then, which makes it one, a ledger that begins with who works here. Keys that an
 * attempt that died has left, or that have lost their ledger, are set aside, never deleted. One process at a time: the
 * others wait, and get WB-HOME-EXISTS, as where there is a home already. The recovery code is null without a passphrase; show it once.
 */
export async function createHome(directory: string, request: NewHome, ports: HomePorts): Promise<NewlyMade> {
  makePrivate(directory)
  const lock = await waitForLock(join(directory, 'init.lock'))
  try {
    return await make(directory, request, ports)
  } finally {
    lock.release()
  }
}

async function make(directory: string, { kind, operator, passphrase }: NewHome, ports: HomePorts): Promise<NewlyMade> {
  if (homeExists(directory)) {
    throw new WaybillError(
      'WB-HOME-EXISTS',
      `${directory} is a home already.`,
      'Use it, or choose another with --home.',
    )
  }
  setAside(keysDirectory(directory), ports)
  const policy = await firstPolicy(directory)
  writePolicyFile(directory, policy, ports.random)
  const { keys, recoveryCode } = await createKeys(directory, { passphrase, random: ports.random })
  const context = { tool: ports.tool, op: pseudonym(ports), host: pseudonym(ports) }
  const digest = policyDigest(policy)
  let made: Ledger | null = null
  const options = { ...ledgerOptions(kind, keys, ports), context: () => circumstances(context, made, digest) }
  const ledger = Ledger.create(directory, options, tx => {
    keepPolicy(tx, policy, context.host)
    introduce(tx, operator, context, ports, passphrase !== null)
  })
  made = ledger
  return {
    home: { directory, kind, ledger, keys, policy, operator, context, protected: passphrase !== null },
    recoveryCode,
  }
}

export interface Opening {
  readonly kind: HomeKind
  readonly passphrase: () => Promise<Secret | null>
  readonly anyPolicy?: boolean
  /** Comes before everything else that opening may record. */
  readonly begin?: (home: Home) => void
}

/**
 * Opens a home. `passphrase` is asked only where the keys need one, and destroyed. WB-HOME-MISSING before `init`; WB-POLICY-CHANGED when
 * policy.json is not the one last recorded (not checked with `anyPolicy`, for the command that records the change).
 */
export async function openHome(directory: string, request: Opening, ports: HomePorts): Promise<Home> {
  if (!homeExists(directory)) {
    throw new WaybillError(
      'WB-HOME-MISSING',
      `There is no home in ${directory} yet.`,
      'Run `waybill init` first, or try things with --sandbox.',
    )
  }
  sweepBackup(directory)
  await settleKeys(directory, ports.random)
  const isProtected = needsPassphrase(directory)
  const passphrase = isProtected ? await request.passphrase() : null
  const keys = await unlockKeys(directory, passphrase).finally(() => passphrase?.destroy())
  requirePrivate(directory)
  const policy = await readPolicyFile(directory)
  const context = { tool: ports.tool, op: '', host: '' }
  const ledger: Ledger = Ledger.open(directory, {
    ...ledgerOptions(request.kind, keys, ports),
    context: () => circumstances(context, ledger, ''),
  })
  try {
    if (!request.anyPolicy) requireRecordedPolicy(ledger, policy)
    const operator = operatorOf(ledger)
    const home = { directory, kind: request.kind, ledger, keys, policy, operator, context, protected: isProtected }
    context.host = ledger.meta.get('host') ?? ''
    context.op = ledger.meta.get('op') ?? ''
    request.begin?.(home)
    acceptKey(home)
    await recordKeyNews(home, ports.random)
    if (ledger.meta.get('op.quarter') !== String(quarterOf(ports.clock))) renew(home, ports)
    return home
  } catch (error) {
    ledger.close()
    throw error
  }
}

/**
 * Closes the ledger, and zeroes the keys that are bytes: nothing in this home can be opened any more. The signing key
 * belongs to OpenSSL, which frees it when nothing refers to it.
 */
export function closeHome({ ledger, keys }: Pick<Home, 'ledger' | 'keys'>): void {
  ledger.close()
  for (const key of [keys.vault, keys.disclosure, keys.index]) key.fill(0)
}

/** What lies beside the ledger; the ledger looks after its own files. WB-HOME-MODE. */
function requirePrivate(directory: string): void {
  requirePrivateFile(policyPath(directory))
  for (const inside of [keysDirectory(directory), phoneDirectory(directory), join(directory, 'locks')]) {
    if (existsSync(inside)) requirePrivateDirectory(inside)
  }
}

function ledgerOptions(kind: HomeKind, keys: Keys, { clock, random, bootId }: HomePorts) {
  return { kind, keys, clock, random, bootId, validate: validateEvent }
}

/** Read in every commit: another process may have recorded a new policy since this one opened the home. */
function circumstances(context: Home['context'], ledger: Ledger | null, first: string) {
  return { ...context, policy: (ledger === null ? null : recordedPolicy(ledger)) ?? first }
}

/** A new quarter, a new pseudonym: otherwise the ledger would be one long profile of an operator's work. */
function renew(home: Home, ports: HomePorts): void {
  home.context.op = pseudonym(ports)
  home.ledger.commit(tx => introduce(tx, home.operator, home.context, ports, home.protected))
}

function introduce(
  tx: Transaction,
  operator: Operator,
  context: Home['context'],
  ports: HomePorts,
  passphrase: boolean,
): void {
  const quarter = quarterOf(ports.clock)
  tx.meta.set('host', context.host)
  tx.meta.set('op', context.op)
  tx.meta.set('op.quarter', String(quarter))
  tx.append({
    type: 'operator.named',
    xfer: null,
    d: { quarter, passphrase },
    disclose: [{ class: 'identity', owner: context.op, fields: { ...operator } }],
  })
}

/** The person behind the pseudonym in force. */
function operatorOf(ledger: Ledger): Operator {
  const [named] = [...ledger.events({ type: 'operator.named' })].slice(-1)
  const fields = named === undefined ? [] : ledger.disclosed(named).filter(field => field !== 'shredded')
  const value = (name: string) => {
    const text = fields.find(field => field.name === name)?.value
    return typeof text === 'string' ? text : ''
  }
  return { name: value('name'), email: value('email') }
}

function setAside(keys: string, ports: HomePorts): void {
  try {
    if (existsSync(keys)) renameSync(keys, `${keys}-${pseudonym(ports)}`)
  } catch (error) {
    throw ioError(error, keys, 'write')
  }
}

/** Directories of a home are 0700; one that is there already and wider is refused by the ledger. */
function makePrivate(directory: string): void {
  try {
    if (mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(directory, 0o700)
  } catch (error) {
    throw ioError(error, directory, 'write')
  }
}

/** Quarters since the year 0. */
function quarterOf(clock: Clock): number {
  const now = new Date(clock.now())
  return now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3)
}

function pseudonym({ clock, random }: HomePorts): string {
  return ulid(clock, random)
}
