import { createHash } from 'node:crypto'
import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, lstat, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ioError, syncDirectory } from './durable.ts'
import { errnoOf, WaybillError } from './error.ts'

/** What lies under a name: the file that is meant, nothing at all, or something else (a link always is). */
export type Comparison = 'same' | 'missing' | 'changed'

/** Whether the plain file at `path` has that hex SHA-256. Links are not followed. */
export async function compareFile(path: string, sha256: string, signal?: AbortSignal): Promise<Comparison> {
  const { comparison } = await look(path, sha256, signal)
  return comparison
}

/**
 * Removes the plain file at `path` if it has that hex SHA-256, and makes that last. Between the look and the removal there
 * is one more system call, which sees whether the name still leads to the file that was read, unchanged; what is put
 * there within that moment is the one file that could be removed unseen.
 */
export async function removeSame(path: string, sha256: string, signal?: AbortSignal): Promise<Comparison> {
  const { comparison, seen } = await look(path, sha256, signal)
  if (seen === null || comparison !== 'same') return comparison
  try {
    if (!isUnchanged(seen, await lstat(path, { bigint: true }))) return 'changed'
    await unlink(path)
  } catch (error) {
    if (isAbsent(error)) return 'missing'
    throw ioError(error, path, 'write')
  }
  syncDirectory(dirname(path))
  return 'same'
}

interface Look {
  readonly comparison: Comparison
  /** Of the file that was read. */
  readonly seen: BigIntStats | null
}

async function look(path: string, sha256: string, signal?: AbortSignal): Promise<Look> {
  let file: FileHandle
  try {
    // Non-blocking, so that a pipe of that name does not hold us up.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    if (isAbsent(error)) return { comparison: 'missing', seen: null }
    // ELOOP (Linux, macOS), EMLINK (FreeBSD): a link. EISDIR: Windows does not open a directory.
    if (['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO'].includes(errnoOf(error) ?? ''))
      return { comparison: 'changed', seen: null }
    throw ioError(error, path)
  }
  try {
    const seen = await file.stat({ bigint: true })
    // Where O_NOFOLLOW does not exist (Windows), the name itself is looked at.
    const named = await lstat(path, { bigint: true })
    const isPlain = seen.isFile() && isUnchanged(seen, named)
    if (!isPlain || (await digestOf(file, signal)) !== sha256) return { comparison: 'changed', seen: null }
    const after = await file.stat({ bigint: true })
    return isUnchanged(seen, after) ? { comparison: 'same', seen } : { comparison: 'changed', seen: null }
  } catch (error) {
    if (isAbsent(error)) return { comparison: 'missing', seen: null }
    throw ioError(error, path)
  } finally {
    await file.close()
  }
}

async function digestOf(file: FileHandle, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(1 << 20)
  for (;;) {
    if (signal?.aborted) {
      throw new WaybillError('WB-INTERRUPTED', 'The work was interrupted.', 'Run it again: what is done stays done.')
    }
    const { bytesRead } = await file.read(buffer, 0, buffer.length)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
  }
}

function isUnchanged(one: BigIntStats, other: BigIntStats): boolean {
  return (
    other.isFile() &&
    one.dev === other.dev &&
    one.ino === other.ino &&
    one.size === other.size &&
    one.mtimeNs === other.mtimeNs
  )
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')
}
