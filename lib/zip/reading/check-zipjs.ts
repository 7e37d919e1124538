/**
 * The check's first reader: zip.js, the code of another author. It must come to the same entries and contents without any
 * of ours but reading by position. Loaded only when it is needed, and with its own AES and inflate in WebAssembly, which
 * are a third faster than its JavaScript with the zlib of node, but take 35 ms to start: not for a small archive.
 *
 * It takes a millisecond an entry, so several threads walk over the archive side by side. Each reads the directory by
 * itself, once, entry by entry, and keeps none: 8 KiB each would be 150 MiB for 20 000. Contents they share out among
 * themselves; one of them, the lead, compares in addition every entry with its local header and with all others.
 */
import { createHash } from 'node:crypto'
import type { FileEntry, ZipReader } from '@zip.js/zip.js'
import { WaybillError } from '../../error.ts'
import type { Finding } from '../../finding.ts'
import type { Secret } from '../../secret.ts'
import { METHOD_AES } from '../records.ts'
import type { ArchiveFile } from './archive-file.ts'
import { Claims, type SharedClaims } from './check-claims.ts'
import { checkError, type ExpectedEntry } from './check-structure.ts'
import { PositionalReader } from './check-zipjs-file.ts'
import type { OnStep } from './reading.ts'

export interface ZipJsTask {
  readonly expected: readonly ExpectedEntry[]
  /** Some other password, which must be refused. */
  readonly wrong: Uint8Array
  /** Entries, by index, whose contents are read whole. */
  readonly whole: ReadonlySet<number>
  readonly claims: SharedClaims
  readonly lead: boolean
  /** The archive is small: what starts quickly reads it. */
  readonly small: boolean
}

/** What one walk found. */
export interface ZipJsWalk {
  /** Why zip.js takes the whole for no sound archive, or null. */
  readonly refused: Finding | null
  /** What is wrong with one entry, by index. */
  readonly entries: readonly (readonly [index: number, finding: Finding])[]
  /** Entries that this walk read whole and found right. */
  readonly read: readonly number[]
  /** What is wrong with all: their number; that a wrong password opens one. */
  readonly number: Finding | null
  readonly wrongPassword: Finding | null
}

/** Throws for a disk that cannot be read, and what `onStep` throws; everything else is a finding. */
export async function readWithZipJs(
  file: ArchiveFile,
  password: Secret,
  task: ZipJsTask,
  onStep: OnStep,
): Promise<ZipJsWalk> {
  const walk = new Walk(task, Uint8Array.from(password.bytes), onStep) // WebCrypto takes no shared memory
  try {
    return await walk.over(file)
  } finally {
    walk.end()
  }
}

/** Entries under way at once: keys are derived in the thread pool while others are decrypted here. */
const LANES = 4

async function readerClass(small: boolean) {
  if (small) return (await import('@zip.js/zip.js/lib/zip-core-reader.js')).ZipReader
  const { ZipReader, configure } = await import('@zip.js/zip.js/lib/zip-core.js')
  configure({ maxWorkers: LANES }) // it starts no threads, but takes so many entries at once
  return ZipReader
}

type Entry = Awaited<ReturnType<ZipReader<unknown>['getEntries']>>[number]
type Found = { readonly index: number; readonly entry: Entry; readonly wanted: ExpectedEntry | undefined } & {
  /** Whether this walk reads its content. */
  readonly mine: boolean
}

class Walk {
  readonly #task: ZipJsTask
  readonly #claims: Claims
  readonly #password: Uint8Array
  readonly #onStep: OnStep
  readonly #entries: [number, Finding][] = []
  readonly #read: number[] = []
  #smallest: FileEntry | null = null
  #seen = 0

  constructor(task: ZipJsTask, password: Uint8Array, onStep: OnStep) {
    this.#task = task
    this.#claims = new Claims(task.claims)
    this.#password = password
    this.#onStep = onStep
  }

  end(): void {
    this.#password.fill(0)
  }

