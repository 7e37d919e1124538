import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLocalHeader } from '../../../lib/zip/records.ts'
import { listSources, type WrapSource } from '../../../lib/zip/sources.ts'
import { type SealRequest, seal } from '../../../lib/zip/write.ts'
import { describeTree, makeCorpus } from '../../interop/corpus.ts'
import { readAll } from '../../interop/zipjs.ts'
import { installed } from '../../support/installed.ts'
import { table } from '../../support/noise.ts'
import { PASSWORD, requestFor, SEALED_AT } from '../../support/sealing.ts'
import { sevenZip } from '../../support/sevenzip.ts'
import { scratch } from '../../support/world.ts'

const bsdtar = installed('bsdtar', 'the inner ZIP of a wrap, read by bsdtar')

async function wrapOf(path: string): Promise<WrapSource> {
  const { sources } = await listSources([path], { symlinks: 'refuse' })
  return { kind: 'wrap', name: 'files.zip', modified: SEALED_AT, mode: 0o644, sources }
}

async function sealWrapped(directory: string, path: string, more: Partial<SealRequest> = {}) {
  const request = requestFor(directory, { sources: [await wrapOf(path)], ...more })
  return { ...(await seal(request)), path: request.path }
}

describe('a wrap', () => {
  it.each([
    ['in one job', 1, 1024],
    ['with 1 thread and pieces of 64 KiB', 1, 64],
    ['with 2 threads and pieces of 64 KiB', 2, 64],
    ['with 5 threads and pieces of 1 KiB', 5, 1],
  ])('is opened in two steps by 7-Zip: %s', async (_, workers, piece) => {
    const corpus = makeCorpus()
    const directory = scratch()
    const { entries, path } = await sealWrapped(directory, corpus, { workers, piece: piece * 1024 })
    expect(entries.map(({ name }) => name)).toEqual(['files.zip', 'WAYBILL.txt'])
    expect(await readAll(path)).toEqual(entries.map(({ inside, ...entry }) => entry))

    expect((await sevenZip(directory, 'x', `-p${PASSWORD}`, '-oouter', 'sealed.zip')).output).toContain(
      'Everything is Ok',
    )
    const inner = await sevenZip(directory, 'x', '-oinner', 'outer/files.zip')
    expect(inner.output).toContain('Everything is Ok')
    expect(inner.output).not.toMatch(/warning/i)
    expect(describeTree(join(directory, 'inner/d'))).toEqual(describeTree(corpus))
    if (bsdtar) {
      mkdirSync(join(directory, 'other'))
      execFileSync('bsdtar', ['-C', join(directory, 'other'), '-xf', join(directory, 'outer/files.zip')])
      expect(describeTree(join(directory, 'other/d'))).toEqual(describeTree(corpus))
    }
  })

  it('tells of every file in it', async () => {
    const corpus = makeCorpus()
    const [wrap] = (await sealWrapped(scratch(), corpus, { piece: 64 * 1024 })).entries
    const { sources } = await listSources([corpus], { symlinks: 'refuse' })
    const plain = await seal(requestFor(scratch(), { sources }))
    expect(wrap?.inside).toEqual(plain.entries.slice(0, -1))
  })

  it('shows from outside neither names nor number', async () => {
    const directory = scratch()
    const folder = join(directory, 'secret-folder')
    mkdirSync(folder)
    for (let i = 0; i < 300; i++) writeFileSync(join(folder, `secret-${i}`), table(500))
    const { path } = await sealWrapped(directory, folder)
    expect(readFileSync(path).includes('secret')).toBe(false)
    expect((await sevenZip(directory, 'l', 'sealed.zip')).output).toMatch(/ 2 files/)
  })

  it('has sizes and checksums in its local headers, so that readers of streams open it too', async () => {
    const directory = scratch()
    const folder = join(directory, 'd')
    mkdirSync(folder)
    writeFileSync(join(folder, 'large'), table(200_000))
    await sealWrapped(directory, folder, { piece: 64 * 1024 })
    await sevenZip(directory, 'e', `-p${PASSWORD}`, 'sealed.zip', 'files.zip')
    const local = parseLocalHeader(readFileSync(join(directory, 'files.zip')))
    expect(local).toMatchObject({ size: 200_000, compressedSize: 200_000, method: 0, flags: 1 << 11 })
    expect(local?.crc32).not.toBe(0)
  })

  it('counts its progress to the end', async () => {
    const seen: number[] = []
    const onProgress = ({ done, total }: { done: number; total: number }) => void seen.push(done / total)
    await sealWrapped(scratch(), makeCorpus(), { piece: 64 * 1024, onProgress })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
  })

  it.each(['small', 'large'])('is not made when its %s file changes', async name => {
    const directory = scratch()
    const folder = join(directory, 'd')
    mkdirSync(folder)
    writeFileSync(join(folder, 'large'), table(300_000))
    writeFileSync(join(folder, 'small'), table(300))
    const sources = [await wrapOf(folder)]
    const change = () => appendFileSync(join(folder, name), 'more')
    mkdirSync(join(directory, 'out'))
    const request = requestFor(join(directory, 'out'), { sources, piece: 64 * 1024 })
    const onProgress = name === 'large' ? change : undefined
    if (name === 'small') change()
    await expect(seal({ ...request, onProgress })).rejects.toMatchObject({ code: 'WB-CHANGED' })
    expect(readdirSync(join(directory, 'out'))).toEqual([])
  })
})
