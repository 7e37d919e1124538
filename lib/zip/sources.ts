import { type BigIntStats, constants, lstat as lstatBack } from 'node:fs'
import { access, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { ioError } from '../durable.ts'
import { errnoOf, WaybillError } from '../error.ts'
import type { Finding } from '../finding.ts'
import { ahead } from './ahead.ts'
import { stopIfAborted } from './interrupt.ts'
import { archivedName, awkwardOnWindows, clashingName, compareNames, deceptiveName } from './names.ts'

interface Described {
  /** As it stands in the archive: see `archivedName`. */
  readonly name: string
  /** Milliseconds since 1970, whole. */
  readonly modified: number
  /** Permission bits of `st_mode` alone. */
  readonly mode: number
}

export interface FileSource extends Described {
  readonly kind: 'file'
  /** Absolute, with links resolved: opening it never has to follow one. */
  readonly path: string
  readonly size: number
  /** What tells this file, as it was listed, from any other and from itself after a change. */
  readonly identity: { readonly dev: bigint; readonly ino: bigint; readonly mtimeNs: bigint }
}

/** Only a directory without entries is a source: the others exist through what is in them. The name ends in `/`. */
export interface DirectorySource extends Described {
  readonly kind: 'directory'
}

export interface BytesSource extends Described {
  readonly kind: 'bytes'
  readonly bytes: Uint8Array
}

export type PlainSource = FileSource | DirectorySource | BytesSource

/**
 * Everything in one inner ZIP, written into the archive as it is made: stored, not encrypted by itself, never on the
 * disk. From outside only this one name and one size can be seen.
 */
export interface WrapSource extends Described {
  readonly kind: 'wrap'
  /** In the order in which they shall stand; their names clash with no other. */
  readonly sources: readonly (FileSource | DirectorySource)[]
}

export type Source = PlainSource | WrapSource

export interface ListOptions {
  /** `follow-inside`: what a link leads to is stored in its place, if it lies inside one of the given paths. */
  readonly symlinks: 'follow-inside' | 'refuse'
  readonly signal?: AbortSignal | undefined
}

/** A third cheaper than that of `node:fs/promises`, which counts for many thousand files. */
const lstat = promisify(lstatBack)

/** Files looked at once. */
const WIDTH = 16

/**
 * Every file and every empty directory under `paths`, sorted by name, before anything is written. A directory's entries
 * are named `DIR/…`; several paths stand side by side. A link that is itself given as a path is what the person meant and
 * is followed (with a finding), unless links are refused.
 *
 * Throws, as early as can be seen: WB-NOT-FOUND, WB-UNREADABLE, WB-NAME (no recipient could extract it), WB-NAME-CLASH,
 * WB-UNSUPPORTED-FILE (socket, device, fifo), WB-SYMLINK (outside, dangling, loop, or refused), WB-INTERRUPTED.
 */
export async function listSources(
  paths: readonly string[],
  options: ListOptions,
): Promise<{ sources: (FileSource | DirectorySource)[]; findings: Finding[] }> {
  if (paths.length === 0) throw new WaybillError('WB-USAGE', 'No file was given.', 'Name a file or a folder.')
  const roots: string[] = []
  for (const path of paths) roots.push(await realOf(path))
  const walk = new Walk(roots, options)
  for (const path of paths) await walk.start(path)
  walk.sources.sort((a, b) => compareNames(a.name, b.name))
  const clash = clashingName(walk.sources.map(source => source.name))
  if (clash === null) return { sources: walk.sources, findings: walk.findings }
  const message = `Two files would be ${quoted(clash)} on a disk that ignores case.`
  throw new WaybillError('WB-NAME-CLASH', message, 'Rename one of them, or send them apart.')
}

/** Something found on disk: where it lies (links resolved), how it is named, and the directories that lead to it. */
interface Place {
  readonly path: string
  readonly name: string
  readonly above: readonly string[]
}

class Walk {
  readonly sources: (FileSource | DirectorySource)[] = []
  readonly findings: Finding[] = []
  readonly #roots: readonly string[]
  readonly #options: ListOptions

  constructor(roots: readonly string[], options: ListOptions) {
    this.#roots = roots
    this.#options = options
  }

  async start(path: string): Promise<void> {
    const name = basename(resolve(path))
    if (name === '') throw new WaybillError('WB-NAME', `${path} has no name.`, 'Name the folders in it instead.')
    const real = join(await realOf(dirname(resolve(path))), name)
    await this.#visit({ path: real, name, above: [] }, await look(real))
  }

  async #visit(place: Place, found: BigIntStats): Promise<void> {
    stopIfAborted(this.#options.signal)
    if (found.isSymbolicLink()) {
      const target = await this.#follow(place)
      return this.#visit({ ...place, path: target }, await look(target))
    }
    if (found.isDirectory()) return this.#enter(place, found)
    if (!found.isFile()) throw unsupported(place.path)
    this.sources.push({
      kind: 'file',
      name: this.#named(place.name),
      path: place.path,
      size: Number(found.size),
      modified: Number(found.mtimeMs),
      mode: permissions(found),
      identity: { dev: found.dev, ino: found.ino, mtimeNs: found.mtimeNs },
    })
  }

  /** Where a link leads, if the policy lets it lead there. */
  async #follow(link: Place): Promise<string> {
    if (this.#options.symlinks === 'refuse') throw refused(link.path, 'is a symbolic link')
    const target = await realpath(link.path).catch(error => {
      if (errnoOf(error) === 'ENOENT') throw refused(link.path, 'is a symbolic link to nothing', error)
      if (errnoOf(error) === 'ELOOP') throw refused(link.path, 'is a symbolic link in a loop', error)
      throw ioError(error, link.path, 'read')
    })
    if (link.above.includes(target)) throw refused(link.path, 'is a symbolic link in a loop')
    const given = link.above.length === 0
    if (!given && !this.#roots.some(root => target === root || target.startsWith(join(root, sep)))) {
      throw refused(link.path, 'is a symbolic link that leads out of what is sent')
    }
    const message = 'A symbolic link: what it leads to is sent in its place.'
    this.findings.push({ level: 'note', code: 'source.link-followed', message, at: link.name })
    return target
  }

  async #enter(place: Place, found: BigIntStats): Promise<void> {
    const real = await realOf(place.path)
    const names = await entriesOf(real)
    if (names.length === 0) {
      const described = { modified: Number(found.mtimeMs), mode: permissions(found) }
      this.sources.push({ kind: 'directory', name: this.#named(`${place.name}/`), ...described })
      return
    }
    const above = [...place.above, real]
    const lookAt = async (name: string): Promise<[Place, BigIntStats]> => {
      stopIfAborted(this.#options.signal)
      const path = join(real, name)
      return [{ path, name: `${place.name}/${name}`, above }, await look(path)]
    }
    for await (const [child, stats] of ahead(names, WIDTH, lookAt)) await this.#visit(child, stats)
  }

  /** The archived name, with what a person should know about it. */
  #named(name: string): string {
    const archived = archivedName(name)
    const find = (level: Finding['level'], code: string, message: string) =>
      this.findings.push({ level, code, message, at: archived })
    if (archived !== name) find('note', 'source.name-normalised', 'The name is stored in Unicode form NFC.')
    const awkward = awkwardOnWindows(archived)
    if (awkward !== null) {
      find('warning', 'source.name-awkward', `The name holds ${awkward}, which Windows does not allow.`)
    }
    if (deceptiveName(archived)) {
      find('warning', 'source.name-deceptive', 'The name holds characters that change the direction of reading.')
    }
    return archived
  }
}

/** Without links. What was there a moment ago may be gone. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    throw ioError(error, path, 'read')
  }
}

/** What lies at `path`, a link as itself; a file that is not plainly readable is also asked whether it is. */
async function look(path: string): Promise<BigIntStats> {
  try {
    const found = await lstat(path, { bigint: true })
    if (found.isFile() && !isPlainlyReadable(found)) await access(path, constants.R_OK)
    return found
  } catch (error) {
    throw ioError(error, path, 'read')
  }
}

/** By root, by its owner or by everybody: then the system, which takes as long as looking, need not be asked. */
function isPlainlyReadable({ uid, mode }: BigIntStats): boolean {
  const user = process.geteuid?.()
  if (user === undefined) return false
  return user === 0 || (uid === BigInt(user) && (mode & 0o400n) !== 0n) || (mode & 0o444n) === 0o444n
}

/** The names in a directory, as bytes first: a name that is not UTF-8 would come back as another. */
async function entriesOf(path: string): Promise<string[]> {
  const names = await readdir(path, { encoding: 'buffer' }).catch(error => {
    throw ioError(error, path, 'read')
  })
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return names.map(name => {
    try {
      return utf8.decode(name)
    } catch (cause) {
      const message = `${path} holds a name that is not UTF-8: ${quoted(name.toString('latin1'))}.`
      throw new WaybillError('WB-NAME', message, 'Rename it and send again.', { cause })
    }
  })
}

function permissions(found: BigIntStats): number {
  return Number(found.mode & 0o777n)
}

function unsupported(path: string): WaybillError {
  const message = `${path} is a socket, a device or a pipe.`
  return new WaybillError('WB-UNSUPPORTED-FILE', message, 'Leave it out: only files and folders can be sent.')
}

function refused(path: string, what: string, cause?: unknown): WaybillError {
  const hint = 'Replace it by what it leads to, or leave it out.'
  return new WaybillError('WB-SYMLINK', `${path} ${what}.`, hint, { cause })
}

function quoted(name: string): string {
  return JSON.stringify(name)
}
