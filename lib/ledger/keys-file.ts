import { createPublicKey, hash, type KeyObject } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { platform } from 'node:process'
import { ioError } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import { canonical, isList, isObject, type Json, type JsonObject, parseCanonical } from './canonical.ts'
import { fromBase64 } from './malformed.ts'
import { type Cost, isCost } from './passphrase.ts'

/** A key that verifies signatures of this home's ledger. */
export interface PublicKey {
  readonly public: KeyObject
  /** Hex SHA-256 of the SubjectPublicKeyInfo (DER): what an auditor keeps elsewhere. */
  readonly fingerprint: string
  /** First 16 hex digits of the fingerprint: names the key in events. */
  readonly keyId: string
}

/** `keys/keys.json`: canonical JSON and a newline. All bytes are standard Base64. */
export interface KeysFile {
  readonly v: 1
  /** SubjectPublicKeyInfo of every signing key of this home, oldest first; the last one is in force. */
  readonly public: readonly Uint8Array[]
  readonly secret: RawSecret | WrappedSecret
  /** A rotation that is under way. It is done as soon as the ledger names the new key: see `rotation.ts`. */
  readonly next?: NextKey
  /** What happened to the ways in and is not on record yet, oldest first. */
  readonly unrecorded?: readonly Unrecorded[]
}

/** What the last of `public` and the bytes or the box of `secret` become. */
export interface NextKey {
  readonly public: Uint8Array
  /** Like `secret`: 64 bytes in clear, or their box under the same data key. */
  readonly secret: Uint8Array
}

/** Kept here from the moment it happens until its event is in the ledger, since the two are two files. */
export interface Unrecorded {
  /** 16 random hex digits: the ledger remembers the last one that it recorded. */
  readonly id: string
  readonly change: KeyChange
  /** Wrong passphrases in a row before it. */
  readonly wrong: number
  /** When the last of these was given, milliseconds since 1970; null where there was none. */
  readonly at: number | null
}

const keyChanges = ['set', 'changed', 'removed', 'recovered'] as const
export type KeyChange = (typeof keyChanges)[number]

/** Declined a passphrase: whoever reads the file has the keys. */
export interface RawSecret {
  readonly kind: 'raw'
  /** Signing seed (32, RFC 8032 §5.1.5) ‖ storage key (32). */
  readonly bytes: Uint8Array
}

/** The same 64 bytes in a box under a random data key, which is itself boxed under each way in. */
export interface WrappedSecret {
  readonly kind: 'wrapped'
  readonly box: Uint8Array
  readonly passphrase: Slot
  readonly recovery: Slot
}

export interface Slot {
  readonly cost: Cost
  readonly salt: Uint8Array
  /** The data key, boxed under the key that scrypt gives. */
  readonly box: Uint8Array
}

export const secretLength = 64
const saltLength = 16
/** SubjectPublicKeyInfo of an Ed25519 key: RFC 8410 §4. */
const spkiLength = 44

export function keysDirectory(home: string): string {
  return join(home, 'keys')
}

export function keysPath(home: string): string {
  return join(keysDirectory(home), 'keys.json')
}

/** The key in force. Needs no passphrase. Throws `WB-KEYS-MISSING`, `WB-KEYS-DAMAGED` or `WB-HOME-MODE`. */
export function readPublicKey(home: string): PublicKey {
  return publicKeyFrom(inForce(readKeysFile(home)))
}

/** Every signing key of this home, oldest first; the one of a rotation under way comes last. Needs no passphrase. */
export function readPublicKeys(home: string): PublicKey[] {
  const { public: keys, next } = readKeysFile(home)
  return [...keys, ...(next === undefined ? [] : [next.public])].map(publicKeyFrom)
}

/** Untrusted `spki`. Throws `WB-KEYS-DAMAGED` for anything but an Ed25519 key. */
export function publicKeyFrom(spki: Uint8Array): PublicKey {
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch (cause) {
    throw damaged(cause)
  }
  if (key.asymmetricKeyType !== 'ed25519' || spki.length !== spkiLength) throw damaged()
  const fingerprint = hash('sha256', spki, 'hex')
  return { public: key, fingerprint, keyId: fingerprint.slice(0, 16) }
}

export function readKeysFile(home: string): KeysFile {
  const path = keysPath(home)
  requirePrivate(keysDirectory(home), path)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw errnoOf(error) === 'ENOENT' ? missing(error) : ioError(error, path)
  }
  return parseKeysFile(text)
}

/** Permission bits of everybody but the owner. Windows has none: there the home's access list decides. */
const others = platform === 'win32' ? 0 : 0o077

function requirePrivate(...paths: string[]): void {
  for (const path of paths) {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0
    if ((mode & others) === 0) continue
    throw new WaybillError('WB-HOME-MODE', `Other users may open ${path}.`, `Run: chmod go-rwx '${path}'`)
  }
}

