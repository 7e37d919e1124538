import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ListOptions, listSources } from '../../../lib/zip/sources.ts'
import { scratch } from '../../support/world.ts'

/** A tree out of `{ 'dir/file': content, 'dir/empty/': '' }`. */
function tree(files: Record<string, string>, root = scratch()): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(name.endsWith('/') ? path : join(path, '..'), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(path, content)
  }
  return root
}

async function list(paths: string[], options: Partial<ListOptions> = {}) {
  return listSources(paths, { symlinks: 'follow-inside', ...options })
}

async function names(paths: string[], options: Partial<ListOptions> = {}): Promise<string[]> {
  return (await list(paths, options)).sources.map(source => source.name)
}

describe('names', () => {
  it('of a folder begin with it, sorted by code point; only an empty folder stands for itself', async () => {
    const root = tree({
      'd/b.txt': 'b',
      'd/B2': '',
      'd/a/c.txt': '',
      'd/none/': '',
      'd/deep/er/': '',
      'd/é': '',
      'd/😀': '',
    })
    expect(await names([join(root, 'd')])).toEqual([
      'd/B2',
      'd/a/c.txt',
      'd/b.txt',
      'd/deep/er/',
      'd/none/',
      'd/é',
      'd/😀',
    ])
  })

  it('of several paths stand side by side', async () => {
    const root = tree({ 'x/one.txt': '', 'y/two.txt': '', 'y/z/three.txt': '' })
    expect(await names([join(root, 'y/z'), join(root, 'x/one.txt')])).toEqual(['one.txt', 'z/three.txt'])
  })

  it('do not depend on how a path is written', async () => {
    const root = tree({ 'd/a': '' })
    for (const path of ['d/', './d', 'd/../d//', 'd/.']) expect(await names([`${root}/${path}`])).toEqual(['d/a'])
  })

  it('of an empty folder given as a path', async () => {
    expect(await names([join(tree({ 'd/': '' }), 'd')])).toEqual(['d/'])
  })

  it('are NFC, and a person is told', async () => {
    const root = tree({ ['d/e\u0301.txt'.normalize('NFD')]: '' })
    const { sources, findings } = await list([join(root, 'd')])
    expect(sources.map(source => source.name)).toEqual(['d/\u00e9.txt'])
    expect(findings).toEqual([expect.objectContaining({ code: 'source.name-normalised', at: 'd/\u00e9.txt' })])
  })

  it('may be 250 bytes long', async () => {
    const name = `${'λ'.repeat(123)}.txt`
    expect(Buffer.byteLength(name)).toBe(250)
    expect(await names([join(tree({ [name]: '' }), name)])).toEqual([name])
  })

  it('that trick or trouble are told', async () => {
    const { findings } = await list([tree({ 'd/invoice\u202efdp.exe': '', 'd/12:30.txt': '' })])
    expect(findings.map(finding => [finding.level, finding.code])).toEqual([
      ['warning', 'source.name-awkward'],
      ['warning', 'source.name-deceptive'],
    ])
  })

  it.each([
    'a\u0001b',
    'tab\tbed',
    'back\\slash',
    'CON',
    'nul.txt',
    'dot.',
    'space ',
  ])('are refused: %j', async name => {
    const root = tree({ [`d/${name}`]: '' })
    await expect(list([join(root, 'd')])).rejects.toMatchObject({ code: 'WB-NAME' })
  })

  it('that are not UTF-8 are refused', async () => {
    const root = scratch()
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0x66, 0xfc, 0x72)]), '')
    await expect(list([root])).rejects.toMatchObject({ code: 'WB-NAME' })
  })

  it.each([
    ['differ only in case', ['d/Report.pdf', 'd/report.PDF'], ['d']],
    ['differ only in Unicode form', ['d/e\u0301', 'd/\u00e9'], ['d']],
    ['stand twice', ['x/a.txt', 'y/a.txt'], ['x/a.txt', 'y/a.txt']],
    ['are a file and a folder', ['x/a/b', 'y/A'], ['x/a', 'y/A']],
  ])('that %s are refused', async (_, files, paths) => {
    const root = tree(Object.fromEntries(files.map(file => [file, ''])))
    await expect(list(paths.map(path => join(root, path)))).rejects.toMatchObject({ code: 'WB-NAME-CLASH' })
  })
})

describe('what is known of a source', () => {
  it('size, time in milliseconds, permissions, identity, path', async () => {
    const root = tree({ 'd/a.txt': 'hello' })
    const path = join(root, 'd/a.txt')
    chmodSync(path, 0o4640)
    utimesSync(path, 1_700_000_000.25, 1_700_000_000.25)
    const stat = statSync(path, { bigint: true })
    expect((await list([root])).sources).toEqual([
      {
        kind: 'file',
        name: expect.stringMatching(/\/d\/a\.txt$/),
        path,
        size: 5,
        modified: 1_700_000_000_250,
        mode: 0o640,
        identity: { dev: stat.dev, ino: stat.ino, mtimeNs: stat.mtimeNs },
      },
    ])
  })
})

