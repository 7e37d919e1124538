import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { ioError, publish, removeDurably, temporaryBeside, writeDurably } from '../durable.ts'
import { WaybillError } from '../error.ts'
import { hex } from '../hex.ts'
import type { Random } from '../ports.ts'
import type { Secret } from '../secret.ts'
import { changingKeys, requireSettled } from './keys-change.ts'
import {
  damaged,
  encodeKeysFile,
  inForce,
  type KeyChange,
  type KeysFile,
  keysDirectory,
  keysPath,
  type PublicKey,
  publicKeyFrom,
  readKeysFile,
  secretLength,
  type Unrecorded,
} from './keys-file.ts'
import { type Cost, defaultCost, newRecoveryCode } from './passphrase.ts'
import { openSecret, openWithPassphrase, openWithRecoveryCode, withPassphrase, wrap } from './wrapped.ts'
import { countWrongTry, forgetWrongTries, triesLeft, wrongTries } from './wrong-tries.ts'

/**
 * The keys of one home, in memory: an Ed25519 signing key and three keys derived from an independent storage key, each
 * used for one thing. Without a passphrase they protect a stolen database, not a stolen home.
 */
export interface Keys extends PublicKey {
  readonly signing: KeyObject
  /** AES-256 key for passwords that wait. */
  readonly vault: Uint8Array
  /** AES-256 key that wraps the keys of personal fields. */
  readonly disclosure: Uint8Array
  /** HMAC key for look-ups and pseudonyms. */
  readonly index: Uint8Array
  /** The signing keys before this one, oldest first. */
  readonly former: readonly PublicKey[]
}

export interface CreatedKeys {
  readonly keys: Keys
  /** Null without a passphrase. Show it once: it is kept nowhere. */
  readonly recoveryCode: Secret | null
}

/**
 * Makes the keys of a home: `keys/` (0700) with `keys.json` (0600). A null passphrase leaves them in clear. Throws
 * `WB-EXISTS` where there are keys already.
 */
export async function createKeys(
  home: string,
  options: { passphrase: Secret | null; random: Random; cost?: Cost },
): Promise<CreatedKeys> {
  const { passphrase, random, cost = defaultCost } = options
  const bytes = random.bytes(secretLength)
  const keys = keysFrom(bytes, [])
  const spki = spkiOf(keys.public)
  const recoveryCode = passphrase === null ? null : newRecoveryCode(random)
  const secret =
    passphrase === null || recoveryCode === null
      ? ({ kind: 'raw', bytes } as const)
      : await wrap(bytes, spki, { passphrase, recoveryCode }, { random, cost })
  await saveFirst(home, { v: 1, public: [spki], secret }, random)
  bytes.fill(0)
  return { keys, recoveryCode }
}

/** Keys are never replaced, not even by two who begin at the same moment. */
async function saveFirst(home: string, file: KeysFile, random: Random): Promise<void> {
  makePrivateDirectory(keysDirectory(home))
  const temporary = temporaryBeside(keysPath(home), random)
  writeDurably(temporary, Buffer.from(encodeKeysFile(file)), random, 0o600)
  try {
    await publish(temporary, keysPath(home), { replace: false })
  } catch (error) {
    await removeDurably(temporary)
    throw error
  }
}

function makePrivateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    // An older directory may be wider.
    chmodSync(path, 0o700)
  } catch (error) {
    throw ioError(error, path, 'write')
  }
}

/** True when `unlockKeys` needs a passphrase. */
export function needsPassphrase(home: string): boolean {
  return readKeysFile(home).secret.kind === 'wrapped'
}

/** True after five wrong passphrases in a row. */
export function isLocked(home: string): boolean {
  return triesLeft(home) === 0
}

