/** What an archive holds against what its own sealed list says, and what shall become of each entry on disk. */
import { WaybillError } from '../../error.ts'
import type { Manifest, ManifestEntry } from '../manifest.ts'
import { clashingName, unsafeForExtraction } from '../names.ts'
import { type Archive, type ArchiveEntry, isSealed } from './archive.ts'
import { quoted, unsafe } from './refusal.ts'

export interface Extraction {
  readonly entry: ArchiveEntry
  /** The true name: a safe relative path that clashes with no other; ends in `/` for a directory. */
  readonly name: string
  /** What the content must have, in hex; null where nobody says. */
  readonly sha256: string | null
  /** It is the inner archive of a wrapped one: not itself restored, but what it holds. */
  readonly wrapped: boolean
}

/**
 * WB-NOT-AS-LISTED unless archive and list name the same entries with the same sizes, all of them sealed; `page` is the
 * entry that holds the list. Contents are compared when they are read. WB-UNSAFE-ARCHIVE for names no disk should get;
 * `windows` says whether it is one of Windows.
 */
export function extractionsAsListed(
  archive: Archive,
  page: ArchiveEntry,
  manifest: Manifest,
  windows: boolean,
): Extraction[] {
  const listed = new Map<string, ManifestEntry>()
  for (const entry of manifest.entries) {
    if (listed.has(entry.as)) throw notAsListed(`${quoted(entry.as)} is in its list twice`)
    listed.set(entry.as, entry)
  }
  const extractions = archive.entries.map(entry => {
    if (!isSealed(entry)) throw notAsListed(`${quoted(entry.name)} is not encrypted`)
    if (entry === page) return { entry, name: entry.name, sha256: null, wrapped: false }
    const promise = listed.get(entry.name)
    if (promise === undefined) throw notAsListed(`${quoted(entry.name)} is not in its list`)
    if (promise.bytes !== entry.bytes) throw notAsListed(`${quoted(entry.name)} has another size than in its list`)
    listed.delete(entry.name)
    const wrapped = entry.name === manifest.wrapped && !entry.directory
    return { entry, name: promise.name, sha256: promise.sha256, wrapped }
  })
  for (const name of listed.keys()) throw notAsListed(`${quoted(name)} is missing`)
  if (manifest.wrapped !== undefined && !extractions.some(({ wrapped }) => wrapped)) {
    throw notAsListed('the inner archive that its list speaks of is missing')
  }
  return withSafeNames(extractions, windows)
}

/** Without a list, every name as it stands. WB-NOT-SEALED where an entry with content is in clear. */
export function extractionsOfForeign(archive: Archive, windows: boolean): Extraction[] {
  for (const entry of archive.entries) {
    if (isSealed(entry) || entry.bytes === 0) continue
    const message = `The archive holds ${quoted(entry.name)} without encryption.`
    throw new WaybillError('WB-NOT-SEALED', message, 'Anybody could have put it there: ask the sender what it is.')
  }
  const extractions = archive.entries.map(entry => ({ entry, name: entry.name, sha256: null, wrapped: false }))
  return withSafeNames(extractions, windows)
}

function withSafeNames(extractions: Extraction[], windows: boolean): Extraction[] {
  requireSafeNames(
    extractions.map(({ name }) => name),
    windows,
  )
  return extractions
}

/** WB-UNSAFE-ARCHIVE where one of these (untrusted) must not become a file, or two would become one. */
export function requireSafeNames(names: readonly string[], windows: boolean): void {
  for (const name of names) {
    const reason = unsafeForExtraction(name, windows)
    if (reason !== null) throw unsafe(`holds a name that ${reason}: ${quoted(name)}`)
  }
  const clash = clashingName(names)
  if (clash !== null) throw unsafe(`holds two entries that would be one file: ${quoted(clash)}`)
}

/** `what` is a clause about one entry. */
export function notAsListed(what: string): WaybillError {
  const message = `The archive is not as it was sealed: ${what}.`
  return new WaybillError('WB-NOT-AS-LISTED', message, 'Somebody changed it on the way; tell the sender.')
}
