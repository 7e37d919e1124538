import { createHash } from 'node:crypto'
import { lstatSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createDeflateRaw } from 'node:zlib'
import { describe, expect, inject, it } from 'vitest'
import { Secret } from '../../../lib/secret.ts'
import { openArchive } from '../../../lib/zip/open.ts'
import { isSealed, readArchive } from '../../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../../lib/zip/reading/archive-file.ts'
import { opensslKeys, readContent } from '../../../lib/zip/reading/decrypt.ts'
import { METHOD_DEFLATED } from '../../../lib/zip/records.ts'
import { run } from '../../interop/reads.ts'
import { installed } from '../../support/installed.ts'
import { scratch, seededRandom } from '../../support/world.ts'
import { forge, PASSWORD, page } from './forge.ts'
import { refused } from './opening.ts'
import { HARMLESS_ONLY_IN_HEADERS, outcomesOfChangedBits } from './tampering.ts'

const full = inject('figures') === 'full'
const GiB = 2 ** 30
const random = seededRandom('heavy')

it('refuses or restores exactly an archive with a bit changed, for every byte of it', async () => {
  expect(await outcomesOfChangedBits(1)).toEqual(HARMLESS_ONLY_IN_HEADERS)
})

describe('a bomb', () => {
  it('is refused; where it is allowed it is restored in little memory', async () => {
    // over 1 GiB, where the ratio begins to count; below 4 GiB: above it the entry would need ZIP64, which is not what this is about
    const size = (full ? 3 : 1) * GiB + 1
    const payload = await deflatedZeros(size)
    const bomb = forge([{ name: 'zeros', payload, method: METHOD_DEFLATED, local: { size }, central: { size } }])
    await refused('WB-RATIO', bomb.bytes)

    const directory = scratch()
    const path = join(directory, 'bomb.zip')
    writeFileSync(path, bomb.bytes)
    const before = process.memoryUsage.rss()
    await openArchive(path, Secret.fromText(PASSWORD), join(directory, 'out'), { random, allowRatio: true })
    expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 2 ** 20)
    expect(statSync(join(directory, 'out/zeros')).size).toBe(size)
  })
})

describe('more than 65 535 entries', () => {
  it('are restored and held against their list', async () => {
    const count = full ? 70_000 : 66_000
    // AES-128 takes half as long to derive
    const seal = { strength: 1 as const }
    const entries = Array.from({ length: count }, (_, i) => ({
      name: `${i % 300}/${i}.txt`,
      content: `${i}`,
      salt: i % 8,
      seal,
    }))
    const end = { entries: 0xffff, entriesOnDisk: 0xffff }
    const { bytes } = forge([...entries, page(entries)], { zip64: true, end })
    const directory = scratch()
    const path = join(directory, 'many.zip')
    writeFileSync(path, bytes)
    const opened = await openArchive(path, Secret.fromText(PASSWORD), join(directory, 'out'), { random })
    expect(opened.entries).toHaveLength(count + 1)
    expect(lstatSync(join(directory, 'out/299/65999.txt')).size).toBe(5)
  })
})

const here = installed('7zz', 'reading more than 4 GiB made by 7zz')

describe.runIf(here)('more than 4 GiB in one entry', () => {
  it.each(full ? ['0', '1'] : ['0'])('is read as 7-Zip sealed it: -mx=%s', async level => {
    const size = (full ? 5 : 4) * GiB + 17
    const directory = scratch()
    const [original, archive, into] = ['large.bin', 'large.zip', 'out'].map(name => join(directory, name))
    if (original === undefined || archive === undefined || into === undefined) throw new Error('no paths')
    writeFileSync(original, 'start')
    truncateSync(original, size)
    run('7zz', ['a', '-tzip', '-mem=AES256', `-mx=${level}`, `-p${PASSWORD}`, archive, original], directory)
    const expected = await digest((await open(original)).createReadStream({ highWaterMark: 2 ** 20 }))
    expect(await ArchiveFile.use(archive, async file => digest(await contentOf(file)))).toBe(expected)
    if (!full) return // the disk of a small machine need not hold it twice
    await openArchive(archive, Secret.fromText(PASSWORD), into, { random, allowRatio: true })
    const restored = await open(join(into, 'large.bin'))
    expect(await digest(restored.createReadStream({ highWaterMark: 2 ** 20 }))).toBe(expected)
  })
})

async function contentOf(file: ArchiveFile): Promise<AsyncIterable<Uint8Array>> {
  const entry = (await readArchive(file)).entries[0]
  if (entry === undefined || !isSealed(entry)) throw new Error('no sealed entry')
  return readContent(file, entry, opensslKeys(Secret.fromText(PASSWORD)))
}

async function deflatedZeros(size: number): Promise<Buffer> {
  const deflate = createDeflateRaw({ level: 9 })
  const pieces: Buffer[] = []
  deflate.on('data', (piece: Buffer) => pieces.push(piece))
  const zeros = Buffer.alloc(2 ** 20)
  for (let left = size; left > 0; left -= zeros.length) {
    const piece = zeros.subarray(0, Math.min(left, zeros.length))
    await new Promise<void>((resolve, reject) => deflate.write(piece, error => (error ? reject(error) : resolve())))
  }
  await new Promise<void>(resolve => deflate.on('end', resolve).end())
  return Buffer.concat(pieces)
}

async function digest(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}
