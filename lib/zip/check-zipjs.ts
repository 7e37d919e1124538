/**
 * The check's first reader: zip.js, the code of another author. It must come to the same entries and contents without
 * any of ours but reading by position. Loaded only when it is needed; no web workers, which Node does not have.
 */
import { createHash } from 'node:crypto'
import type { FileEntry, ZipReader } from '@zip.js/zip.js'
import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { Secret } from '../secret.ts'
import { ahead } from './ahead.ts'
import type { ArchiveFile } from './archive-file.ts'
import { checkError, type ExpectedEntry } from './check-structure.ts'
import { stopIfAborted } from './interrupt.ts'
import type { CountPiece } from './progress.ts'
import { METHOD_AES } from './records.ts'

export interface ZipJsTask {
  readonly expected: readonly ExpectedEntry[]
  readonly password: Secret
  /** Some other password, which must be refused. */
  readonly wrong: Secret
  /** Entries, by index, whose contents it reads whole. */
  readonly whole: ReadonlySet<number>
  readonly signal?: AbortSignal | undefined
  readonly count: CountPiece
}

/** Indexes of the entries that were read whole and found right, and what was found wrong anywhere. */
export interface ZipJsResult {
  readonly read: readonly number[]
  readonly findings: readonly Finding[]
}

/** Throws for a disk that cannot be read and WB-INTERRUPTED; everything else is a finding. */
export async function readWithZipJs(file: ArchiveFile, task: ZipJsTask): Promise<ZipJsResult> {
  const zip = await import('@zip.js/zip.js/lib/zip-core-reader.js')
  const reader = new zip.ZipReader(new PositionalReader(file), {
    strictness: 'strict',
    checkOverlappingEntry: true,
    checkAuthenticationCode: true,
    useWebWorkers: false,
    useCompressionStream: true,
  })
  try {
    return await readEntries(reader, task)
  } catch (error) {
    return { read: [], findings: [findingFrom(error, task.signal)] }
  } finally {
    await reader.close()
  }
}

/** Entries under way at once: the derivation of keys runs beside the main thread. */
const LANES = 4

async function readEntries(reader: ZipReader<unknown>, task: ZipJsTask): Promise<ZipJsResult> {
  const entries = await reader.getEntries()
  const found = [...entries.entries()].map(([index, entry]) => ({ index, entry, wanted: task.expected[index] }))
  const findings: Finding[] = []
  if (entries.length !== task.expected.length) {
    findings.push(checkError('check.zipjs', `zip.js finds ${entries.length} entries.`))
  }
  const read: number[] = []
  const files: FileEntry[] = []
  for await (const { index, result } of ahead(found, LANES, one => readOne(one, task))) {
    const entry = entries[index]
    if (entry?.directory === false) files.push(entry)
    if (result !== null) findings.push(result)
    else if (task.whole.has(index)) read.push(index)
  }
  const refused = await refusesWrongPassword(files, task)
  return { read, findings: refused === null ? findings : [...findings, refused] }
}

type Entry = Awaited<ReturnType<ZipReader<unknown>['getEntries']>>[number]
type Found = { readonly index: number; readonly entry: Entry; readonly wanted: ExpectedEntry | undefined }

async function readOne({ index, entry, wanted }: Found, task: ZipJsTask) {
  stopIfAborted(task.signal)
  const result = metadataFinding(entry, wanted)
  if (result !== null || entry.directory || wanted === undefined) return { index, result }
  return { index, result: await contentFinding(entry, wanted, task.whole.has(index), task) }
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

/** Compares local with central header always, the content where `whole`. zip.js gives no contents of directories. */
async function contentFinding(
  entry: FileEntry,
  wanted: ExpectedEntry,
  whole: boolean,
  task: ZipJsTask,
): Promise<Finding | null> {
  const hash = createHash('sha256')
  const sink = new WritableStream<Uint8Array>({
    write: piece => {
      stopIfAborted(task.signal)
      hash.update(piece)
      task.count(piece.length, wanted.name)
    },
  })
  try {
    await entry.getData(sink, { rawPassword: task.password.bytes, checkOverlappingEntryOnly: !whole })
  } catch (error) {
    return findingFrom(error, task.signal, entry.filename)
  }
  if (!whole || hash.digest('hex') === wanted.sha256) return null
  return checkError('check.content', 'zip.js reads another content than the source had.', entry.filename)
}

/** The verifier alone lets one wrong password in 65 536 through, so the entry is read whole: verifier or code refuse. */
async function refusesWrongPassword(entries: FileEntry[], task: ZipJsTask): Promise<Finding | null> {
  const [smallest] = entries.toSorted((a, b) => a.compressedSize - b.compressedSize)
  if (smallest === undefined) return checkError('check.zipjs', 'zip.js finds no file.')
  try {
    await smallest.getData(new WritableStream(), { rawPassword: task.wrong.bytes })
  } catch (error) {
    rethrowOwn(error, task.signal)
    return null
  }
  return checkError('check.wrong-password', 'This entry opens with a wrong password.', smallest.filename)
}

function findingFrom(error: unknown, signal: AbortSignal | undefined, at?: string): Finding {
  rethrowOwn(error, signal)
  return checkError('check.zipjs', `zip.js refuses it: ${error instanceof Error ? error.message : 'no reason'}.`, at)
}

/** What comes from us and not from zip.js: a disk that cannot be read, an interruption. */
function rethrowOwn(error: unknown, signal: AbortSignal | undefined): void {
  stopIfAborted(signal)
  if (error instanceof WaybillError && error.kind !== 'not-verified') throw error
}

/** Pieces in which contents are read. */
const PIECE = 2 ** 18

/** The reader port of zip.js over our file: small memory whatever the size. */
class PositionalReader {
  readonly #file: ArchiveFile
  readonly size: number

  constructor(file: ArchiveFile) {
    this.#file = file
    this.size = file.bytes
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.createReadable()
  }

  createReadable(range?: { offset?: number; size?: number }): ReadableStream<Uint8Array> {
    let at = range?.offset ?? 0
    const end = Math.min(at + (range?.size ?? this.size), this.size)
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (at >= end) return controller.close()
      const piece = await this.readUint8Array(at, Math.min(PIECE, end - at))
      at += piece.length
      controller.enqueue(piece)
    }
    return new ReadableStream({ pull }, { highWaterMark: 0 })
  }

  /** Less than `length` at the end of the file, as zip.js expects. */
  async readUint8Array(at: number, length: number): Promise<Uint8Array> {
    return this.#file.read(at, Math.max(0, Math.min(length, this.size - at)))
  }
}