  async over(file: ArchiveFile): Promise<ZipJsWalk> {
    const { expected, lead, small } = this.#task
    const nothing: ZipJsWalk = { refused: null, entries: [], read: [], number: null, wrongPassword: null }
    if (!lead && this.#claims.done) return nothing
    const Reader = await readerClass(small)
    const reader = new Reader(new PositionalReader(file), {
      strictness: 'strict',
      checkOverlappingEntry: lead,
      checkAuthenticationCode: true,
      useWebWorkers: false,
      useCompressionStream: small,
    })
    try {
      await this.#share(this.#found(reader))
      const other = lead && this.#seen !== expected.length
      return {
        refused: null,
        entries: this.#entries,
        read: this.#read,
        number: other ? checkError('check.zipjs', `zip.js finds ${this.#seen} entries.`) : null,
        wrongPassword: lead ? await this.#opensWithWrong() : null,
      }
    } catch (error) {
      return { ...nothing, refused: findingFrom(error) }
    } finally {
      await reader.close()
    }
  }

  /** What this walk has to do with; the lead with every entry. */
  async *#found(reader: ZipReader<unknown>): AsyncGenerator<Found, void, undefined> {
    for await (const entry of reader.getEntriesGenerator()) {
      const index = this.#seen++
      if (!entry.directory && (this.#smallest === null || entry.compressedSize < this.#smallest.compressedSize)) {
        this.#smallest = entry
      }
      const mine = this.#task.whole.has(index) && this.#claims.claim(index)
      if (mine || this.#task.lead) yield { index, entry, wanted: this.#task.expected[index], mine }
      if (!this.#task.lead && this.#claims.done) return
    }
  }

  /** Whichever lane is free takes the next; ends only when all have ended. */
  async #share(found: AsyncIterable<Found>): Promise<void> {
    const lane = async () => {
      for await (const one of found) await this.#readOne(one)
    }
    for (const outcome of await Promise.allSettled(Array.from({ length: LANES }, lane))) {
      if (outcome.status === 'rejected') throw outcome.reason
    }
  }

  async #readOne({ index, entry, wanted, mine }: Found): Promise<void> {
    const finding = metadataFinding(entry, wanted) ?? (await this.#contentFinding(entry, wanted, mine))
    if (finding !== null) this.#entries.push([index, finding])
    else if (mine) this.#read.push(index)
    if (entry !== this.#smallest) emptied(entry)
  }

  /** Compares local with central header always, the content where `whole`. zip.js gives no contents of directories. */
  async #contentFinding(entry: Entry, wanted: ExpectedEntry | undefined, whole: boolean): Promise<Finding | null> {
    if (entry.directory || wanted === undefined) return null
    const hash = createHash('sha256')
    const sink = new WritableStream<Uint8Array>({
      write: piece => {
        hash.update(piece)
        this.#onStep({ bytes: piece.length, name: wanted.name })
      },
    })
    try {
      await entry.getData(sink, { rawPassword: this.#password, checkOverlappingEntryOnly: !whole })
    } catch (error) {
      return findingFrom(error, entry.filename)
    }
    if (!whole || hash.digest('hex') === wanted.sha256) return null
    return checkError('check.content', 'zip.js reads another content than the source had.', entry.filename)
  }

  /** The verifier alone lets one wrong password in 65 536 through, so the entry is read whole: verifier or code refuse. */
  async #opensWithWrong(): Promise<Finding | null> {
    const smallest = this.#smallest
    if (smallest === null) return checkError('check.zipjs', 'zip.js finds no file.')
    try {
      await smallest.getData(new WritableStream(), { rawPassword: this.#task.wrong })
    } catch (error) {
      findingFrom(error)
      return null
    }
    return checkError('check.wrong-password', 'This entry opens with a wrong password.', smallest.filename)
  }
}

/** zip.js keeps each entry that it has compared, to name it where another overlaps: 8 KiB that nobody looks at. */
function emptied(entry: Entry): void {
  for (const key of Object.keys(entry)) Reflect.deleteProperty(entry, key)
}

function metadataFinding(entry: Entry, wanted: ExpectedEntry | undefined): Finding | null {
  const wrong = (what: string) => checkError('check.zipjs', `zip.js finds ${what}.`, entry.filename)
  if (wanted === undefined || entry.filename !== wanted.name) return wrong('another name')
  if (entry.directory !== wanted.directory) return wrong('another kind of entry')
  if (entry.uncompressedSize !== wanted.bytes) return wrong('another size')
  const aes = entry.extraFieldAES
  const sealed = entry.encrypted && !entry.zipCrypto && aes?.originalCompressionMethod === METHOD_AES
  return sealed && aes.vendorVersion === 2 && aes.strength === 3 ? null : wrong('no AE-2 with AES-256')
}

/** What comes from us and not from zip.js is thrown on: a disk that cannot be read, an interruption. */
function findingFrom(error: unknown, at?: string): Finding {
  if (error instanceof WaybillError && error.kind !== 'not-verified') throw error
  return checkError('check.zipjs', `zip.js refuses it: ${error instanceof Error ? error.message : 'no reason'}.`, at)
}
