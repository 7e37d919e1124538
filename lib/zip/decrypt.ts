/**
 * One sealed entry in the clear. Source: WinZip "AES Encryption Information: Encryption Specification AE-1 and AE-2".
 * Layout of the data: salt (8, 12 or 16) · verifier (2) · ciphertext · authentication code (10).
 *
 * Nothing here comes from the writer but the record layouts: this is the second opinion on what the writer made.
 */
import { createHmac, type Hmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { Secret } from '../secret.ts'
import type { ArchiveEntry } from './archive.ts'
import { CODE_LENGTH, SALT_LENGTH, VERIFIER_LENGTH } from './archive.ts'
import type { EntrySeal } from './archive-directory.ts'
import type { ArchiveFile } from './archive-file.ts'
import { CounterMode } from './counter-mode.ts'
import { inflated, inflatedAtOnce } from './inflate.ts'
import { stopIfAborted } from './interrupt.ts'
import { METHOD_STORED } from './records.ts'
import { damaged, quoted } from './refusal.ts'

/** An entry whose content is encrypted. */
export type SealedArchiveEntry = ArchiveEntry & { readonly seal: EntrySeal }

export function isSealed(entry: ArchiveEntry): entry is SealedArchiveEntry {
  return entry.seal !== null
}

/** Bytes of AES key by strength; PBKDF2-HMAC-SHA1 with 1 000 rounds makes two such keys and the verifier. */
const KEY_LENGTH = { 1: 16, 2: 24, 3: 32 } as const
const ROUNDS = 1000
const derive = promisify(pbkdf2)

export interface EntryKeys {
  readonly cipher: Uint8Array
  readonly mac: Uint8Array
}

/** Null where the verifier says that this is not the password; a wrong one passes one time in 65 536. */
export async function entryKeys(file: ArchiveFile, entry: SealedArchiveEntry, password: Secret) {
  const head = await file.read(entry.start, SALT_LENGTH[entry.seal.strength] + VERIFIER_LENGTH)
  return keysFrom(head, entry, password)
}

async function keysFrom(head: Uint8Array, entry: SealedArchiveEntry, password: Secret): Promise<EntryKeys | null> {
  const saltLength = SALT_LENGTH[entry.seal.strength]
  const length = KEY_LENGTH[entry.seal.strength]
  const salt = head.subarray(0, saltLength)
  const verifier = head.subarray(saltLength, saltLength + VERIFIER_LENGTH)
  const out = await derive(password.bytes, salt, ROUNDS, 2 * length + VERIFIER_LENGTH, 'sha1')
  if (!timingSafeEqual(out.subarray(2 * length), verifier)) return null
  return { cipher: out.subarray(0, length), mac: out.subarray(length, 2 * length) }
}

/** Whether the ciphertext is what its maker, who knew the password, wrote; nothing is decrypted. */
export async function authentic(
  file: ArchiveFile,
  entry: SealedArchiveEntry,
  keys: EntryKeys,
  signal?: AbortSignal,
): Promise<boolean> {
  const code = createHmac('sha1', keys.mac)
  const { from, to } = ciphertextOf(entry)
  for (let at = from; at < to; at += PIECE) {
    stopIfAborted(signal)
    code.update(await file.read(at, Math.min(PIECE, to - at)))
  }
  return codeMatches(code, await file.read(to, CODE_LENGTH))
}

/** Bytes read and decrypted in one step: a whole number of cipher blocks. */
const PIECE = 2 ** 19

/**
 * The content, in pieces. Every piece but the last may have been changed by somebody without the password: the last one
 * leaves only after the authentication code of the whole was found right, and the content is good only when the
 * iteration ends without an error. WB-DAMAGED otherwise: code, sizes, deflate stream or (AE-1) CRC-32 are wrong.
 */
export async function* readContent(
  file: ArchiveFile,
  entry: SealedArchiveEntry,
  password: Secret,
): AsyncGenerator<Uint8Array, void, undefined> {
  let checksum = 0
  for await (const piece of entry.payload <= PIECE && entry.bytes <= 2 * PIECE
    ? readAtOnce(file, entry, password)
    : readInPieces(file, entry, password)) {
    if (entry.seal.vendorVersion === 1) checksum = crc32(piece, checksum)
    yield piece
  }
  if (entry.seal.vendorVersion === 1 && checksum !== entry.header.crc32) throw broken(entry)
}

/** A small entry: authenticated before a single byte is decrypted. */
async function* readAtOnce(file: ArchiveFile, entry: SealedArchiveEntry, password: Secret) {
  const data = await file.read(entry.start, entry.compressedSize)
  const keys = await keysFrom(data, entry, password)
  if (keys === null) throw broken(entry)
  const cut = data.length - CODE_LENGTH
  const payload = data.slice(cut - entry.payload, cut)
  if (!codeMatches(createHmac('sha1', keys.mac).update(payload), data.subarray(cut))) throw broken(entry)
  new CounterMode(keys.cipher).apply(payload)
  if (entry.bytes > 0 || entry.method !== METHOD_STORED) {
    yield entry.method === METHOD_STORED ? payload : inflatedAtOnce(payload, entry.bytes, entry.name)
  }
}

async function* readInPieces(file: ArchiveFile, entry: SealedArchiveEntry, password: Secret) {
  const keys = await entryKeys(file, entry, password)
  if (keys === null) throw broken(entry)
  const payload = decrypted(file, entry, keys)
  yield* entry.method === METHOD_STORED ? payload : inflated(payload, entry)
}

async function* decrypted(file: ArchiveFile, entry: SealedArchiveEntry, keys: EntryKeys) {
  const code = createHmac('sha1', keys.mac)
  const counter = new CounterMode(keys.cipher)
  const { from, to } = ciphertextOf(entry)
  for (let at = from; at < to; at += PIECE) {
    const piece = await file.read(at, Math.min(PIECE, to - at))
    code.update(piece)
    counter.apply(piece)
    const last = at + piece.length === to
    if (last && !codeMatches(code, await file.read(to, CODE_LENGTH))) throw broken(entry)
    yield piece
  }
}

function ciphertextOf(entry: SealedArchiveEntry): { from: number; to: number } {
  const from = entry.start + SALT_LENGTH[entry.seal.strength] + VERIFIER_LENGTH
  return { from, to: from + entry.payload }
}

/** The first 80 bits of HMAC-SHA1 over the ciphertext. */
function codeMatches(code: Hmac, stored: Uint8Array): boolean {
  return timingSafeEqual(code.digest().subarray(0, CODE_LENGTH), stored)
}

function broken(entry: ArchiveEntry): Error {
  return damaged(`is damaged in ${quoted(entry.name)}`)
}
