import { crc32 } from '../lib/zip/crc32.ts'
import { METHOD_STORED, VERSION_ZIP64 } from '../lib/zip/records.ts'
import { archiveTail } from '../lib/zip/writing/archive-tail.ts'
import { EntryRecords } from '../lib/zip/writing/entry-records.ts'
import type { ArchivedFile } from './archived-file.ts'
import type { Sink } from './sink.ts'
import type { Watch } from './watch.ts'

/**
 * A plain ZIP, nothing compressed, that every program opens. Each entry's checksum goes into its header when its content
 * was read to the end; the directory is written last, and only if every content was right.
 */
export async function writePlainZip(
  files: readonly ArchivedFile[],
  folders: readonly string[],
  sink: Sink,
  watch: Watch,
): Promise<void> {
  const directory: Uint8Array[] = []
  for (const name of folders) {
    const offset = sink.bytes
    const records = recordsOf(name, 0, null, 0)
    await sink.add(own(records.localHeader()))
    directory.push(records.centralHeader({ size: 0, length: 0 }, offset))
  }
  for (const file of files) {
    const { name, bytes, modified } = file
    const offset = sink.bytes
    const header = await sink.reserve(own(recordsOf(name, bytes, modified, 0).localHeader()), bytes)
    let checksum = 0
    for await (const piece of file.read(watch)) {
      checksum = crc32(piece, checksum)
      await sink.add(piece)
    }
    const records = recordsOf(name, bytes, modified, checksum)
    await header(own(records.localHeader()))
    directory.push(records.centralHeader({ size: bytes, length: bytes }, offset))
  }
  await finish(directory, sink)
}

async function finish(directory: readonly Uint8Array[], sink: Sink): Promise<void> {
  const directoryOffset = sink.bytes
  for (const header of directory) await sink.add(own(header))
  const place = { entries: directory.length, directorySize: sink.bytes - directoryOffset, directoryOffset }
  await sink.add(own(archiveTail({ ...place, comment: '', versionNeeded: VERSION_ZIP64 })))
}

function recordsOf(name: string, size: number, modified: number | null, checksum: number): EntryRecords {
  const sizes = { size, length: size }
  const mode = name.endsWith('/') ? 0o755 : 0o644
  // a file of no known time is of the first day that a ZIP can name
  const time = modified ?? Date.UTC(1980, 0, 1)
  return new EntryRecords({ name, modified: time, mode, method: METHOD_STORED, sizes, bound: size, crc32: checksum })
}

/** In memory that is not shared, as the browser wants it. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes)
}
