/** The other side of `plain-write.ts`: files of a plain ZIP, whole, in memory. */
import { crc32 } from 'node:zlib'
import { type ArchiveEntry, readArchive } from './reading/archive.ts'
import { ArchiveFile } from './reading/archive-file.ts'
import { inflatedAtOnce } from './reading/inflate.ts'
import { damaged, quoted, unsafe, unsupported } from './reading/refusal.ts'
import { METHOD_STORED } from './records.ts'

/** Bytes of all files together that are held in memory at most. */
const MOST = 2 ** 31
/** Deflate cannot do more (RFC 1951: 258 bytes out of 2 bits), so that who declares more lies. */
const HIGHEST_RATIO = 1032

/**
 * Untrusted. Name → content, of an archive without folders, sealed entries and bytes that belong to none. Names are those
 * of the archive: none is safe as a path. Throws as `readArchive` does, and WB-DAMAGED for content that is not as declared.
 */
export async function readPlainZip(path: string): Promise<Map<string, Uint8Array>> {
  return ArchiveFile.use(path, async file => {
    const { entries, gaps } = await readArchive(file)
    if (gaps > 0) throw unsafe(`has ${gaps} bytes that belong to no entry`)
    if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > MOST) throw unsupported('holds more than 2 GiB')
    const files = new Map<string, Uint8Array>()
    for (const entry of entries) files.set(entry.name, await contentOf(file, entry))
    return files
  })
}

async function contentOf(file: ArchiveFile, entry: ArchiveEntry): Promise<Uint8Array> {
  const { name, bytes, payload } = entry
  if (entry.seal !== null || entry.directory) throw unsupported(`holds ${quoted(name)}, which is not a plain file`)
  if (bytes > payload * HIGHEST_RATIO) throw damaged(`does not hold in ${quoted(name)} what it declares`)
  const data = await file.read(entry.start, payload)
  const content = entry.method === METHOD_STORED ? data : inflatedAtOnce(data, bytes, name)
  if (crc32(content) !== entry.header.crc32) throw damaged(`is damaged in ${quoted(name)}`)
  return content
}
