/**
 * Archives made by hand, honest or not, for the tests of the readers. Its cryptography is written as plainly as can be
 * (one cipher call per block, the counter a BigInt), so that it stands as a reference for both reader and writer.
 */
import { createCipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { encodeManifest, type ManifestEntry } from '../../../lib/zip/manifest.ts'
import {
  type CentralHeader,
  encodeCentralHeader,
  encodeDataDescriptor,
  encodeLocalHeader,
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_UTF8,
  type LocalHeader,
  METHOD_AES,
  METHOD_DEFLATED,
  METHOD_STORED,
} from '../../../lib/zip/records.ts'
import {
  type EndRecord,
  encodeEndRecord,
  encodeZip64EndRecord,
  encodeZip64Locator,
} from '../../../lib/zip/records-end.ts'
import { type ExtraField, encodeAesExtra, encodeExtra } from '../../../lib/zip/records-extra.ts'

export const PASSWORD = 'k7mq-3xtd-9wbn-h4rz-pc2v'

export interface Forged {
  readonly name: string | Uint8Array
  readonly content?: string | Uint8Array
  readonly method?: typeof METHOD_STORED | typeof METHOD_DEFLATED
  /** Null: in clear. Default: AE-2 with AES-256. */
  readonly seal?: { readonly vendorVersion?: number; readonly strength?: 1 | 2 | 3 } | null
  readonly password?: string
  /** The salt is made from this number; from the place of the entry where it is left out. */
  readonly salt?: number
  readonly descriptor?: 'none' | 'signed' | 'unsigned' | 'wide'
  /** `st_mode`. */
  readonly mode?: number
  readonly extra?: readonly ExtraField[]
  /** Lies: these replace the true fields of either header. */
  readonly local?: Partial<LocalHeader>
  readonly central?: Partial<CentralHeader>
  /** Replaces the compressed content before it is encrypted. */
  readonly payload?: Uint8Array
  /** Junk before the local header. */
  readonly gap?: number
}

export interface ForgeOptions {
  readonly comment?: string | Uint8Array
  readonly end?: Partial<EndRecord>
  readonly before?: Uint8Array
  readonly after?: Uint8Array
  readonly zip64?: boolean
  /** Order of the central directory, as indexes. */
  readonly order?: readonly number[]
}

/** The archive, and where in it the parts lie. */
export interface ForgedArchive {
  readonly bytes: Buffer
  readonly parts: readonly {
    readonly name: string
    readonly kind: PartKind
    readonly at: number
    readonly length: number
  }[]
}

export type PartKind =
  | 'junk'
  | 'local'
  | 'salt'
  | 'verifier'
  | 'ciphertext'
  | 'code'
  | 'content'
  | 'descriptor'
  | 'central'
  | 'end'

export function forge(entries: readonly Forged[], options: ForgeOptions = {}): ForgedArchive {
  const chunks: Uint8Array[] = []
  const parts: ForgedArchive['parts'][number][] = []
  let at = 0
  const put = (name: string, kind: PartKind, bytes: Uint8Array) => {
    parts.push({ name, kind, at, length: bytes.length })
    chunks.push(bytes)
    at += bytes.length
  }
  if (options.before !== undefined) put('', 'junk', options.before)
  const base = at
  const central = entries.map((entry, index) => {
    if (entry.gap !== undefined) put('', 'junk', Buffer.alloc(entry.gap, 0x5a))
    const offset = at - base
    const made = forgeEntry(entry, index, offset)
    for (const [kind, bytes] of made.parts) put(made.name, kind, bytes)
    return { name: made.name, bytes: made.central }
  })
  const directoryOffset = at - base
  for (const { name, bytes } of orderOf(central, options.order)) put(name, 'central', bytes)
  const directorySize = at - base - directoryOffset
  const end = {
    disk: 0,
    directoryDisk: 0,
    entriesOnDisk: entries.length,
    entries: entries.length,
    directorySize,
    directoryOffset,
    comment: Buffer.from(options.comment ?? ''),
  }
  if (options.zip64 === true) {
    const endRecordOffset = at - base
    put('', 'end', encodeZip64EndRecord({ versionMadeBy: 45, versionNeeded: 45, ...end }))
    put('', 'end', encodeZip64Locator({ disk: 0, endRecordOffset, disks: 1 }))
  }
  put('', 'end', encodeEndRecord({ ...end, ...options.end }))
  if (options.after !== undefined) put('', 'junk', options.after)
  return { bytes: Buffer.concat(chunks), parts }
}

function orderOf<T>(items: readonly T[], order: readonly number[] | undefined): readonly T[] {
  return order === undefined ? items : order.flatMap(index => items[index] ?? [])
}

function forgeEntry(entry: Forged, index: number, offset: number) {
  const content = Buffer.from(entry.content ?? '')
  const name = Buffer.from(entry.name)
  const method = entry.method ?? METHOD_STORED
  const seal = entry.seal === null ? null : { vendorVersion: 2, strength: 3 as const, ...entry.seal }
  const payload = entry.payload ?? (method === METHOD_STORED ? content : deflateRawSync(content))
  const data: [PartKind, Uint8Array][] =
    seal === null
      ? [['content', payload]]
      : encrypt(payload, entry.password ?? PASSWORD, seal.strength, entry.salt ?? index)
  const descriptor = entry.descriptor ?? 'none'
  const aes =
    seal === null ? [] : [encodeAesExtra({ vendorVersion: seal.vendorVersion, strength: seal.strength, method })]
  const header = {
    versionNeeded: 51,
    flags: FLAG_UTF8 | (seal === null ? 0 : FLAG_ENCRYPTED) | (descriptor === 'none' ? 0 : FLAG_DESCRIPTOR),
    method: seal === null ? method : METHOD_AES,
    dosTime: 0x5c210000,
    crc32: seal?.vendorVersion === 2 ? 0 : crc32(content),
    compressedSize: data.reduce((sum, [, bytes]) => sum + bytes.length, 0),
    size: content.length,
    name,
    extra: encodeExtra([...(entry.extra ?? []), ...aes]),
  }
  const late = descriptor === 'none' ? {} : { crc32: 0, compressedSize: 0, size: 0 }
  const local = encodeLocalHeader({ ...header, ...late, ...entry.local })
  const directory = name.at(-1) === 0x2f
  const central = encodeCentralHeader({
    ...header,
    versionMadeBy: (3 << 8) | 63,
    disk: 0,
    internalAttributes: 0,
    externalAttributes: ((entry.mode ?? (directory ? 0o040755 : 0o100644)) * 0x10000 + (directory ? 0x10 : 0)) >>> 0,
    localHeaderOffset: offset,
    comment: new Uint8Array(0),
    ...entry.central,
  })
  const parts: [PartKind, Uint8Array][] = [['local', local], ...data]
  if (descriptor !== 'none') parts.push(['descriptor', forgeDescriptor(header, descriptor)])
  return { name: name.toString(), parts, central }
}

function forgeDescriptor(header: LocalHeader, form: 'signed' | 'unsigned' | 'wide'): Uint8Array {
  const bytes = encodeDataDescriptor(header, form === 'wide')
  return form === 'unsigned' ? bytes.subarray(4) : bytes
}

const KEY_LENGTH = { 1: 16, 2: 24, 3: 32 } as const

/** WinZip AES by the letter: salt, verifier, ciphertext, code. The salt is made from the index: archives are the same each time. */
export function encrypt(
  payload: Uint8Array,
  password: string,
  strength: 1 | 2 | 3,
  index: number,
): [PartKind, Uint8Array][] {
  const length = KEY_LENGTH[strength]
  const salt = createHash('sha256')
    .update(`salt ${index}`)
    .digest()
    .subarray(0, length / 2)
  const keys = keysOf(password, salt, length)
  const ciphertext = ciphertextOf(keys.subarray(0, length), payload)
  const code = createHmac('sha1', keys.subarray(length, 2 * length))
    .update(ciphertext)
    .digest()
    .subarray(0, 10)
  return [
    ['salt', salt],
    ['verifier', keys.subarray(2 * length)],
    ['ciphertext', ciphertext],
    ['code', code],
  ]
}

/** The same content under the same key again and again: worked out once, because plain is slow. */
const known = new Map<string, Uint8Array>()

function ciphertextOf(key: Buffer, payload: Uint8Array): Uint8Array {
  const id = `${key.toString('hex')} ${sha256(payload)}`
  const ciphertext = known.get(id) ?? naiveCounterMode(key, payload)
  if (payload.length > 10_000) known.set(id, ciphertext)
  return ciphertext
}

function keysOf(password: string, salt: Buffer, length: number): Buffer {
  const id = `${length} ${salt.toString('hex')} ${password}`
  const keys = Buffer.from(known.get(id) ?? pbkdf2Sync(password, salt, 1000, 2 * length + 2, 'sha1'))
  known.set(id, keys)
  return keys
}

/** One cipher call after the other, a block each; the counter is the first half of the block, little-endian. */
export function naiveCounterMode(key: Uint8Array, data: Uint8Array, first = 1n): Uint8Array {
  const out = Uint8Array.from(data)
  const cipher = createCipheriv(`aes-${8 * key.length}-ecb`, key, null)
  const block = Buffer.alloc(16)
  let counter = first
  for (let at = 0; at < out.length; at += 16, counter++) {
    block.writeBigUInt64LE(counter)
    const stream = cipher.update(block)
    for (let i = 0; i < 16 && at + i < out.length; i++) out[at + i] = (out[at + i] ?? 0) ^ (stream[i] ?? 0)
  }
  return out
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The entry that a Waybill archive ends with, listing the others; `lie` changes the list before it is sealed. */
export function page(
  entries: readonly Forged[],
  lie: (listed: ManifestEntry[]) => ManifestEntry[] = x => x,
  more: Readonly<Record<string, string>> = {},
): Forged {
  const listed = entries.map(entry => {
    const name = Buffer.from(entry.name).toString()
    const content = Buffer.from(entry.content ?? '')
    return { name, as: name, bytes: content.length, sha256: sha256(content) }
  })
  const manifest = { v: 1 as const, transfer: 'WB-7K3Q-M9XP', nonce: 'n', checkpoint: 'c', entries: lie(listed) }
  const block = encodeManifest({ ...more, ...manifest })
  return { name: 'WAYBILL.txt', content: `Hello.\n\n${block}`, method: METHOD_DEFLATED }
}

/** A whole Waybill archive. */
export function sealedArchive(entries: readonly Forged[], options?: ForgeOptions): ForgedArchive {
  return forge([...entries, page(entries)], options)
}
