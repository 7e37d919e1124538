/** The recipient's side: what an archive holds, and its contents on disk, refused whole or restored whole. */
import { lstat } from 'node:fs/promises'
import { ioError } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { Random } from '../ports.ts'
import type { Secret } from '../secret.ts'
import type { Manifest } from './manifest.ts'
import type { OnProgress } from './progress.ts'
import { isSealed, readArchive } from './reading/archive.ts'
import { ArchiveFile } from './reading/archive-file.ts'
import { refuseBombs } from './reading/bombs.ts'
import { opensslKeys, readContent } from './reading/decrypt.ts'
import { foreignFindings, gapFindings, nameFindings } from './reading/findings.ts'
import { extractionsAsListed, extractionsOfForeign } from './reading/listed.ts'
import { notSealed } from './reading/refusal.ts'
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
      const windows = process.platform === 'win32'
      const page = await waybillPage(archive, entry => readContent(file, entry, opensslKeys(password)))
      options.onUnlocked?.(page)
      const extractions =
        page === null
          ? extractionsOfForeign(archive, windows)
          : extractionsAsListed(archive, page.entry, page.manifest, windows)
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
          ...nameFindings(restored.map(({ name }) => name)),
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
