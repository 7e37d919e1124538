import { VERSION_AES } from '../records.ts'
import { joined } from '../records-bytes.ts'
import { EntryCipher } from './aes.ts'
import { archiveTail } from './archive-tail.ts'
import { EntryRecords, type EntryShape, type EntrySizes } from './entry-records.ts'
import type { SealedFile } from './sealed-file.ts'

/** A large entry on its way: its records, and the cipher at its place in the stream. */
interface OpenEntry {
  readonly shape: EntryShape
  readonly records: EntryRecords
  readonly cipher: EntryCipher
  readonly offset: number
  length: number
}

/**
 * The structure of the archive around the entries' data. Large entries one at a time: `begin`, `append` …, `end`; small
 * ones as whole records: `add`; then `finish`.
 *
 * A directory is sealed like a file without content (28 bytes of salt, verifier and MAC), so that no entry is in clear
 * and none can be slipped in. 7-Zip, bsdtar and zip.js at its strictest make the directory from it (test/interop).
 */
export class SealedArchive {
  readonly #file: SealedFile
  readonly #directory: Uint8Array[] = []
  #entry: OpenEntry | null = null

  constructor(file: SealedFile) {
    this.#file = file
  }

  /** `records`: whole sealed records, one behind the other, as long as their entries say. */
  async add(
    entries: readonly { readonly shape: EntryShape; readonly sizes: EntrySizes; readonly record: number }[],
    records: Uint8Array,
    release: () => void,
  ): Promise<void> {
    if (this.#entry !== null) throw new RangeError('the entry before is not ended')
    let offset = this.#file.length
    for (const { shape, sizes, record } of entries) {
      this.#directory.push(new EntryRecords(shape).centralHeader(sizes, offset))
      offset += record
    }
    if (offset - this.#file.length !== records.length) throw new RangeError('the records are of another length')
    await this.#file.append(records, release)
  }

  /** `keys`: what is derived for this salt; see `aes.ts`. */
  async begin(shape: EntryShape, salt: Uint8Array, keys: Uint8Array): Promise<void> {
    if (this.#entry !== null) throw new RangeError('the entry before is not ended')
    const entry = {
      shape,
      records: new EntryRecords(shape),
      cipher: new EntryCipher(keys),
      offset: this.#file.length,
      length: 0,
    }
    await this.#file.append(joined(entry.records.localHeader(), salt, entry.cipher.verifier))
    this.#entry = entry
  }

  /** The next bytes of the entry. Where they are not `encrypted` yet this does it in place: they are ciphertext then. */
  async append(bytes: Uint8Array, encrypted: boolean, release?: () => void): Promise<void> {
    const entry = this.#open()
    if (!encrypted) entry.cipher.keystream.apply(bytes, entry.length)
    entry.cipher.authenticate(bytes)
    entry.length += bytes.length
    await this.#file.append(bytes, release)
  }

  /** `size`: of the plain content. */
  async end(size: number): Promise<void> {
    const { shape, records, cipher, offset, length } = this.#open()
    if (shape.sizes !== null && (shape.sizes.length !== length || shape.sizes.size !== size)) {
      throw new RangeError(`the header of ${shape.name} promised other sizes`)
    }
    await this.#file.append(joined(cipher.mac(), records.descriptor({ size, length })))
    this.#directory.push(records.centralHeader({ size, length }, offset))
    this.#entry = null
  }

  /** `comment` is in UTF-8 at most 65 535 bytes long. */
  async finish(comment: string): Promise<void> {
    const directoryOffset = this.#file.length
    for (const header of this.#directory) await this.#file.append(header)
    const directorySize = this.#file.length - directoryOffset
    const entries = this.#directory.length
    const tail = { entries, directorySize, directoryOffset, comment, versionNeeded: VERSION_AES }
    await this.#file.append(archiveTail(tail))
  }

  #open(): OpenEntry {
    if (this.#entry === null) throw new RangeError('no entry was begun')
    return this.#entry
  }
}
