/**
 * The archive inside the archive: plain ZIP, made by Waybill to hide names, sealed whole as one entry of the outer one.
 * It was authenticated before this begins; it is read as strictly as if it had not been.
 */
import { closeSync, futimesSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { EXCLUSIVE } from '../../durable.ts'
import { stopIfAborted } from '../interrupt.ts'
import type { CountPiece } from '../progress.ts'
import type { ArchiveEntry } from './archive.ts'
import { ArchiveFile } from './archive-file.ts'
import { innerEntries } from './inner-archive.ts'
import { requireSafeNames } from './listed.ts'
import type { Placing } from './placing.ts'
import { damaged, quoted } from './refusal.ts'

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
    const entries = await innerEntries(file)
    const names = [...placing.placed.map(({ name }) => name), ...entries.map(({ name }) => name)]
    requireSafeNames(names, process.platform === 'win32')
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
