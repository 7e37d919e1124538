/**
 * Entries onto the disk, so that a name appears only when its content was authenticated, and `into` only when all are.
 *
 * Everything happens in a directory of our own beside `into`, mode 0700:
 *
 *     .<into>.<8 symbols>.tmp/partial/7    the entry at hand, O_EXCL, never through a link: written by the reading threads
 *     .<into>.<8 symbols>.tmp/content/…    the entries that are whole, under their true names: put there by one thread
 *
 * At the end `content` is renamed to `into`. On any failure the directory goes, and nothing of it is left. Files get
 * mode 0600 and directories 0700 whatever the archive says: what was sealed is for one person.
 */
import { mkdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ioError, temporaryBeside } from '../../durable.ts'
import { errnoOf, WaybillError } from '../../error.ts'
import type { Random } from '../../ports.ts'
import type { Secret } from '../../secret.ts'
import { errorFrom } from '../../worker.ts'
import { stopIfAborted } from '../interrupt.ts'
import { compileDerivation } from '../keys/key-derivation.ts'
import { type CountPiece, type OnProgress, progressCounter } from '../progress.ts'
import { isSealed } from './archive.ts'
import type { ArchiveFile } from './archive-file.ts'
import { contentOf } from './decrypt.ts'
import { type Extraction, notAsListed } from './listed.ts'
import { readWithOwn } from './own-reader.ts'
import { Placing, type Restored } from './placing.ts'
import { type Readers, withReaders } from './readers.ts'
import type { Reading } from './reading.ts'
import { quoted } from './refusal.ts'
import { unwrap } from './unwrap.ts'

export interface UnpackOptions {
  readonly random: Random
  readonly workers?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

/** What was restored, folders too. One of the extractions may be `wrapped`: its entries are restored in its place. */
export async function unpack(
  file: ArchiveFile,
  extractions: readonly Extraction[],
  password: Secret,
  into: string,
  options: UnpackOptions,
): Promise<readonly Restored[]> {
  const directory = temporaryBeside(into, options.random)
  try {
    await mkdir(directory, { mode: 0o700 })
  } catch (error) {
    throw ioError(error, dirname(into), 'write')
  }
  try {
    const count = progressCounter(totalOf(extractions), options.onProgress)
    const [content, partial] = [join(directory, 'content'), join(directory, 'partial')]
    const placing = new Placing(content)
    mkdirSync(partial, { mode: 0o700 })
    const readings = extractions.map((extraction, i) => readingOf(extraction, join(partial, `${i}`), into))
    const means = { ...options, derivation: await compileDerivation() }
    const wrapped = await withReaders(file, extractions.length, password, means, readers =>
      restore(readers, readings, placing, count),
    )
    if (wrapped !== null) await unwrap(wrapped, placing, partial, { count, signal: options.signal })
    placing.setTimes()
    stopIfAborted(options.signal)
    await appear(content, into)
    return placing.placed
  } catch (error) {
    throw errnoOf(error) === undefined ? error : ioError(error, into, 'write')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** A wrapped archive counts twice: it is written, and then its contents are. */
function totalOf(extractions: readonly Extraction[]): number {
  return extractions.reduce((sum, { entry, wrapped }) => sum + (wrapped ? 2 : 1) * entry.bytes, 0)
}

type Restoring = Reading & { readonly extraction: Extraction }

function readingOf(extraction: Extraction, path: string, shown: string): Restoring {
  const { entry, name, sha256 } = extraction
  const target = entry.directory ? null : { path, modified: entry.modified, shown }
  return { name, content: isSealed(entry) ? contentOf(entry) : null, sha256, target, extraction }
}

/** Everything to its place but the wrapped archive, whose path is the answer; null where there is none. */
async function restore(
  readers: Readers,
  readings: readonly Restoring[],
  placing: Placing,
  count: CountPiece,
): Promise<string | null> {
  let wrapped: string | null = null
  for await (const { reading, outcome } of readWithOwn(readers, readings, count)) {
    const { extraction, name, target } = reading
    if (outcome === 'other') throw notAsListed(`${quoted(name)} has another content`)
    if (outcome !== null) throw errorFrom(outcome)
    if (target === null) placing.directory(name, extraction.entry.modified)
    else if (extraction.wrapped) wrapped = target.path
    else placing.file(target.path, name, extraction.entry.bytes)
  }
  return wrapped
}

/** WB-EXISTS where `into` came into being meanwhile; an empty directory there may be replaced, nothing else. */
async function appear(content: string, into: string): Promise<void> {
  try {
    await rename(content, into)
  } catch (error) {
    if (!TAKEN.has(errnoOf(error) ?? '')) throw error
    const hint = 'Choose another folder.'
    throw new WaybillError('WB-EXISTS', `${into} exists already.`, hint, { cause: error })
  }
}

const TAKEN: ReadonlySet<string> = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'])
