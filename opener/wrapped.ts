import { crc32 } from '../lib/zip/crc32.ts'
import type { ArchiveEntry } from '../lib/zip/reading/archive.ts'
import { innerEntries } from '../lib/zip/reading/inner-archive.ts'
import { requireSafeNames } from '../lib/zip/reading/listed.ts'
import { damaged, quoted } from '../lib/zip/reading/refusal.ts'
import type { ArchivedFile } from './archived-file.ts'
import { BlobFile } from './blob-file.ts'
import type { Watch } from './watch.ts'
import { wholeOf } from './whole.ts'

const PIECE = 2 ** 20

/**
 * What the archive in the archive holds, which was authenticated and compared before it is looked at. `beside` are the names
 * of the outer archive. WB-UNSAFE-ARCHIVE, WB-DAMAGED.
 */
export async function unwrapped(
  wrapped: ArchivedFile,
  beside: readonly string[],
  watch: Watch,
): Promise<{ files: ArchivedFile[]; folders: string[] }> {
  watch.expect(wrapped.work)
  const file = new BlobFile(await wholeOf(wrapped, watch), wrapped.name)
  const entries = await innerEntries(file)
  requireSafeNames([...beside, ...entries.map(({ name }) => name)], false)
  return {
    files: entries.filter(({ directory }) => !directory).map(entry => storedFile(file, entry)),
    folders: entries.filter(({ directory }) => directory).map(({ name }) => name),
  }
}

function storedFile(file: BlobFile, entry: ArchiveEntry): ArchivedFile {
  const { name, bytes, modified } = entry
  return { name, bytes, work: bytes, modified, read: watch => readStored(file, entry, watch) }
}

async function* readStored(file: BlobFile, { name, bytes, start, header }: ArchiveEntry, watch: Watch) {
  let checksum = 0
  for (let at = 0; at < bytes; at += PIECE) {
    const piece = await file.read(start + at, Math.min(PIECE, bytes - at))
    checksum = crc32(piece, checksum)
    watch.step(piece.length)
    yield piece
  }
  if (checksum !== header.crc32) throw damaged(`is damaged in ${quoted(name)}`)
}
