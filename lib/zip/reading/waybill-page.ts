/** Finding `WAYBILL.txt`, the sealed page with the list of entries, before anything else is read. */
import { MANIFEST_LIMIT, type Manifest, mentionsManifest, parseManifest } from '../manifest.ts'
import { joined, sameBytes } from '../records-bytes.ts'
import { type Archive, isSealed, type SealedArchiveEntry } from './archive.ts'
import { notAsListed } from './listed.ts'
import { quoted } from './refusal.ts'

export interface WaybillPage {
  readonly entry: SealedArchiveEntry
  readonly text: string
  readonly manifest: Manifest
}

/** The content in pieces, good only when they end without an error: it was authenticated then. */
export type ReadContent = (entry: SealedArchiveEntry) => AsyncIterable<Uint8Array>

/** `WAYBILL.txt`, or `WAYBILL-<transfer>.txt` where a source has that name; at the root. */
const PAGE_NAME = /^WAYBILL(?:-[0-9A-Za-z-]+)?\.txt$/

/**
 * The page is the last entry, and its content says that it is one: names can be swapped without the password. Null for
 * an archive of another maker; it may hold a file of that name which is no page. WB-NOT-AS-LISTED where there is a page
 * under another name or in another place, WB-MANIFEST where its list cannot be read.
 */
export async function waybillPage(archive: Archive, read: ReadContent): Promise<WaybillPage | null> {
  const last = archive.entries.at(-1)
  const text = last === undefined || !isSealed(last) ? null : await pageText(last, read)
  if (last !== undefined && isSealed(last) && text !== null) {
    if (!PAGE_NAME.test(last.name)) throw notAsListed(`its list stands under the name ${quoted(last.name)}`)
    return { entry: last, text, manifest: parseManifest(text) }
  }
  for (const entry of archive.entries) {
    if (!PAGE_NAME.test(entry.name) || !isSealed(entry)) continue
    if ((await pageText(entry, read)) !== null) throw notAsListed('something was put behind its list')
  }
  return null
}

/** The text of an entry that mentions a list, or null. */
async function pageText(entry: SealedArchiveEntry, read: ReadContent): Promise<string | null> {
  if (entry.bytes > MANIFEST_LIMIT || entry.directory) return null
  const pieces: Uint8Array[] = []
  for await (const piece of read(entry)) pieces.push(piece)
  const content = joined(...pieces)
  if (!holds(content, MARK)) return null
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  return mentionsManifest(text) ? text : null
}

/** Looked for in the bytes, so that what is no text is not made one. */
const MARK = new TextEncoder().encode('WAYBILL MANIFEST')

function holds(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = bytes.indexOf(part[0] ?? 0); at >= 0; at = bytes.indexOf(part[0] ?? 0, at + 1)) {
    if (sameBytes(bytes.subarray(at, at + part.length), part)) return true
  }
  return false
}
