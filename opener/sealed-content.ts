/**
 * One sealed entry in the clear: zip.js decrypts and authenticates, the browser inflates. Source: WinZip "AES Encryption
 * Information: Encryption Specification AE-1 and AE-2".
 */
import { createEngine, type Engine } from 'zip.js/cipher'
import { WaybillError } from '../lib/error.ts'
import { crc32 } from '../lib/zip/crc32.ts'
import { CODE_LENGTH, SALT_LENGTH, type SealedArchiveEntry, VERIFIER_LENGTH } from '../lib/zip/reading/archive.ts'
import { damaged, quoted } from '../lib/zip/reading/refusal.ts'
import { METHOD_STORED } from '../lib/zip/records.ts'
import { sameBytes } from '../lib/zip/records-bytes.ts'
import type { BlobFile } from './blob-file.ts'
import { inflated } from './inflate.ts'
import type { Password } from './password.ts'
import type { Watch } from './watch.ts'

/** Bytes of AES key by strength. */
const KEY_LENGTH = { 1: 16, 2: 24, 3: 32 } as const
/** Whole cipher blocks; little enough that the page stays awake in between. */
const PIECE = 2 ** 19

/** Contents that are read together with their neighbours: each read of its own costs as much as deciphering them. */
const SMALL = 2 ** 14

/**
 * The content in pieces. It is good only when they end without an error: the authentication code stands behind the last
 * byte, and so do the sizes and, in AE-1, the checksum. WB-DAMAGED otherwise.
 */
export async function* readSealed(
  file: BlobFile,
  entry: SealedArchiveEntry,
  password: Password,
  watch: Watch,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const engine = await engineFor(file, entry, password)
  if (engine === null) throw broken(entry)
  const payload = authenticated(file, entry, engine, watch)
  let checksum = 0
  for await (const piece of entry.method === METHOD_STORED ? payload : inflated(payload, entry)) {
    if (entry.seal.vendorVersion === 1) checksum = crc32(piece, checksum)
    yield piece
  }
  if (entry.seal.vendorVersion === 1 && checksum !== entry.header.crc32) throw broken(entry)
}

/** See `Trial`: whether this is the password of this entry. */
export async function tryPassword(file: BlobFile, entry: SealedArchiveEntry, password: Password, watch: Watch) {
  const engine = await engineFor(file, entry, password)
  if (engine === null) return 'refused'
  watch.expect(entry.payload)
  try {
    for await (const _ of authenticated(file, entry, engine, watch));
    return 'proved'
  } catch (error) {
    if (error instanceof WaybillError) return 'doubtful'
    throw error
  }
}

/** Null where the verifier says that this is not the password. */
async function engineFor(file: BlobFile, { seal, start }: SealedArchiveEntry, password: Password) {
  const saltLength = SALT_LENGTH[seal.strength]
  const length = KEY_LENGTH[seal.strength]
  const head = Uint8Array.from(await file.readNear(start, saltLength + VERIFIER_LENGTH))
  const keys = await password.derive(head.slice(0, saltLength), 2 * length + VERIFIER_LENGTH)
  if (!sameBytes(keys.subarray(2 * length), head.subarray(saltLength))) return null
  return createEngine(keys.subarray(0, length), keys.subarray(length, 2 * length))
}

/** Decrypted, still deflated. The last piece leaves only when the authentication code of the whole is right. */
async function* authenticated(
  file: BlobFile,
  entry: SealedArchiveEntry,
  engine: Engine,
  watch: Watch,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const from = entry.start + SALT_LENGTH[entry.seal.strength] + VERIFIER_LENGTH
  const to = from + entry.payload
  const small = entry.payload <= SMALL
  let at = from
  do {
    const piece = small
      ? Uint8Array.from(await file.readNear(at, to - at))
      : await file.read(at, Math.min(PIECE, to - at))
    engine.process(piece, true)
    at += piece.length
    if (at === to) {
      const code = engine.digest().subarray(0, CODE_LENGTH)
      if (!sameBytes(code, await file.readNear(to, CODE_LENGTH))) throw broken(entry)
    }
    watch.step(piece.length)
    if (piece.length > 0) yield piece
  } while (at < to)
}

function broken(entry: SealedArchiveEntry) {
  return damaged(`is damaged in ${quoted(entry.name)}`)
}
