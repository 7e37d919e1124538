/**
 * The archive inside the archive: plain ZIP, made by Waybill to hide names, sealed whole as one entry of the outer one.
 * It was authenticated before this begins; it is read as strictly as if it had not been.
 */
import { closeSync, futimesSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { EXCLUSIVE } from '../../durable.ts'
import { WaybillError } from '../../error.ts'
import { stopIfAborted } from '../interrupt.ts'
import type { CountPiece } from '../progress.ts'
import { FLAG_DESCRIPTOR, METHOD_STORED } from '../records.ts'
import { type Archive, type ArchiveEntry, readArchive } from './archive.ts'
import { ArchiveFile } from './archive-file.ts'
import { requireSafeNames } from './listed.ts'
import type { Placing } from './placing.ts'
import { damaged, quoted, unsafe } from './refusal.ts'

/**
 * Restores its entries and removes the archive at `path` itself. Every entry is stored, in clear, with sizes and CRC-32
 * in its header, and its name clashes with none that was placed before. WB-UNSAFE-ARCHIVE, WB-DAMAGED, WB-INTERRUPTED.
 */
export async function unwrap(
  path: string,
  placing: Placing,
  partial: string,
  { count, signal }: { readonly count: CountPiece; readonly signal: AbortSignal | undefined },
): Promise<void> {
  await ArchiveFile.use(path, async file => {
    const { entries, gaps } = await innerArchive(file)
    if (gaps > 0) throw unsafe(`holds an inner archive with ${gaps} bytes that belong to no entry`)
    for (const entry of entries) requirePlain(entry)
    requireSafeNames([...placing.placed.map(({ name }) => name), ...entries.map(({ name }) => name)])
    let left = file.bytes
    for (const [i, entry] of entries.entries()) {
      if (i % TURN === 0) await setImmediate()
      stopIfAborted(signal)
      if (entry.directory) {
        placing.directory(entry.name, entry.modified)
        continue
      }
      const copy = join(partial, `inner-${i}`)
      await copyContent(file, entry, copy, signal, count)
      placing.file(copy, entry.name, entry.bytes)
      left -= entry.bytes
    }
    count(left, '') // headers and directory of the inner archive
  })
  rmSync(path)
}

/** Small entries after which others have their turn. */
const TURN = 64

/** A form that Waybill does not write is no better than a wrong one. */
async function innerArchive(file: ArchiveFile): Promise<Archive> {
  try {
    return await readArchive(file)
  } catch (error) {
    if (!(error instanceof WaybillError) || !FOREIGN.has(error.code)) throw error
    throw unsafe('holds an inner archive that Waybill did not write', error)
  }
}

const FOREIGN: ReadonlySet<string> = new Set(['WB-NOT-ZIP', 'WB-UNSUPPORTED-ARCHIVE'])

function requirePlain({ name, seal, method, guessedName, header }: ArchiveEntry): void {
  const plain = seal === null && method === METHOD_STORED && !guessedName && (header.flags & FLAG_DESCRIPTOR) === 0
  if (!plain) throw unsafe(`holds in its inner archive ${quoted(name)} in a form that Waybill does not write`)
}

/** Bytes copied in one step. */
const PIECE = 2 ** 20

async function copyContent(
  file: ArchiveFile,
  entry: ArchiveEntry,
  path: string,
  signal: AbortSignal | undefined,
  count: CountPiece,
): Promise<void> {
  const descriptor = openSync(path, EXCLUSIVE, 0o600)
  try {
    let checksum = 0
    for (let at = 0; at < entry.bytes; ) {
      stopIfAborted(signal)
      const length = Math.min(PIECE, entry.bytes - at)
      const piece = length < PIECE ? file.readNow(entry.start + at, length) : await file.read(entry.start + at, length)
      checksum = crc32(piece, checksum)
      for (let done = 0; done < piece.length; ) done += writeSync(descriptor, piece, done)
      at += piece.length
      count(piece.length, entry.name)
    }
    if (checksum !== entry.header.crc32) throw damaged(`is damaged in ${quoted(entry.name)}`)
    if (entry.modified !== null) futimesSync(descriptor, entry.modified / 1000, entry.modified / 1000)
  } finally {
    closeSync(descriptor)
  }
}
