import { execFileSync } from 'node:child_process'
import fs, {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FileSource, listSources } from '../../../../lib/zip/sources.ts'
import { readWhole, SourceFile } from '../../../../lib/zip/writing/source-file.ts'
import { scratch } from '../../../support/world.ts'

/** Of every file that is listed, so that a change can have it too. */
const TIME = 1_700_000_000

async function listed(content = 'content'): Promise<FileSource> {
  const path = join(scratch(), 'a.txt')
  writeFileSync(path, content)
  utimesSync(path, TIME, TIME)
  const [source] = (await listSources([path], { symlinks: 'refuse' })).sources
  if (source?.kind !== 'file') throw new Error('not a file')
  return source
}

/** What other programs do to a file, each of which must be noticed. */
const changes: [string, (path: string) => void][] = [
  ['grew', path => appendFileSync(path, 'x')],
  ['grew, its time set back', path => at(TIME, path, () => appendFileSync(path, 'x'))],
  ['shrank', path => truncateSync(path, 3)],
  ['was rewritten at the same length', path => at(TIME + 1, path, () => writeFileSync(path, 'CONTENT'))],
  ['was touched', path => utimesSync(path, 1, 1)],
]

/** Those that put something else in its place. */
const swaps: [string, (path: string) => void][] = [
  ['another file of that length and time', path => at(TIME, path, () => replace(path))],
  ['a link to another file', path => symlinkSync(other(path), path)],
  ['a link to itself, moved away', path => symlinkSync(moved(path), path)],
  ['a pipe', path => execFileSync('mkfifo', [path])],
  ['a folder', path => mkdirSync(path)],
]

function at(seconds: number, path: string, change: () => void): void {
  change()
  utimesSync(path, seconds, seconds)
}

/** By renaming: a file that is removed first may give its inode to the next. */
function replace(path: string): void {
  renameSync(other(path), path)
}

function other(path: string): string {
  writeFileSync(`${path}.other`, 'content')
  return `${path}.other`
}

function moved(path: string): string {
  return `${path}.moved`
}

describe('a source file', () => {
  it('is read at any place', async () => {
    const file = await SourceFile.open(await listed())
    expect(Buffer.from(await file.read(0, 7)).toString()).toBe('content')
    expect(Buffer.from(await file.read(3, 2)).toString()).toBe('te')
    expect(await file.read(7, 0)).toHaveLength(0)
    await file.confirmUnchanged()
    await file.close()
    await file.close()
  })

  it.each(changes)('that %s since it was listed is refused', async (_, change) => {
    const source = await listed()
    change(source.path)
    await expect(SourceFile.open(source)).rejects.toMatchObject({ code: 'WB-CHANGED' })
  })

  it.each(changes)('that %s while it was open is refused', async (_, change) => {
    const source = await listed()
    const file = await SourceFile.open(source)
    change(source.path)
    await expect(file.confirmUnchanged()).rejects.toMatchObject({ code: 'WB-CHANGED' })
    await file.close()
  })

  it.each(swaps)('in whose place stands %s is refused, and nothing hangs', async (_, swap) => {
    const source = await listed()
    renameSync(source.path, moved(source.path))
    swap(source.path)
    await expect(SourceFile.open(source)).rejects.toMatchObject({ code: 'WB-CHANGED' })
  })

  it('that ends too early is refused', async () => {
    const source = await listed()
    const file = await SourceFile.open(source)
    truncateSync(source.path, 3)
    await expect(file.read(0, 7)).rejects.toMatchObject({ code: 'WB-CHANGED' })
    await file.close()
  })

  it('that is gone is not found', async () => {
    const source = await listed()
    rmSync(source.path)
    await expect(SourceFile.open(source)).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
  })
})

describe('a small file, read at once', () => {
  const target = () => new Uint8Array(16)

  it('is in the beginning of the memory that was given', async () => {
    const into = target()
    expect(Buffer.from(readWhole(await listed(), into)).toString()).toBe('content')
    expect(Buffer.from(into.subarray(0, 8)).toString()).toBe('content\0')
  })

  it.each(changes)('that %s since it was listed is refused', async (_, change) => {
    const source = await listed()
    change(source.path)
    expect(() => readWhole(source, target())).toThrow(expect.objectContaining({ code: 'WB-CHANGED' }))
  })

  it.each(changes)('that %s while it was read is refused, and is not left open', async (_, change) => {
    const source = await listed()
    const { readSync } = fs
    const read = (...given: unknown[]) => {
      const length: unknown = Reflect.apply(readSync, fs, given)
      change(source.path)
      return length
    }
    Object.assign(fs, { readSync: read })
    syncBuiltinESMExports()
    onTestFinished(() => {
      Object.assign(fs, { readSync })
      syncBuiltinESMExports()
    })
    const before = fs.readdirSync('/proc/self/fd').length
    expect(() => readWhole(source, target())).toThrow(expect.objectContaining({ code: 'WB-CHANGED' }))
    expect(fs.readdirSync('/proc/self/fd')).toHaveLength(before)
  })

  it.each(swaps)('in whose place stands %s is refused, and nothing hangs', async (_, swap) => {
    const source = await listed()
    renameSync(source.path, moved(source.path))
    swap(source.path)
    expect(() => readWhole(source, target())).toThrow(expect.objectContaining({ code: 'WB-CHANGED' }))
  })

  it('that is gone is not found', async () => {
    const source = await listed()
    rmSync(source.path)
    expect(() => readWhole(source, target())).toThrow(expect.objectContaining({ code: 'WB-NOT-FOUND' }))
  })
})
