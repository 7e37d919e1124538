/**
 * The check before publication: two readers that share nothing with the writer but the record layouts read the finished
 * file back from disk. What zip.js does not read whole, our own reader does; together they read every entry.
 */
import type { Finding } from '../finding.ts'
import type { SealingPassword } from '../password/sealing-password.ts'
import type { Random } from '../ports.ts'
import type { Secret } from '../secret.ts'
import { type CountPiece, type OnProgress, progressCounter } from './progress.ts'
import { type Archive, isSealed, readArchive } from './reading/archive.ts'
import { ArchiveFile } from './reading/archive-file.ts'
import { sharedClaims } from './reading/check-claims.ts'
import { contentFinding, verdictFinding } from './reading/check-content.ts'
import { type ExpectedEntry, structureFindings } from './reading/check-structure.ts'
import { merged, type ZipJsResult } from './reading/check-walks.ts'
import { contentOf } from './reading/decrypt.ts'
import { readWithOwn } from './reading/own-reader.ts'
import { type Readers, withReaders } from './reading/readers.ts'
import { isVerdict } from './reading/reading.ts'

/** How much zip.js, the slower reader, reads whole: entries up to `entry` bytes, `total` bytes together. */
export type CheckBudget = { readonly total: number; readonly entry: number } | 'full'

export interface CheckOptions {
  readonly budget: CheckBudget
  readonly random: Random
  /** Threads that read; 2 where it is left out. A small archive is read without any. */
  readonly workers?: number | undefined
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
 * a finding; thrown are only errors of the disk, WB-WORKER and WB-INTERRUPTED.
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
    const wrong = otherPassword(password.secret, options.random)
    const count = progressCounter(sizeOf(expected), options.onProgress)
    return withReaders(file, expected.length, password.secret, { ...options, derivation: null }, async readers => {
      const own = ownFindings(readers, archive, expected, whole, count)
      const zipJs = zipJsFindings(readers, expected, wrong, whole, count)
      const [byOwn, byZipJs] = await Promise.all([own, zipJs])
      return report([...byZipJs.findings, ...byOwn.findings], expected, byZipJs.read, byOwn.read)
    })
  })
}

/** The archive, or the finding that it is none. */
async function soundArchive(file: ArchiveFile): Promise<Archive | Finding> {
  try {
    return await readArchive(file)
  } catch (error) {
    if (isVerdict(error)) return verdictFinding(error, 'check.structure')
    throw error
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
function otherPassword(password: Secret, random: Random): Uint8Array {
  const other = Buffer.from(Buffer.from(random.bytes(password.bytes.length)).toString('hex'))
  other[0] = password.bytes[0] === 0x30 ? 0x31 : 0x30
  return Uint8Array.from(other.subarray(0, Math.max(1, password.bytes.length)))
}

/** Our own reader over all entries that are not in `without`. */
async function ownFindings(
  readers: Readers,
  archive: Archive,
  expected: readonly ExpectedEntry[],
  without: ReadonlySet<number>,
  count: CountPiece,
) {
  const readings = archive.entries.flatMap((entry, index) => {
    if (without.has(index) || !isSealed(entry)) return []
    const { name } = entry
    return [{ index, name, content: contentOf(entry), sha256: expected[index]?.sha256 ?? null, target: null }]
  })
  const read: number[] = []
  const findings: Finding[] = []
  for await (const { reading, outcome } of readWithOwn(readers, readings, count)) {
    if (outcome === null) read.push(reading.index)
    else findings.push(contentFinding(outcome, reading.name))
  }
  return { read, findings }
}

/** zip.js in all threads at once, over the same list. */
async function zipJsFindings(
  readers: Readers,
  expected: readonly ExpectedEntry[],
  wrong: Uint8Array,
  whole: ReadonlySet<number>,
  count: CountPiece,
): Promise<ZipJsResult> {
  const claims = sharedClaims(expected.length, whole.size)
  const walks = Array.from({ length: Math.max(1, Math.min(readers.count, whole.size)) }, (_, i) =>
    readers.run({ zipJs: { expected, wrong, whole, claims, lead: i === 0, small: readers.small } }, ({ bytes, name }) =>
      count(bytes, name),
    ),
  )
  return merged(await Promise.all(walks))
}

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