describe('symbolic links', () => {
  it('to what is inside are followed, and a person is told', async () => {
    const root = tree({ 'd/a/x.txt': 'x' })
    symlinkSync('a/x.txt', join(root, 'd/file'))
    symlinkSync('a', join(root, 'd/folder'))
    const { sources, findings } = await list([join(root, 'd')])
    expect(sources.map(source => source.name)).toEqual(['d/a/x.txt', 'd/file', 'd/folder/x.txt'])
    const inside = join(root, 'd/a/x.txt')
    expect(sources.map(source => 'path' in source && source.path)).toEqual([inside, inside, inside])
    expect(findings.map(finding => [finding.code, finding.at])).toEqual([
      ['source.link-followed', 'd/file'],
      ['source.link-followed', 'd/folder'],
    ])
  })

  it('may lead from one given path into another', async () => {
    const root = tree({ 'x/a': '', 'y/b': '' })
    symlinkSync(join(root, 'y/b'), join(root, 'x/link'))
    expect(await names([join(root, 'x'), join(root, 'y')])).toEqual(['x/a', 'x/link', 'y/b'])
    await expect(list([join(root, 'x')])).rejects.toMatchObject({ code: 'WB-SYMLINK' })
  })

  it.each([
    ['outside', '../secret', {}],
    ['outside, to a folder whose name begins alike', '../data-2', {}],
    ['dangling', 'nowhere', {}],
    ['to itself', 'link', {}],
    ['to the folder it is in', '.', {}],
    ['to a folder above', '..', {}],
    ['inside, where links are refused', 'a', { symlinks: 'refuse' as const }],
  ])('%s are refused', async (_, target, options) => {
    const root = tree({ 'top/data/a': '', 'top/data-2/b': '', 'top/secret': '' })
    symlinkSync(target, join(root, 'top/data/link'))
    const given = target === '..' ? 'top' : 'top/data'
    await expect(list([join(root, given)], options)).rejects.toMatchObject({ code: 'WB-SYMLINK', kind: 'policy' })
  })

  it('in a ring are refused', async () => {
    const root = tree({ 'd/a/x': '', 'd/b/y': '' })
    symlinkSync('../b', join(root, 'd/a/to-b'))
    symlinkSync('../a', join(root, 'd/b/to-a'))
    await expect(list([join(root, 'd')])).rejects.toMatchObject({ code: 'WB-SYMLINK' })
  })

  it('that are given themselves are what the person meant, unless refused', async () => {
    const root = tree({ 'real/a': '' })
    symlinkSync('real', join(root, 'latest'))
    expect(await names([join(root, 'latest')])).toEqual(['latest/a'])
    await expect(list([join(root, 'latest')], { symlinks: 'refuse' })).rejects.toMatchObject({ code: 'WB-SYMLINK' })
  })
})

describe('what cannot be sent', () => {
  it('nothing at all', async () => {
    await expect(list([])).rejects.toMatchObject({ code: 'WB-USAGE' })
    await expect(list(['/'])).rejects.toMatchObject({ code: 'WB-NAME' })
  })

  it('what is not there', async () => {
    await expect(list([join(scratch(), 'no')])).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
    await expect(list([join(tree({ a: '' }), 'a/b')])).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
  })

  it('a pipe', async () => {
    const root = tree({ 'd/a': '' })
    execFileSync('mkfifo', [join(root, 'd/pipe')])
    await expect(list([join(root, 'd')])).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-FILE' })
  })

  it('a socket', async () => {
    const path = join(scratch(), 's')
    const server = createServer()
    await new Promise<void>(resolve => server.listen(path, resolve))
    await expect(list([path])).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-FILE' })
    await new Promise(resolve => server.close(resolve))
  })

  it('a device', async () => {
    await expect(list(['/dev/null'])).rejects.toMatchObject({ code: 'WB-UNSUPPORTED-FILE' })
  })

  it.each([['d'], ['a.txt', 'd/inner/b.txt']])('a folder that goes while it is listed: %s', async (...given) => {
    const root = tree({ 'a.txt': 'a', 'd/inner/b.txt': 'b' })
    const { signal } = new AbortController()
    // It is asked for at every step.
    const get = () => {
      rmSync(join(root, 'd'), { recursive: true, force: true })
      return false
    }
    Object.defineProperty(signal, 'aborted', { get })
    const paths = given.map(name => join(root, name))
    await expect(list(paths, { signal })).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
  })

  it('anything after the signal', async () => {
    const root = tree({ 'd/a': '' })
    const options = { signal: AbortSignal.abort() }
    await expect(list([join(root, 'd')], options)).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
  })
})
