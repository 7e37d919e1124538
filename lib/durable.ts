/**
 * The one place where files are made to last. System calls, in order:
 *
 *   writeDurably   open(temp, O_CREAT|O_EXCL|O_NOFOLLOW) write… fsync close  rename(temp, path)        fsync(directory)
 *   publish        link(temp, final) unlink(temp)  or, to replace:  rename(temp, final)                fsync(directory)
 *   removeDurably  unlink                                                                              fsync(directory)
 *
 * After a crash a name holds its old content whole or its new content whole, never a part. fsync is F_FULLFSYNC on macOS
 * (libuv does that) and FlushFileBuffers on Windows.
 *
 * Not guaranteed: against a disk that lies about flushing; on Windows and on file systems that cannot sync a directory
 * (some FUSE and network mounts) the new name itself may be lost in a power cut. A process killed in between can leave a
 * hidden `.….tmp` behind, nothing else.
 */
import { closeSync, constants, fsyncSync, openSync, type PathLike, renameSync, unlinkSync, writeSync } from 'node:fs'
import { link, lstat, open, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errnoOf, WaybillError } from './error.ts'
import type { Random } from './ports.ts'
import { crockford } from './ulid.ts'

/** The longest file name of the common file systems, in bytes (NAME_MAX). */
const NAME_MAX = 255

/** A name for a temporary file beside `path`, hidden: `.<base>.<8 random symbols>.tmp`; a long base is cut to fit. */
export function temporaryBeside(path: string, random: Random): string {
  const tail = `.${crockford(8, random)}.tmp`
  return join(dirname(path), `.${cutToBytes(basename(path), NAME_MAX - 1 - tail.length)}${tail}`)
}

/** Whole characters only. */
function cutToBytes(text: string, limit: number): string {
  let cut = ''
  let length = 0
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > limit) break
    cut += character
  }
  return cut
}

/**
 * Replaces or creates `path` with these bytes. On failure no temporary file is left and the old content stands, unless
 * the directory alone could not be synced: then it is the new content, and a power cut may bring back the old.
 */
export function writeDurably(path: string, bytes: Uint8Array, random: Random, mode = 0o600): void {
  const temporary = temporaryBeside(path, random)
  let made = false
  try {
    writeNew(temporary, path, bytes, mode)
    made = true
    renameSync(temporary, path)
    made = false
    syncDirectory(dirname(path))
  } catch (error) {
    if (made) removeQuietly(temporary)
    throw ioError(error, path, 'write')
  }
}

/** Makes a temporary file, whole and synced, that `publish` can give its name. On failure there is none. */
export function writeNew(temporary: string, final: string, bytes: Uint8Array, mode = 0o600): void {
  let made = false
  try {
    const file = openSync(temporary, EXCLUSIVE, mode)
    made = true
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (made) removeQuietly(temporary)
    throw ioError(error, final, 'write')
  }
}

/** Flags that create a file of our own: never an existing one, never through a link. */
export const EXCLUSIVE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Gives a finished, synced temporary file its final name, in the same directory. Without `replace` an existing `final`
 * is never touched: WB-EXISTS. If an earlier call was cut off after its link, calling again finishes it. On failure the
 * temporary file stays: the caller decides.
 *
 * Where hard links are not supported (FAT, some network mounts), the name is first taken by an exclusive empty file and
 * then replaced: as safe against others, but a crash in between leaves the empty file.
 */
export async function publish(temporary: string, final: string, options: { replace: boolean }): Promise<void> {
  try {
    if (options.replace) await rename(temporary, final)
    else await linkOver(temporary, final)
    syncDirectory(dirname(final))
  } catch (error) {
    throw ioError(error, final, 'write')
  }
}

async function linkOver(temporary: string, final: string): Promise<void> {
  try {
    await link(temporary, final)
  } catch (error) {
    const errno = errnoOf(error) ?? ''
    if (LINKS_UNSUPPORTED.has(errno)) return takeAndReplace(temporary, final)
    if (errno !== 'EEXIST' || !(await isSameFile(temporary, final))) throw error
  }
  await unlink(temporary)
}

const LINKS_UNSUPPORTED: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

async function takeAndReplace(temporary: string, final: string): Promise<void> {
  await (await open(final, EXCLUSIVE, 0o600)).close()
  try {
    await rename(temporary, final)
  } catch (error) {
    removeQuietly(final)
    throw error
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(a, { bigint: true }), lstat(b, { bigint: true })])
  return one.dev === other.dev && one.ino === other.ino
}

/** Removes a file; that it is missing already is fine. */
export async function removeDurably(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    throw ioError(error, path, 'write')
  }
  syncDirectory(dirname(path))
}

/** Best effort, for the way out of a failure: the first error is the one worth telling. */
function removeQuietly(path: PathLike): void {
  try {
    unlinkSync(path)
  } catch {
    // whatever stands in the way stands in the way of the caller's own error too
  }
}

/** Makes the names in a directory last. Silent where the system cannot do that (see above). */
export function syncDirectory(directory: string): void {
  let handle: number
  try {
    handle = openSync(directory, constants.O_RDONLY)
  } catch (error) {
    if (DIRECTORY_SYNC_UNSUPPORTED.has(errnoOf(error) ?? '')) return
    throw ioError(error, directory, 'write')
  }
  try {
    fsyncSync(handle)
  } catch (error) {
    if (!DIRECTORY_SYNC_UNSUPPORTED.has(errnoOf(error) ?? '')) throw ioError(error, directory, 'write')
  } finally {
    closeSync(handle)
  }
}

/** Windows does not open directories (EISDIR, EPERM); a drop box may be written but not read (EACCES). */
const DIRECTORY_SYNC_UNSUPPORTED: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES'])

/** What a system error on `path` means to a person, with the error as its cause. A `WaybillError` passes as it is. */
export function ioError(error: unknown, path: string, doing: 'read' | 'write' = 'read'): WaybillError {
  if (error instanceof WaybillError) return error
  const cause = { cause: error }
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new WaybillError('WB-NO-SPACE', `No space is left for ${path}.`, 'Free some space and try again.', cause)
    case 'ENOENT':
    case 'ENOTDIR':
      return new WaybillError('WB-NOT-FOUND', `${path} does not exist.`, 'Check the path.', cause)
    case 'EEXIST':
      return new WaybillError('WB-EXISTS', `${path} exists already.`, 'Choose another name or move it away.', cause)
    case 'EISDIR':
      return new WaybillError(
        doing === 'read' ? 'WB-UNREADABLE' : 'WB-UNWRITABLE',
        `${path} is a folder.`,
        'Name a file.',
        cause,
      )
    case 'EACCES':
    case 'EPERM':
      return doing === 'read'
        ? new WaybillError('WB-UNREADABLE', `${path} may not be read.`, 'Check its permissions.', cause)
        : new WaybillError(
            'WB-UNWRITABLE',
            `${path} may not be written.`,
            'Check the permissions of its folder.',
            cause,
          )
    case 'EROFS':
      return new WaybillError('WB-UNWRITABLE', `${path} is on a read-only disk.`, 'Choose another folder.', cause)
    default: {
      const what = errnoOf(error) ?? 'an unexpected error'
      const message = `${doing === 'read' ? 'Reading' : 'Writing'} ${path} failed with ${what}.`
      return new WaybillError('WB-IO', message, 'Check the disk and try again.', cause)
    }
  }
}
