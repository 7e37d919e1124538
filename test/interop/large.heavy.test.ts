import { execFile, execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { seal } from '../../lib/zip/write.ts'
import type { Level } from '../../lib/zip/writing/deflate.ts'
import { installed } from '../support/installed.ts'
import { bytesSource, PASSWORD, requestFor, sealPaths } from '../support/sealing.ts'
import { scratch } from '../support/world.ts'

const MiB = 2 ** 20
const GiB = 2 ** 30
const full = inject('figures') === 'full'

const has7zz = installed('7zz', 'archives beyond the limits of ZIP without ZIP64, tested by 7zz')
const hasBsdtar = installed('bsdtar', 'archives beyond the limits of ZIP without ZIP64, read by bsdtar')

/** Peers have no time limit of their own: the test has. Output is read away, however long it is. */
async function run(directory: string, program: string, ...args: string[]): Promise<string> {
  const options = { cwd: directory, maxBuffer: 64 * MiB, env: { ...process.env, LC_ALL: 'C.UTF-8' } }
  return (await promisify(execFile)(program, args, options)).stdout
}

describe('more entries than 16 bits can count', () => {
  const count = full ? 70_000 : 66_000

  it(`${count} of them`, async () => {
    const directory = scratch()
    const sources = Array.from({ length: count }, (_, i) => {
      const name = `f${String(i).padStart(6, '0')}`
      return bytesSource(`d/${name}`, Buffer.from(name))
    })
    const { entries } = await seal(requestFor(directory, { sources }))
    expect(entries).toHaveLength(count + 1)
    if (has7zz) {
      const output = await run(directory, '7zz', 't', `-p${PASSWORD}`, 'sealed.zip')
      expect(output).toContain('Everything is Ok')
      expect(output).toContain(`Files: ${count + 1}`)
    }
    if (hasBsdtar) {
      const listed = await run(directory, 'bsdtar', '-tf', 'sealed.zip')
      expect(listed.trimEnd().split('\n')).toEqual(entries.map(entry => entry.name))
      const last = await run(directory, 'bsdtar', '--passphrase', PASSWORD, '-xOf', 'sealed.zip', 'WAYBILL.txt')
      expect(last).toBe(`${count} entries\n`)
    }
  })
})

describe('a file larger than 32 bits can say', () => {
  const size = full ? 5 * GiB : 4 * GiB + 1

  /** Level 0: the compressed size and the offset of what follows need ZIP64, too; reduced, it is the one. Level 5: so does the descriptor. */
  it.each<Level>(full ? [5, 0] : [0])(`${size} bytes at level %d, in the same memory as a small one`, async level => {
    const directory = scratch()
    const path = join(directory, 'big')
    const file = openSync(path, 'w')
    ftruncateSync(file, size)
    closeSync(file)

    const before = process.memoryUsage().rss
    let peak = before
    const onProgress = () => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }
    const { entries, bytes } = await sealPaths(directory, [path], { level, onProgress })
    expect(entries[0]).toMatchObject({ name: 'big', bytes: size })
    expect(bytes).toBe(statSync(join(directory, 'sealed.zip')).size)
    if (level === 0) expect(bytes).toBeGreaterThan(size)
    expect((peak - before) / MiB).toBeLessThan(200)

    if (has7zz) {
      const output = await run(directory, '7zz', 't', `-p${PASSWORD}`, 'sealed.zip')
      expect(output).toContain('Everything is Ok')
      expect(output).toMatch(new RegExp(`Size: +${size + 10}\n`))
    }
    if (hasBsdtar) {
      const pipe = `bsdtar --passphrase ${PASSWORD} -xOf sealed.zip big | sha256sum`
      const hash = execFileSync('sh', ['-c', pipe], { cwd: directory, encoding: 'utf8' })
      expect(hash.slice(0, 64)).toBe(entries[0]?.sha256)
      const last = await run(directory, 'bsdtar', '--passphrase', PASSWORD, '-xOf', 'sealed.zip', 'WAYBILL.txt')
      expect(last).toBe('1 entries\n')
    }
  })
})
