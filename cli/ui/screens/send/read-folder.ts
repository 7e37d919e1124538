import { constants, type Dirent } from 'node:fs'
import { access, readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ioError } from '../../../../lib/durable.ts'
import type { Entry } from './entries.ts'

/** Looked at at once, and how many are looked at at all: of a larger folder only names are shown. */
const width = 32
const most = 5_000

/** Folders first, then files, as people sort. Throws a WaybillError where the folder cannot be read. */
export async function readFolder(directory: string, signal: AbortSignal): Promise<Entry[]> {
  const found = await readdir(directory, { withFileTypes: true, encoding: 'buffer' }).catch(error => {
    throw ioError(error, directory, 'read')
  })
  const entries: Entry[] = []
  for (let from = 0; from < found.length; from += width) {
    if (signal.aborted) return []
    entries.push(
      ...(await Promise.all(found.slice(from, from + width).map(one => entryOf(directory, one, from < most)))),
    )
  }
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
  const rank = ({ kind }: Entry) => (kind === 'folder' ? 0 : 1)
  return entries.sort((one, other) => rank(one) - rank(other) || collator.compare(one.name, other.name))
}

async function entryOf(directory: string, found: Dirent<Buffer>, look: boolean): Promise<Entry> {
  const name = utf8(found.name)
  if (name === null) return { name: found.name.toString('latin1'), kind: 'other', bytes: null, readable: false }
  if (!look && !found.isSymbolicLink()) return { name, kind: kindOf(found), bytes: null, readable: true }
  const path = join(directory, name)
  try {
    const stats = await stat(path)
    const kind = kindOf(stats)
    const readable = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    )
    return { name, kind, bytes: kind === 'file' ? stats.size : null, readable }
  } catch {
    // A link to nothing, or what went away meanwhile.
    return { name, kind: 'other', bytes: null, readable: false }
  }
}

function kindOf(found: { isDirectory(): boolean; isFile(): boolean }): Entry['kind'] {
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other'
}

/** Null where the name is not UTF-8: no such file can be sent. */
function utf8(name: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name)
  } catch {
    return null
  }
}

/** Whether something lies there, as it is written. */
export function isThere(path: string): Promise<boolean> {
  return realpath(path).then(
    () => true,
    () => false,
  )
}
