import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listArchive } from '../../../lib/zip/open.ts'
import { readPlainZip } from '../../../lib/zip/plain-read.ts'
import { type PlainFile, writePlainZip } from '../../../lib/zip/plain-write.ts'
import { scratch } from '../../support/world.ts'

const modified = new Date(Date.UTC(2026, 0, 5, 9, 30, 0))

function* pieces(count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) yield Buffer.alloc(65_536, String(i))
}

describe('a plain ZIP', () => {
  it('gives back what was put in, in its order, with the time and mode that were asked for', async () => {
    const path = join(scratch(), 'a.zip')
    const files: PlainFile[] = [
      { name: 'empty', content: [] },
      { name: 'folder/small', content: [Buffer.from('Ada '), Buffer.from('Lovelace')] },
      { name: 'large', content: pieces(40) },
    ]
    await writePlainZip(path, files, { modified })
    const found = await readPlainZip(path)
    expect([...found].map(([name, content]) => [name, content.length])).toEqual([
      ['empty', 0],
      ['folder/small', 12],
      ['large', 40 * 65_536],
    ])
    expect(Buffer.from(found.get('folder/small') ?? []).toString()).toBe('Ada Lovelace')
    expect(Buffer.compare(found.get('large') ?? Buffer.alloc(0), Buffer.concat([...pieces(40)]))).toBe(0)
    const { entries } = await listArchive(path)
    expect(entries.map(entry => [entry.modified, entry.sealed])).toEqual(Array(3).fill([modified.getTime(), false]))
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is the same, byte for byte, for the same files', async () => {
    const place = scratch()
    for (const name of ['a', 'b'])
      await writePlainZip(join(place, name), [{ name: 'x', content: pieces(3) }], { modified })
    expect(readFileSync(join(place, 'a'))).toEqual(readFileSync(join(place, 'b')))
  })

  it('asks for a file when the one before it is in', async () => {
    const told: string[] = []
    function* content(name: string) {
      told.push(`${name} read`)
      yield Buffer.from(name)
    }
    function* files() {
      for (const name of ['a', 'b']) {
        told.push(`${name} asked`)
        yield { name, content: content(name) }
      }
    }
    await writePlainZip(join(scratch(), 'a.zip'), files(), { modified })
    expect(told).toEqual(['a asked', 'a read', 'b asked', 'b read'])
  })
})

describe('writing one', () => {
  it('fails with the error of a source', async () => {
    function* broken(): Generator<Uint8Array> {
      yield Buffer.from('a')
      throw new RangeError('broken')
    }
    const write = writePlainZip(join(scratch(), 'a.zip'), [{ name: 'a', content: broken() }], { modified })
    await expect(write).rejects.toThrow('broken')
  })

  it('fails with the error of the disk, and replaces nothing', async () => {
    const path = join(scratch(), 'a.zip')
    writeFileSync(path, 'mine')
    await expect(writePlainZip(path, [], { modified })).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(readFileSync(path, 'utf8')).toBe('mine')
    const under = writePlainZip(join(path, '.a.tmp'), [], { modified, final: join(path, 'a') })
    await expect(under).rejects.toMatchObject({ code: 'WB-NOT-FOUND', message: `${join(path, 'a')} does not exist.` })
  })

  it('stops when that is wanted', async () => {
    const path = join(scratch(), 'a.zip')
    const stop = new AbortController()
    function* files(): Generator<PlainFile> {
      yield { name: 'a', content: pieces(1) }
      stop.abort()
      yield { name: 'b', content: pieces(1) }
    }
    await expect(writePlainZip(path, files(), { modified, signal: stop.signal })).rejects.toMatchObject({
      code: 'WB-INTERRUPTED',
    })
    rmSync(path)
    expect(existsSync(path)).toBe(false)
  })
})