/** SubjectPublicKeyInfo of the key that signs. */
export function inForce({ public: keys }: KeysFile): Uint8Array {
  const spki = keys.at(-1)
  if (spki === undefined) throw damaged()
  return spki
}

export function encodeKeysFile({ v, public: keys, secret, next, unrecorded }: KeysFile): string {
  const encoded: JsonObject =
    secret.kind === 'raw'
      ? { kind: secret.kind, bytes: base64(secret.bytes) }
      : {
          kind: secret.kind,
          box: base64(secret.box),
          passphrase: encodeSlot(secret.passphrase),
          recovery: encodeSlot(secret.recovery),
        }
  return `${canonical({
    v,
    public: keys.map(base64),
    secret: encoded,
    ...(next && { next: { public: base64(next.public), secret: base64(next.secret) } }),
    ...(unrecorded && { unrecorded: unrecorded.map(({ id, change, wrong, at }) => ({ id, change, wrong, at })) }),
  })}\n`
}

function encodeSlot({ cost, salt, box }: Slot): JsonObject {
  return { N: cost.N, r: cost.r, p: cost.p, salt: base64(salt), box: base64(box) }
}

/** Untrusted. Throws `WB-KEYS-DAMAGED`. */
export function parseKeysFile(text: string): KeysFile {
  let value: Json
  try {
    value = parseCanonical(text.replace(/\n$/, ''))
  } catch (cause) {
    throw damaged(cause)
  }
  const { next, unrecorded, ...rest } = isObject(value) ? value : {}
  const file = fields(rest, 'v', 'public', 'secret')
  if (file.v !== 1 || file.public === undefined || !isList(file.public) || file.public.length === 0) throw damaged()
  return {
    v: file.v,
    public: file.public.map(key => bytes(key, spkiLength)),
    secret: parseSecret(file.secret),
    ...(next !== undefined && { next: parseNext(next) }),
    ...(unrecorded !== undefined && { unrecorded: parseUnrecorded(unrecorded) }),
  }
}

function parseNext(value: Json): NextKey {
  const next = fields(value, 'public', 'secret')
  return { public: bytes(next.public, spkiLength), secret: bytes(next.secret) }
}

function parseUnrecorded(value: Json): Unrecorded[] {
  if (!isList(value)) throw damaged()
  return value.map(item => {
    const { id, change, wrong, at } = fields(item, 'id', 'change', 'wrong', 'at')
    const known = keyChanges.find(one => one === change)
    if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id) || known === undefined) throw damaged()
    if (typeof wrong !== 'number' || wrong < 0 || (at !== null && (typeof at !== 'number' || at < 0))) throw damaged()
    return { id, change: known, wrong, at: at ?? null }
  })
}

function parseSecret(value: Json | undefined): RawSecret | WrappedSecret {
  if (isObject(value) && value.kind === 'raw') {
    return { kind: value.kind, bytes: bytes(fields(value, 'kind', 'bytes').bytes, secretLength) }
  }
  const { kind, box, passphrase, recovery } = fields(value, 'kind', 'box', 'passphrase', 'recovery')
  if (kind !== 'wrapped') throw damaged()
  return { kind, box: bytes(box), passphrase: parseSlot(passphrase), recovery: parseSlot(recovery) }
}

function parseSlot(value: Json | undefined): Slot {
  const { N, r, p, salt, box } = fields(value, 'N', 'r', 'p', 'salt', 'box')
  if (typeof N !== 'number' || typeof r !== 'number' || typeof p !== 'number') throw damaged()
  const cost = { N, r, p }
  if (!isCost(cost)) throw damaged()
  return { cost, salt: bytes(salt, saltLength), box: bytes(box) }
}

/** An object with exactly these fields. */
function fields(value: Json | undefined, ...names: string[]): JsonObject {
  if (!isObject(value) || Object.keys(value).length !== names.length) throw damaged()
  if (names.some(name => value[name] === undefined)) throw damaged()
  return value
}

function bytes(value: Json | undefined, length?: number): Uint8Array {
  const decoded = typeof value === 'string' ? fromBase64(value) : null
  if (decoded === null || (length !== undefined && decoded.length !== length)) throw damaged()
  return decoded
}

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64')
}

function missing(cause: unknown): WaybillError {
  return new WaybillError('WB-KEYS-MISSING', 'This home has no keys.', 'Run `waybill init` first.', { cause })
}

/** Never the parser's own words: they may quote the file. */
export function damaged(cause?: unknown): WaybillError {
  return new WaybillError(
    'WB-KEYS-DAMAGED',
    'The file with the keys of this home is damaged.',
    'Restore the home from a backup.',
    { cause },
  )
}
