import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, type TestContext } from 'vitest'
import { writeDurably } from '../../../lib/durable.ts'
import { listSources } from '../../../lib/zip/sources.ts'
import { seal } from '../../../lib/zip/write.ts'
import { needsNobody, nobody } from '../../support/nobody.ts'
import { noise } from '../../support/noise.ts'
import { requestFor } from '../../support/sealing.ts'
import { smallDisk } from '../../support/small-disk.ts'
import { scratch, seededRandom } from '../../support/world.ts'

const MiB = 2 ** 20

describe('on a full disk', () => {
  async function expectNoSpace(context: TestContext, count: number, length: number) {
    const disk = smallDisk(context, 4)
    const folder = join(scratch(), 'd')
    mkdirSync(folder)
    for (let i = 0; i < count; i++) writeFileSync(join(folder, `f${i}`), noise(length, `f${i}`))
    const { sources } = await listSources([folder], { symlinks: 'refuse' })
    await expect(seal(requestFor(disk, { sources }))).rejects.toMatchObject({ code: 'WB-NO-SPACE' })
    expect(readdirSync(disk)).toEqual([])
    writeFileSync(join(disk, 'again'), noise(3 * MiB, 'again'))
  }

  it('a large file is not sealed, and the space is free again', context => expectNoSpace(context, 1, 9 * MiB))

  it('many small ones are not sealed, and the space is free again', context => expectNoSpace(context, 60, 150_000))

  it('writeDurably keeps the old content and leaves nothing', context => {
    const disk = smallDisk(context, 1)
    const path = join(disk, 'a')
    writeFileSync(path, 'old')
    const write = () => writeDurably(path, noise(2 * MiB, 'too much'), seededRandom('full'))
    expect(write).toThrow(expect.objectContaining({ code: 'WB-NO-SPACE' }))
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(disk)).toEqual(['a'])
  })
})

/** Files made by root and looked at by user 65534 ("nobody"), in a process of its own: root may read everything. */
describe('as somebody who may not', () => {
  const library = resolve(import.meta.dirname, '../../../lib')

  /** The code that `work`, an expression over the two modules, ends with. */
  async function codeAs(context: TestContext, work: string): Promise<string> {
    needsNobody(context)
    const program = `
      const { listSources } = await import(${JSON.stringify(join(library, 'zip/sources.ts'))})
      const { publish, writeDurably } = await import(${JSON.stringify(join(library, 'durable.ts'))})
      const { SealedFile } = await import(${JSON.stringify(join(library, 'zip/writing/sealed-file.ts'))})
      const { SourceFile } = await import(${JSON.stringify(join(library, 'zip/writing/source-file.ts'))})
      const random = { bytes: length => new Uint8Array(length) }
      try { await (${work}); console.log('fine') } catch (error) { console.log(error.code) }`
    const options = { uid: nobody, gid: nobody, cwd: '/' }
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], options)
    return stdout.trim()
  }

  function secrets(): { folder: string; closed: string; file: string } {
    const folder = scratch()
    chmodSync(folder, 0o755)
    const closed = join(folder, 'closed')
    const file = join(folder, 'file')
    mkdirSync(closed, { mode: 0o700 })
    writeFileSync(file, 'secret', { mode: 0o600 })
    return { folder, closed, file }
  }

  it('read: a file and a folder are unreadable before anything is written', async context => {
    const { folder, closed, file } = secrets()
    for (const path of [file, closed, folder, join(closed, 'inside')]) {
      const work = `listSources([${JSON.stringify(path)}], { symlinks: 'refuse' })`
      expect(await codeAs(context, work)).toBe('WB-UNREADABLE')
    }
  })

  it('read: a file that was closed after it was listed', async context => {
    const { file } = secrets()
    const source = { kind: 'file', name: 'file', path: file, size: 6, modified: 0, mode: 0o600 }
    expect(await codeAs(context, `SourceFile.open(${JSON.stringify(source)})`)).toBe('WB-UNREADABLE')
  })

  it('write: into a folder of another', async context => {
    const { folder, file } = secrets()
    const target = JSON.stringify(join(folder, 'new'))
    expect(await codeAs(context, `SealedFile.create(${target}, { buffers: [] })`)).toBe('WB-UNWRITABLE')
    expect(await codeAs(context, `writeDurably(${target}, new Uint8Array(1), random)`)).toBe('WB-UNWRITABLE')
    const publishing = `publish(${JSON.stringify(file)}, ${target}, { replace: true })`
    expect(await codeAs(context, publishing)).toBe('WB-UNWRITABLE')
    expect(readdirSync(folder).sort()).toEqual(['closed', 'file'])
  })
})
