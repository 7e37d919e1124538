/**
 * One sealed entry in the clear. Source: WinZip "AES Encryption Information: Encryption Specification AE-1 and AE-2".
 * Layout of the data: salt (8, 12 or 16) · verifier (2) · ciphertext · authentication code (10).
 *
 * Nothing here comes from the writer but the record layouts: this is the second opinion on what the writer made.
 */
import { createHmac, createSecretKey, type Hmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Secret } from '../../secret.ts'
import { stopIfAborted } from '../interrupt.ts'
import { METHOD_STORED } from '../records.ts'
import { CODE_LENGTH, SALT_LENGTH, type SealedArchiveEntry, VERIFIER_LENGTH } from './archive.ts'
import type { ArchiveFile } from './archive-file.ts'
import { CounterMode } from './counter-mode.ts'
import { inflated, inflatedAtOnce } from './inflate.ts'
import { damaged, quoted } from './refusal.ts'

/** What of an entry is needed to read its content: so little that it travels between threads. */
export type SealedContent = Pick<
  SealedArchiveEntry,
  'name' | 'bytes' | 'method' | 'seal' | 'start' | 'compressedSize' | 'payload'
> & { readonly header: { readonly crc32: number } }

export function contentOf(entry: SealedArchiveEntry): SealedContent {
  const { name, bytes, method, seal, start, compressedSize, payload } = entry
  return { name, bytes, method, seal, start, compressedSize, payload, header: { crc32: entry.header.crc32 } }
}

/** Bytes of AES key by strength; PBKDF2-HMAC-SHA1 with 1 000 rounds makes two such keys and the verifier. */
const KEY_LENGTH = { 1: 16, 2: 24, 3: 32 } as const
const ROUNDS = 1000

/** So many bytes derived from a password for this salt, in memory of their own. */
export type DeriveKeys = (salt: Uint8Array, length: number) => Uint8Array

/** By OpenSSL, which shares nothing with the writer: what the check and the first look at a password use. */
export function opensslKeys(password: Secret): DeriveKeys {
  return (salt, length) => pbkdf2Sync(password.bytes, salt, ROUNDS, length, 'sha1')
}

/** What decrypts the ciphertext of one entry and what authenticates it, each from its first byte on. */
export interface EntryCipher {
  readonly counter: CounterMode
  readonly code: Hmac
}

/**
 * Null where the verifier says that this is not the password; a wrong one passes one time in 65 536. Takes half a
 * millisecond. The derived bytes are zeroed: OpenSSL's own contexts alone hold the keys.
 */
export function entryCipher(file: ArchiveFile, entry: SealedContent, derive: DeriveKeys): EntryCipher | null {
  return cipherFrom(file.readNow(entry.start, SALT_LENGTH[entry.seal.strength] + VERIFIER_LENGTH), entry, derive)
}

function cipherFrom(head: Uint8Array, { seal }: SealedContent, derive: DeriveKeys): EntryCipher | null {
  const saltLength = SALT_LENGTH[seal.strength]
  const length = KEY_LENGTH[seal.strength]
  const verifier = head.subarray(saltLength, saltLength + VERIFIER_LENGTH)
  const keys = derive(head.subarray(0, saltLength), 2 * length + VERIFIER_LENGTH)
  try {
    if (!timingSafeEqual(keys.subarray(2 * length), verifier)) return null
    const mac = createSecretKey(keys.subarray(length, 2 * length))
    return { counter: new CounterMode(keys.subarray(0, length)), code: createHmac('sha1', mac) }
  } finally {
    keys.fill(0)
  }
}

/** Whether the ciphertext is what its maker, who knew the password, wrote; nothing is decrypted. */
export async function authentic(
  file: ArchiveFile,
  entry: SealedContent,
  { code }: EntryCipher,
  signal?: AbortSignal,
): Promise<boolean> {
  const { from, to } = ciphertextOf(entry)
  for (let at = from; at < to; at += PIECE) {
    stopIfAborted(signal)
    code.update(await file.read(at, Math.min(PIECE, to - at)))
  }
  return codeMatches(code, await file.read(to, CODE_LENGTH))
}

/** Bytes read and decrypted in one step: a whole number of cipher blocks. */
const PIECE = 2 ** 20

/** Small enough to be read at once: its ciphertext and its content are one piece each. */
export function isSmall(entry: SealedContent): boolean {
  return entry.payload <= PIECE && entry.bytes <= PIECE
}

/**
 * The content, in pieces up to 1 MiB. Every piece but the last may have been changed by somebody without the password:
 * the last one leaves only after the authentication code of the whole was found right, and the content is good only when
 * the iteration ends without an error. WB-DAMAGED otherwise: code, sizes, deflate stream or (AE-1) CRC-32 are wrong.
 */
export async function* readContent(
  file: ArchiveFile,
  entry: SealedContent,
  derive: DeriveKeys,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (isSmall(entry)) {
    const content = readSmall(file, entry, derive)
    if (content.length > 0) yield content
    return
  }
  let checksum = 0
  for await (const piece of readInPieces(file, entry, derive)) {
    if (entry.seal.vendorVersion === 1) checksum = crc32(piece, checksum)
    yield piece
  }
  if (entry.seal.vendorVersion === 1 && checksum !== entry.header.crc32) throw broken(entry)
}

/** The content of an entry that `isSmall`: authenticated before a single byte is decrypted. WB-DAMAGED as above. */
export function readSmall(file: ArchiveFile, entry: SealedContent, derive: DeriveKeys): Uint8Array {
  const data = file.readNow(entry.start, entry.compressedSize)
  const cipher = cipherFrom(data, entry, derive)
  if (cipher === null) throw broken(entry)
  const cut = data.length - CODE_LENGTH
  const payload = data.slice(cut - entry.payload, cut)
  if (!codeMatches(cipher.code.update(payload), data.subarray(cut))) throw broken(entry)
  cipher.counter.apply(payload)
  const content = entry.method === METHOD_STORED ? payload : inflatedAtOnce(payload, entry.bytes, entry.name)
  if (entry.seal.vendorVersion === 1 && crc32(content) !== entry.header.crc32) throw broken(entry)
  return content
}

async function* readInPieces(file: ArchiveFile, entry: SealedContent, derive: DeriveKeys) {
  const cipher = entryCipher(file, entry, derive)
  if (cipher === null) throw broken(entry)
  const payload = decrypted(file, entry, cipher)
  yield* entry.method === METHOD_STORED ? payload : inflated(payload, entry)
}

async function* decrypted(file: ArchiveFile, entry: SealedContent, { counter, code }: EntryCipher) {
  const { from, to } = ciphertextOf(entry)
  for (let at = from; at < to; at += PIECE) {
    const piece = file.readNow(at, Math.min(PIECE, to - at))
    code.update(piece)
    counter.apply(piece)
    const last = at + piece.length === to
    if (last && !codeMatches(code, file.readNow(to, CODE_LENGTH))) throw broken(entry)
    yield piece
  }
}

function ciphertextOf(entry: SealedContent): { from: number; to: number } {
  const from = entry.start + SALT_LENGTH[entry.seal.strength] + VERIFIER_LENGTH
  return { from, to: from + entry.payload }
}

/** The first 80 bits of HMAC-SHA1 over the ciphertext. */
function codeMatches(code: Hmac, stored: Uint8Array): boolean {
  return timingSafeEqual(code.digest().subarray(0, CODE_LENGTH), stored)
}

function broken(entry: SealedContent): Error {
  return damaged(`is damaged in ${quoted(entry.name)}`)
}
