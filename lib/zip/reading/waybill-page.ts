/** Finding `WAYBILL.txt`, the sealed page with the list of entries, before anything else is read. */
import type { Secret } from '../../secret.ts'
import { MANIFEST_LIMIT, type Manifest, mentionsManifest, parseManifest } from '../manifest.ts'
import type { Archive } from './archive.ts'
import type { ArchiveFile } from './archive-file.ts'
import { isSealed, opensslKeys, readContent, type SealedArchiveEntry } from './decrypt.ts'
import { notAsListed } from './listed.ts'
import { quoted } from './refusal.ts'

export interface WaybillPage {
  readonly entry: SealedArchiveEntry
  readonly text: string
  readonly manifest: Manifest
}

/** `WAYBILL.txt`, or `WAYBILL-<transfer>.txt` where a source has that name; at the root. */
const PAGE_NAME = /^WAYBILL(?:-[0-9A-Za-z-]+)?\.txt$/

/**
 * The page is the last entry, and its content says that it is one: names can be swapped without the password. Null for
 * an archive of another maker; it may hold a file of that name which is no page. WB-NOT-AS-LISTED where there is a page
 * under another name or in another place, WB-MANIFEST where its list cannot be read.
 */
export async function waybillPage(file: ArchiveFile, archive: Archive, password: Secret): Promise<WaybillPage | null> {
  const last = archive.entries.at(-1)
  const text = last === undefined || !isSealed(last) ? null : await pageText(file, last, password)
  if (last !== undefined && isSealed(last) && text !== null) {
    if (!PAGE_NAME.test(last.name)) throw notAsListed(`its list stands under the name ${quoted(last.name)}`)
    return { entry: last, text, manifest: parseManifest(text) }
  }
  for (const entry of archive.entries) {
    if (!PAGE_NAME.test(entry.name) || !isSealed(entry)) continue
    if ((await pageText(file, entry, password)) !== null) throw notAsListed('something was put behind its list')
  }
  return null
}

/** The text of an entry that mentions a list, or null. */
async function pageText(file: ArchiveFile, entry: SealedArchiveEntry, password: Secret): Promise<string | null> {
  if (entry.bytes > MANIFEST_LIMIT || entry.directory) return null
  const pieces: Uint8Array[] = []
  for await (const piece of readContent(file, entry, opensslKeys(password))) pieces.push(piece)
  const content = Buffer.concat(pieces)
  if (!content.includes('WAYBILL MANIFEST')) return null
  const text = content.toString('utf8')
  return mentionsManifest(text) ? text : null
}
