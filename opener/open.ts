/** What `waybill open` judges, judged in the page by the same code; only reading and cryptography are the browser's. */
import { confirmationCodeOf } from '../lib/confirmation.ts'
import type { Finding } from '../lib/finding.ts'
import { type Archive, isSealed, readArchive, type SealedArchiveEntry } from '../lib/zip/reading/archive.ts'
import type { ArchiveSource } from '../lib/zip/reading/archive-source.ts'
import { refuseBombs } from '../lib/zip/reading/bombs.ts'
import { foreignFindings, gapFindings, nameFindings } from '../lib/zip/reading/findings.ts'
import { extractionsAsListed, extractionsOfForeign } from '../lib/zip/reading/listed.ts'
import { provenPassword } from '../lib/zip/reading/proof.ts'
import { notSealed } from '../lib/zip/reading/refusal.ts'
import { type WaybillPage, waybillPage } from '../lib/zip/reading/waybill-page.ts'
import { type ArchivedFile, fileOf } from './archived-file.ts'
import { BlobFile } from './blob-file.ts'
import { candidates, type Password } from './password.ts'
import { readSealed, tryPassword } from './sealed-content.ts'
import { Sha256 } from './sha256.ts'
import type { Watch } from './watch.ts'
import { unwrapped } from './wrapped.ts'

/** An archive whose structure is sound, before its password. */
export interface Sound {
  readonly file: BlobFile
  readonly archive: Archive
  readonly sealed: readonly SealedArchiveEntry[]
}

export interface Opened {
  /** `WAYBILL.txt`, and the confirmation code of its nonce, null where that is none; null for an archive that is not of Waybill. */
  readonly page: { readonly text: string; readonly transfer: string; readonly code: string | null } | null
  /** Under their true names; those of a wrapped archive in its place. */
  readonly files: readonly ArchivedFile[]
  /** Empty ones; each ends in `/`. */
  readonly folders: readonly string[]
  readonly findings: readonly Finding[]
  /** The password was not taken as typed, but in the form in which Waybill writes it. */
  readonly corrected: boolean
}

/** Codes: those of `readArchive`, WB-RATIO, WB-NOT-SEALED. */
export async function inspect(blob: Blob, name: string, watch: Watch): Promise<Sound> {
  const file = new BlobFile(blob, name)
  const archive = await readArchive(watched(file, watch))
  refuseBombs(archive)
  const sealed = archive.entries.filter(isSealed)
  if (sealed.length === 0) throw notSealed(name)
  return { file, archive, sealed }
}

/** Ten thousand headers are many reads: each asks whether it is still wanted. */
function watched(file: BlobFile, watch: Watch): ArchiveSource {
  const near = (at: number, length: number) => {
    watch.step(0)
    return file.readNear(at, length)
  }
  return { path: file.path, bytes: file.bytes, read: (at, length) => file.read(at, length), readNear: near }
}

/**
 * Whole or not at all: nothing is shown of an archive that is not as its list says. Contents are compared when they are
 * read. Codes: WB-WRONG-PASSWORD, WB-DAMAGED, WB-NOT-SEALED, WB-NOT-AS-LISTED, WB-MANIFEST, WB-UNSAFE-ARCHIVE.
 */
export async function open({ file, archive, sealed }: Sound, typed: string, watch: Watch): Promise<Opened> {
  const password = await provenPassword(sealed, candidates(typed), (entry, candidate) =>
    tryPassword(file, entry, candidate, watch),
  )
  const page = await waybillPage(archive, entry => {
    watch.expect(entry.payload)
    return readSealed(file, entry, password, watch)
  })
  const { files, folders } = await contentsOf(file, archive, page, password, watch)
  return {
    page: page === null ? null : pageShown(page),
    files: inOrder(files, page?.entry.name),
    folders,
    findings: [
      ...(page === null ? foreignFindings(archive) : []),
      ...gapFindings(archive),
      ...nameFindings([...files.map(({ name }) => name), ...folders]),
    ],
    corrected: password.corrected,
  }
}

async function contentsOf(
  file: BlobFile,
  archive: Archive,
  page: WaybillPage | null,
  password: Password,
  watch: Watch,
) {
  const extractions =
    page === null
      ? extractionsOfForeign(archive, false)
      : extractionsAsListed(archive, page.entry, page.manifest, false)
  const folders = extractions.filter(({ entry }) => entry.directory).map(({ name }) => name)
  const inner = extractions.find(({ wrapped }) => wrapped)
  const files = extractions
    .filter(extraction => !extraction.entry.directory && extraction !== inner)
    .map(extraction => fileOf(file, extraction, password))
  if (inner === undefined) return { files, folders }
  const within = await unwrapped(fileOf(file, inner, password), [...files.map(({ name }) => name), ...folders], watch)
  return { files: [...within.files, ...files], folders: [...folders, ...within.folders] }
}

/** By true name, numbers by their value; an alias's place in the archive says nothing. The page itself last. */
function inOrder(files: readonly ArchivedFile[], page: string | undefined): readonly ArchivedFile[] {
  const byName = new Intl.Collator(undefined, { numeric: true })
  const rank = ({ name }: ArchivedFile) => (name === page ? 1 : 0)
  return [...files].sort((a, b) => rank(a) - rank(b) || byName.compare(a.name, b.name))
}

function pageShown({ text, manifest }: WaybillPage) {
  if (!/^[0-9a-f]{32}$/.test(manifest.nonce)) return { text, transfer: manifest.transfer, code: null }
  const nonce = Uint8Array.from(manifest.nonce.match(/../g) ?? [], byte => Number.parseInt(byte, 16))
  const code = confirmationCodeOf(new Sha256().update(nonce).digest())
  return { text, transfer: manifest.transfer, code }
}
