/** The structure of the archive inside a wrapped one: as strict as if it had not been authenticated. */
import { WaybillError } from '../../error.ts'
import { FLAG_DESCRIPTOR, METHOD_STORED } from '../records.ts'
import { type ArchiveEntry, readArchive } from './archive.ts'
import type { ArchiveSource } from './archive-source.ts'
import { quoted, unsafe } from './refusal.ts'

/**
 * Its entries: each stored, in clear, with sizes and CRC-32 in its header, and no byte besides them. Names are not judged.
 * WB-UNSAFE-ARCHIVE, WB-DAMAGED.
 */
export async function innerEntries(file: ArchiveSource): Promise<readonly ArchiveEntry[]> {
  const { entries, gaps } = await innerArchive(file)
  if (gaps > 0) throw unsafe(`holds an inner archive with ${gaps} bytes that belong to no entry`)
  for (const entry of entries) requirePlain(entry)
  return entries
}

/** A form that Waybill does not write is no better than a wrong one. */
async function innerArchive(file: ArchiveSource) {
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
