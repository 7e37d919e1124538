/**
 * The check before publication: two readers that share nothing with the writer but the record layouts read the finished
 * file back from disk. What zip.js does not read whole, our own reader does; together they read every entry.
 */
import { createHash } from 'node:crypto'
import { WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import type { SealingPassword } from '../password/sealing-password.ts'
import type { Random } from '../ports.ts'
import { Secret } from '../secret.ts'
import { ahead } from './ahead.ts'
import { type Archive, readArchive } from './archive.ts'
import { ArchiveFile } from './archive-file.ts'
import { checkError, type ExpectedEntry, structureFindings } from './check-structure.ts'
import { readWithZipJs } from './check-zipjs.ts'
import { isSealed, readContent, type SealedArchiveEntry } from './decrypt.ts'
import { stopIfAborted } from './interrupt.ts'
import { type CountPiece, type OnProgress, progressCounter } from './progress.ts'

/** How much zip.js, the slower reader, reads whole: entries up to `entry` bytes, `total` bytes together. */
export type CheckBudget = { readonly total: number; readonly entry: number } | 'full'

export interface CheckOptions {
  readonly budget: CheckBudget
  readonly random: Random
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
}

export interface CheckReport {
  /** False where a finding is an error: the archive must not be published. */
  readonly passed: boolean
  readonly findings: readonly Finding[]
  /** What each reader read whole, authenticated, and found to be what the source was. */
  readonly readers: { readonly zipJs: ReadCount; readonly own: ReadCount }
}

export interface ReadCount {
  readonly entries: number
  readonly bytes: number
}

/**
 * `expected` are all entries in order, as the writer read them from their sources. Whatever is wrong with the archive is
 * a finding; thrown are only errors of the disk and WB-INTERRUPTED.
 */
export async function check(
  path: string,
  expected: readonly ExpectedEntry[],
  password: SealingPassword,
  options: CheckOptions,
): Promise<CheckReport> {
  return ArchiveFile.use(path, async file => {
    const archive = await soundArchive(file)
    if (!('entries' in archive)) return report([archive], expected, [], [])
    const structure = structureFindings(archive, expected)
    if (structure.length > 0) return report(structure, expected, [], [])

    const whole = withinBudget(expected, options.budget)
    const task = {
      expected,
      password: password.secret,
      signal: options.signal,
      count: progressCounter(sizeOf(expected), options.onProgress),
    }
    const wrong = otherPassword(password.secret, options.random)
    const zipJs = await readWithZipJs(file, { ...task, wrong, whole })
    const own = await readWithOwn(file, archive, { ...task, without: whole })
    return report([...zipJs.findings, ...own.findings], expected, zipJs.read, own.read)
  })
}

/** The archive, or the finding that it is none. */
async function soundArchive(file: ArchiveFile): Promise<Archive | Finding> {
  try {
    return await readArchive(file)
  } catch (error) {
    return findingFrom(error, 'check.structure')
  }
}

/** Indexes of the files that zip.js reads whole: the last one (`WAYBILL.txt`) first, then in order what still fits. */
function withinBudget(expected: readonly ExpectedEntry[], budget: CheckBudget): Set<number> {
  const whole = new Set<number>()
  let left = budget === 'full' ? Number.POSITIVE_INFINITY : budget.total
  for (const [index, entry] of [...expected.entries()].slice(-1).concat([...expected.entries()].slice(0, -1))) {
    if (entry.directory || entry.bytes > left || (budget !== 'full' && entry.bytes > budget.entry)) continue
    whole.add(index)
    left -= entry.bytes
  }
  return whole
}

/** As long as ours and equal in no case: random bytes as hex, the first symbol another one than ours has. */
function otherPassword(password: Secret, random: Random): Secret {
  const other = Buffer.from(Buffer.from(random.bytes(password.bytes.length)).toString('hex'))
  other[0] = password.bytes[0] === 0x30 ? 0x31 : 0x30
  return Secret.fromBytes(other.subarray(0, Math.max(1, password.bytes.length)))
}

/** Entries that our own reader reads at once. */
const LANES = 4

interface OwnTask {
  readonly expected: readonly ExpectedEntry[]
  /** Entries, by index, that are not its business. */
  readonly without: ReadonlySet<number>
  readonly password: Secret
  readonly signal: AbortSignal | undefined
  readonly count: CountPiece
}

async function readWithOwn(file: ArchiveFile, archive: Archive, task: OwnTask) {
  const read: number[] = []
  const findings: Finding[] = []
  const indexes = [...task.expected.keys()].filter(index => !task.without.has(index))
  const readOne = async (index: number) => {
    stopIfAborted(task.signal)
    const entry = archive.entries[index]
    const wanted = task.expected[index]
    if (entry === undefined || wanted === undefined || !isSealed(entry)) throw new RangeError(`no entry ${index}`)
    return { index, finding: await contentFinding(file, entry, wanted, task) }
  }
  for await (const { index, finding } of ahead(indexes, LANES, readOne)) {
    if (finding === null) read.push(index)
    else findings.push(finding)
  }
  return { read, findings }
}

async function contentFinding(
  file: ArchiveFile,
  entry: SealedArchiveEntry,
  wanted: ExpectedEntry,
  task: OwnTask,
): Promise<Finding | null> {
  const hash = createHash('sha256')
  try {
    for await (const piece of readContent(file, entry, task.password)) {
      stopIfAborted(task.signal)
      hash.update(piece)
      task.count(piece.length, entry.name)
    }
  } catch (error) {
    return findingFrom(error, 'check.content', entry.name)
  }
  if (hash.digest('hex') === wanted.sha256) return null
  return checkError('check.content', 'Our reader reads another content than the source had.', entry.name)
}

/** A verdict on the archive becomes a finding; a disk that cannot be read or an interruption is thrown on. */
function findingFrom(error: unknown, code: string, at?: string): Finding {
  if (error instanceof WaybillError && VERDICTS.has(error.code)) return checkError(code, error.message, at)
  throw error
}

const VERDICTS: ReadonlySet<string> = new Set([
  'WB-NOT-ZIP',
  'WB-UNSUPPORTED-ARCHIVE',
  'WB-UNSAFE-ARCHIVE',
  'WB-DAMAGED',
])

function report(
  findings: readonly Finding[],
  expected: readonly ExpectedEntry[],
  zipJs: readonly number[],
  own: readonly number[],
): CheckReport {
  const count = (indexes: readonly number[]): ReadCount => {
    const entries = indexes.flatMap(index => expected[index] ?? [])
    return { entries: entries.length, bytes: sizeOf(entries) }
  }
  const passed = !findings.some(finding => finding.level === 'error') && zipJs.length + own.length === expected.length
  return { passed, findings, readers: { zipJs: count(zipJs), own: count(own) } }
}

function sizeOf(entries: readonly { readonly bytes: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.bytes, 0)
}
