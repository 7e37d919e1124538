import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareFile, removeSame } from '../../lib/same-file.ts'
import { scratch } from '../support/world.ts'

const content = 'an archive '.repeat(200_000)
const sha256 = createHash('sha256').update(content).digest('hex')

describe('removeSame', () => {
  it('removes the file that is meant', async () => {
    const path = join(scratch(), 'a.zip')
    writeFileSync(path, content)
    expect(await compareFile(path, sha256)).toBe('same')
    expect(await removeSame(path, sha256)).toBe('same')
    expect(existsSync(path)).toBe(false)
    expect(await removeSame(path, sha256)).toBe('missing')
  })

  it('leaves every other file', async () => {
    const path = join(scratch(), 'a.zip')
    for (const other of ['', content.slice(1), `${content}.`]) {
      writeFileSync(path, other)
      expect(await compareFile(path, sha256)).toBe('changed')
      expect(await removeSame(path, sha256)).toBe('changed')
      expect(readFileSync(path, 'utf8')).toBe(other)
    }
  })

  it('does not follow a link, and takes a folder for no file', async () => {
    const folder = scratch()
    const path = join(folder, 'a.zip')
    writeFileSync(path, content)
    symlinkSync(path, join(folder, 'link.zip'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.zip'))
    mkdirSync(join(folder, 'folder.zip'))
    for (const name of ['link.zip', 'dangling.zip', 'folder.zip']) {
      expect(await compareFile(join(folder, name), sha256), name).toBe('changed')
      expect(await removeSame(join(folder, name), sha256), name).toBe('changed')
      expect(existsSync(path)).toBe(true)
    }
    expect(await compareFile(join(path, 'inside'), sha256)).toBe('missing')
  })

  it('stops when it is told to', async () => {
    const path = join(scratch(), 'a.zip')
    writeFileSync(path, content)
    const stopped = removeSame(path, sha256, AbortSignal.abort())
    await expect(stopped).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
    expect(existsSync(path)).toBe(true)
  })
})
