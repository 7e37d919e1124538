/** The recipient's side: what an archive holds, and its contents on disk, refused whole or restored whole. */
import { lstat } from 'node:fs/promises'
import { ioError } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { Random } from '../ports.ts'
import type { Secret } from '../secret.ts'
import type { Manifest } from './manifest.ts'
import { deceptiveName } from './names.ts'
import type { OnProgress } from './progress.ts'
import { type Archive, readArchive } from './reading/archive.ts'
import { ArchiveFile } from './reading/archive-file.ts'
import { isSealed } from './reading/decrypt.ts'
import { extractionsAsListed, extractionsOfForeign } from './reading/listed.ts'
import type { Restored } from './reading/placing.ts'
import { candidates, unlock } from './reading/unlock.ts'
import { unpack } from './reading/unpack.ts'
import { waybillPage } from './reading/waybill-page.ts'

export interface ListedArchive {
  readonly entries: readonly {
    /** As in the archive: not authenticated, and an alias where names are hidden. */
    readonly name: string
    readonly directory: boolean
    /** As declared. */
    readonly bytes: number
    readonly sealed: boolean
    /** Milliseconds since 1970 UTC; null for no valid date. */
    readonly modified: number | null
  }[]
  readonly comment: string
  /** Size of the file. */
  readonly bytes: number
}

/** What can be seen without the password. Throws where the structure is not sound: see `readArchive`. */
export async function listArchive(path: string): Promise<ListedArchive> {
  const { entries, comment, bytes } = await ArchiveFile.use(path, readArchive)
  return {
    entries: entries.map(entry => ({
      name: entry.name,
      directory: entry.directory,
      bytes: entry.bytes,
      sealed: isSealed(entry),
      modified: entry.modified,
    })),
    comment,
    bytes,
  }
}

export interface OpenOptions {
  readonly random: Random
  /** Threads that read and write; 2 where it is left out. A small archive is opened without any. */
  readonly workers?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
  /** Accepts contents that inflate to more than a thousandfold. */
  readonly allowRatio?: boolean
  /** The password is right: called before anything is restored, with the page, or null where the archive has none. */
  readonly onUnlocked?: (page: { readonly text: string; readonly manifest: Manifest } | null) => void
}

export interface Opened {
  readonly into: string
  /** The files that were restored, under their true names, with the page; those of a wrapped archive come last. */
  readonly entries: readonly { readonly name: string; readonly bytes: number }[]
  /** Null for an archive that is not of Waybill. */
  readonly manifest: Manifest | null
  readonly waybillText: string | null
  /** The password fits in the exact form of the default recipe, not as it was typed. */
  readonly corrected: boolean
  readonly findings: readonly Finding[]
}

/**
 * Restores all entries into the new directory `into`, or none: on every failure nothing is left. Where the archive has a
 * sealed list, it holds exactly what the list says; a wrapped archive is unwrapped in the same step. Codes: those of `readArchive`, WB-WRONG-PASSWORD, WB-DAMAGED,
 * WB-NOT-SEALED, WB-NOT-AS-LISTED, WB-MANIFEST, WB-UNSAFE-ARCHIVE, WB-RATIO, WB-EXISTS, WB-WORKER,
 * WB-INTERRUPTED and those of disks.
 */
export async function openArchive(path: string, typed: Secret, into: string, options: OpenOptions): Promise<Opened> {
  await requireAbsent(into)
  return ArchiveFile.use(path, async file => {
    const archive = await readArchive(file)
    if (options.allowRatio !== true) refuseBombs(archive)
    const sealed = archive.entries.filter(isSealed)
    if (sealed.length === 0) throw notSealed(path)
    const passwords = candidates(typed)
    try {
      const password = await unlock(file, sealed, passwords, options.signal)
      const page = await waybillPage(file, archive, password)
      options.onUnlocked?.(page)
      const extractions =
        page === null ? extractionsOfForeign(archive) : extractionsAsListed(archive, page.entry, page.manifest)
      const restored = await unpack(file, extractions, password, into, options)
      return {
        into,
        entries: restored.filter(({ name }) => !name.endsWith('/')),
        manifest: page?.manifest ?? null,
        waybillText: page?.text ?? null,
        corrected: password !== typed,
        findings: [
          ...(page === null ? foreignFindings(archive) : []),
          ...gapFindings(archive),
          ...nameFindings(restored),
        ],
      }
    } finally {
      for (const password of passwords) if (password !== typed) password.destroy()
    }
  })
}

async function requireAbsent(into: string): Promise<void> {
  try {
    await lstat(into)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    throw ioError(error, into, 'write')
  }
  throw new WaybillError('WB-EXISTS', `${into} exists already.`, 'Choose another folder, or move it away.')
}

const LARGE = 2 ** 30
const RATIO = 1000

/**
 * Deflate cannot do better than 1032:1, so honest content comes near it only when it is all but empty. Judged by the
 * declared sizes: more than those are never written. The total counts too, or many entries would be a way around it.
 */
function refuseBombs(archive: Archive): void {
  const bytes = archive.entries.reduce((sum, entry) => sum + entry.bytes, 0)
  const compressed = archive.entries.reduce((sum, entry) => sum + entry.compressedSize, 0)
  for (const size of [{ bytes, compressedSize: compressed }, ...archive.entries]) {
    if (size.bytes <= LARGE || size.bytes <= RATIO * size.compressedSize) continue
    const message = 'The archive would grow more than a thousandfold, which fills a disk to do harm.'
    throw new WaybillError(
      'WB-RATIO',
      message,
      'Open it only if the sender says that it is meant to, and allow it then.',
    )
  }
}

function notSealed(path: string): WaybillError {
  const message = `${path} is not encrypted: no password is needed to read it.`
  return new WaybillError('WB-NOT-SEALED', message, 'Ask the sender whether this is the file they sent.')
}

function foreignFindings(archive: Archive): Finding[] {
  const findings: Finding[] = [warning('archive.no-manifest', NO_LIST)]
  for (const entry of archive.entries) {
    const at = entry.name
    if (entry.guessedName) findings.push(warning('archive.name-encoding', 'How this name is written was guessed.', at))
    if (!isSealed(entry)) {
      if (!entry.directory) findings.push(warning('archive.clear-entry', 'This empty file is not encrypted.', at))
    } else if (entry.seal.strength !== 3) {
      findings.push(warning('archive.weak-cipher', 'This entry is encrypted with less than AES-256.', at))
    }
  }
  return findings
}

function gapFindings({ gaps }: Archive): Finding[] {
  return gaps === 0 ? [] : [warning('archive.gap', `The archive holds ${gaps} bytes that belong to no entry.`)]
}

const NO_LIST = 'The archive has no list of its entries: names, their order and number are not authenticated.'

function nameFindings(restored: readonly Restored[]): Finding[] {
  const deceptive = restored.filter(({ name }) => deceptiveName(name))
  const message = 'This name turns the reading direction, so that it looks like another.'
  return deceptive.map(({ name }) => warning('archive.deceptive-name', message, name))
}

function warning(code: string, message: string, at?: string): Finding {
  return { level: 'warning', code, message, ...(at !== undefined && { at }) }
}