/**
 * The keys of a home. Five wrong passphrases in a row lock it until `recoverKeys`: a local deterrent against somebody at
 * the keyboard, not cryptography, since whoever can copy the file can guess elsewhere, at the price of scrypt.
 * Throws `WB-PASSPHRASE-NEEDED`, `WB-PASSPHRASE-WRONG` or `WB-HOME-LOCKED`. A passphrase that is not needed is ignored.
 */
export async function unlockKeys(home: string, passphrase: Secret | null): Promise<Keys> {
  const file = readKeysFile(home)
  const { secret, dataKey } = await unlockSecret(home, file, passphrase)
  dataKey?.fill(0)
  return keysOf(file, secret)
}

/** The bytes of the secret and what opened their box (null: they lie in clear). The caller zeroes both. */
export async function unlockSecret(
  home: string,
  file: KeysFile,
  passphrase: Secret | null,
): Promise<{ secret: Uint8Array; dataKey: Uint8Array | null }> {
  if (file.secret.kind === 'raw') return { secret: file.secret.bytes, dataKey: null }
  if (isLocked(home)) throw locked()
  if (passphrase === null) throw passphraseNeeded()
  const dataKey = await openWithPassphrase(file.secret, passphrase)
  if (dataKey === null) {
    const left = countWrongTry(home)
    throw left === 0 ? locked() : passphraseWrong(left)
  }
  const secret = openSecret(file.secret, inForce(file), dataKey)
  await forgetWrongTries(home)
  return { secret, dataKey }
}

/**
 * Unlocks a home with its recovery code and gives it a new passphrase. The code stays valid: it lies on paper in a safe
 * place and nowhere else. Throws `WB-RECOVERY-WRONG`; wrong codes are not counted (99 random bits).
 */
export async function recoverKeys(
  home: string,
  options: { code: Secret; passphrase: Secret; random: Random; cost?: Cost },
): Promise<Keys> {
  const { code, passphrase, random, cost = defaultCost } = options
  return changingKeys(home, random, async (file, save) => {
    const { wrapped, dataKey } = await openedByCode(file, code)
    const keys = keysOf(file, openSecret(wrapped, inForce(file), dataKey))
    const secret = await withPassphrase(wrapped, dataKey, passphrase, { random, cost })
    dataKey.fill(0)
    save({ ...file, secret, unrecorded: unrecordedAfter(file, { change: 'recovered', ...wrongTries(home) }, random) })
    await forgetWrongTries(home)
    return keys
  })
}

/** Throws `WB-RECOVERY-WRONG` where `recoverKeys` would, and changes nothing: before somebody thinks of a new passphrase. */
export async function checkRecoveryCode(home: string, code: Secret): Promise<void> {
  const { dataKey } = await openedByCode(readKeysFile(home), code)
  dataKey.fill(0)
}

/** The caller zeroes the data key. */
async function openedByCode({ secret }: KeysFile, code: Secret) {
  if (secret.kind === 'raw') throw recoveryWrong('This home has no passphrase, so there is nothing to recover.')
  const dataKey = await openWithRecoveryCode(secret, code)
  if (dataKey === null) throw recoveryWrong('The recovery code is wrong.')
  return { wrapped: secret, dataKey }
}

/**
 * Sets, changes or (null) removes the passphrase. The secret gets a new data key, so what opened the old file opens
 * nothing of the new one; with a passphrase comes a new recovery code, to be shown once. `current` as in `unlockKeys`.
 * `WB-USAGE` where there is none to remove; `WB-BUSY` where a rotation is not finished.
 */
