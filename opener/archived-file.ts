import { isSealed } from '../lib/zip/reading/archive.ts'
import { type Extraction, notAsListed } from '../lib/zip/reading/listed.ts'
import { quoted } from '../lib/zip/reading/refusal.ts'
import type { BlobFile } from './blob-file.ts'
import type { Password } from './password.ts'
import { readSealed } from './sealed-content.ts'
import { Sha256 } from './sha256.ts'
import type { Watch } from './watch.ts'

export interface ArchivedFile {
  /** Its true name, safe as a path; characters that mislead the eye are still in it. */
  readonly name: string
  readonly bytes: number
  /** Bytes of the archive that are read for it: what `Watch` counts. */
  readonly work: number
  /** Milliseconds since 1970 UTC. */
  readonly modified: number | null
  /** The content in pieces: good only when they end without an error, for whatever they are checked against stands behind. */
  read(watch: Watch): AsyncIterable<Uint8Array<ArrayBuffer>>
}

export function fileOf(file: BlobFile, { entry, name, sha256 }: Extraction, password: Password): ArchivedFile {
  const read = (watch: Watch) => (isSealed(entry) ? readSealed(file, entry, password, watch) : nothing())
  return {
    name,
    bytes: entry.bytes,
    work: entry.payload,
    modified: entry.modified,
    read: sha256 === null ? read : watch => compared(read(watch), name, sha256),
  }
}

/** An entry in clear is let through only where it is empty. */
async function* nothing(): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {}

/** WB-NOT-AS-LISTED at the end, where the content has another SHA-256 than the sealed list says. */
async function* compared(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>, name: string, sha256: string) {
  const hash = new Sha256()
  for await (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
  if (hash.hex() !== sha256) throw notAsListed(`${quoted(name)} has another content`)
}