export async function changePassphrase(
  home: string,
  options: { current: Secret | null; passphrase: Secret | null; random: Random; cost?: Cost },
): Promise<{ change: Exclude<KeyChange, 'recovered'>; recoveryCode: Secret | null }> {
  const { current, passphrase, random, cost = defaultCost } = options
  return changingKeys(home, random, async (file, save) => {
    requireSettled(file)
    if (passphrase === null && file.secret.kind === 'raw') throw noPassphrase()
    const { secret: bytes, dataKey } = await unlockSecret(home, file, current)
    dataKey?.fill(0)
    const change = passphrase === null ? 'removed' : file.secret.kind === 'raw' ? 'set' : 'changed'
    const recoveryCode = passphrase === null ? null : newRecoveryCode(random)
    const secret =
      passphrase === null || recoveryCode === null
        ? ({ kind: 'raw', bytes } as const)
        : await wrap(bytes, inForce(file), { passphrase, recoveryCode }, { random, cost })
    save({ ...file, secret, unrecorded: unrecordedAfter(file, { change, wrong: 0, at: null }, random) })
    bytes.fill(0)
    return { change, recoveryCode }
  })
}

/** A recovery that was cut off before the tries were forgotten is done again: it counts once. */
function unrecordedAfter(file: KeysFile, news: Omit<Unrecorded, 'id'>, random: Random): Unrecorded[] {
  const before = (file.unrecorded ?? []).filter(({ change }) => change !== 'recovered' || news.change !== 'recovered')
  return [...before, { id: hex(random.bytes(8)), ...news }]
}

/** Zeroes `secret`. Throws `WB-KEYS-DAMAGED` when it does not belong to the public key in force. */
function keysOf(file: KeysFile, secret: Uint8Array): Keys {
  if (secret.length !== secretLength) throw damaged()
  const keys = keysFrom(secret, file.public.slice(0, -1).map(publicKeyFrom))
  secret.fill(0)
  if (Buffer.compare(spkiOf(keys.public), inForce(file)) !== 0) throw damaged()
  return keys
}

/** PKCS #8 of an Ed25519 seed: RFC 8410 §7. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

function keysFrom(secret: Uint8Array, former: readonly PublicKey[]): Keys {
  const signing = signingKey(secret)
  const storage = secret.subarray(32)
  return {
    signing,
    ...publicKeyFrom(spkiOf(createPublicKey(signing))),
    vault: derive(storage, 'vault'),
    disclosure: derive(storage, 'disclosure'),
    index: derive(storage, 'index'),
    former,
  }
}

function signingKey(secret: Uint8Array): KeyObject {
  const pkcs8 = Buffer.concat([pkcs8Prefix, secret.subarray(0, 32)])
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  } finally {
    pkcs8.fill(0)
  }
}

/** SubjectPublicKeyInfo of the signing key in the secret of a home. */
export function publicOf(secret: Uint8Array): Uint8Array {
  return spkiOf(createPublicKey(signingKey(secret)))
}

/** HKDF-SHA256 (RFC 5869) without a salt: the storage key is uniform. `info` keeps the uses apart (§3.2). */
function derive(storage: Uint8Array, use: 'vault' | 'disclosure' | 'index'): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', storage, '', `waybill/1/${use}`, 32))
}

function spkiOf(key: KeyObject): Uint8Array {
  return key.export({ type: 'spki', format: 'der' })
}

function locked(): WaybillError {
  return new WaybillError(
    'WB-HOME-LOCKED',
    'This home is locked after five wrong passphrases.',
    'Unlock it with the recovery code that was printed when the home was made.',
  )
}

function passphraseNeeded(): WaybillError {
  return new WaybillError(
    'WB-PASSPHRASE-NEEDED',
    'The keys of this home need a passphrase.',
    'Run the command where it can ask for the passphrase.',
  )
}

function passphraseWrong(left: number): WaybillError {
  return new WaybillError(
    'WB-PASSPHRASE-WRONG',
    'The passphrase is wrong.',
    left === 1 ? 'Try again: one more wrong one locks the home.' : `Try again: ${left} tries are left.`,
  )
}

function noPassphrase(): WaybillError {
  return new WaybillError('WB-USAGE', 'This home has no passphrase.', 'Leave --remove out to give it one.')
}

function recoveryWrong(message: string): WaybillError {
  const hint = 'Check the code that was printed when the home was made, or restore a backup.'
  return new WaybillError('WB-RECOVERY-WRONG', message, hint)
}
