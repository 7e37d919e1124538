import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type CentralHeader,
  encodeDataDescriptor,
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_UTF8,
  parseCentralHeader,
  parseLocalHeader,
} from '../../../lib/zip/records.ts'
import { END_RECORD_FIXED, parseEndRecord } from '../../../lib/zip/records-end.ts'
import {
  EXTRA_AES,
  EXTRA_TIMESTAMP,
  EXTRA_ZIP64,
  parseAesExtra,
  parseExtra,
  parseTimestamp,
} from '../../../lib/zip/records-extra.ts'
import { fromDosTime } from '../../../lib/zip/records-time.ts'
import { type Progress, seal } from '../../../lib/zip/write.ts'
import { noise, table } from '../../support/noise.ts'
import { bytesSource, requestFor, SEALED_AT, sealPaths } from '../../support/sealing.ts'
import { scratch, seededRandom } from '../../support/world.ts'

const MiB = 2 ** 20
const COMMENT = 'WB-7K3Q-M9XP'

/** The records of an archive without ZIP64, found as a reader does: end, directory, local headers. */
function recordsOf(path: string) {
  const bytes = readFileSync(path)
  const end = parseEndRecord(bytes, bytes.length - END_RECORD_FIXED - COMMENT.length)
  if (end === null) throw new Error('no end record')
  const entries: { central: CentralHeader; local: ReturnType<typeof localOf>; data: Uint8Array; after: Uint8Array }[] =
    []
  let at = end.directoryOffset
  for (let i = 0; i < end.entries; i++) {
    const central = parseCentralHeader(bytes, at)
    if (central === null) throw new Error('no central header')
    const local = localOf(bytes, central.localHeaderOffset)
    const start = central.localHeaderOffset + 30 + local.name.length + local.extra.length
    const data = bytes.subarray(start, start + central.compressedSize)
    entries.push({ central, local, data, after: bytes.subarray(start + central.compressedSize) })
    at += 46 + central.name.length + central.extra.length + central.comment.length
  }
  expect(at).toBe(end.directoryOffset + end.directorySize)
  return { end, entries }
}

function localOf(bytes: Uint8Array, at: number) {
  const local = parseLocalHeader(bytes, at)
  if (local === null) throw new Error('no local header')
  return local
}

function extraOf(header: { extra: Uint8Array }, id: number): Uint8Array | undefined {
  return parseExtra(header.extra)?.find(field => field.id === id)?.data
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** One source of each way through the writer. */
function assorted() {
  return [
    bytesSource('empty', new Uint8Array(0)),
    bytesSource('large random', noise(3 * MiB + 17, 'large')),
    bytesSource('large table', table(2 * MiB + 1)),
    bytesSource('small random', noise(5000, 'small')),
    bytesSource('small table', table(5000)),
  ]
}

/** The same as files: pieces and descriptors are for files alone. */
function assortedFiles(): string {
  const folder = join(scratch(), 'd')
  mkdirSync(join(folder, 'none'), { recursive: true })
  for (const source of assorted()) {
    if (source.kind === 'bytes') writeFileSync(join(folder, source.name), source.bytes, { mode: 0o640 })
    utimesSync(join(folder, source.name), 1_700_000_001, 1_700_000_001)
  }
  return folder
}

describe('the archive', () => {
  it('seals every entry: AE-2, AES-256, no CRC, UTF-8 names', async () => {
    const { path } = await sealPaths(scratch(), [assortedFiles()])
    const { end, entries } = recordsOf(path)
    expect(end).toMatchObject({ disk: 0, directoryDisk: 0, entries: 7, entriesOnDisk: 7 })
    expect(text(end.comment)).toBe(COMMENT)
    for (const { central, local } of entries) {
      for (const header of [central, local]) {
        expect(header).toMatchObject({ versionNeeded: 51, method: 99, crc32: 0 })
        expect(header.flags & ~FLAG_DESCRIPTOR).toBe(FLAG_ENCRYPTED | FLAG_UTF8)
        const aes = parseAesExtra(extraOf(header, EXTRA_AES) ?? new Uint8Array(0))
        expect(aes).toMatchObject({ vendorVersion: 2, strength: 3 })
        expect(extraOf(header, EXTRA_ZIP64)).toBeUndefined()
      }
    }
  })

  it('says the same in both headers, sizes first where they are known first', async () => {
    const { path } = await sealPaths(scratch(), [assortedFiles()])
    const { entries } = recordsOf(path)
    const described: string[] = []
    for (const { central, local, after } of entries) {
      expect(local).toMatchObject({ flags: central.flags, dosTime: central.dosTime, name: central.name })
      expect(local.extra).toEqual(central.extra)
      const { compressedSize, size } = central
      if ((central.flags & FLAG_DESCRIPTOR) === 0) {
        expect(local).toMatchObject({ compressedSize, size })
      } else {
        described.push(text(central.name))
        expect(local).toMatchObject({ compressedSize: 0, size: 0 })
        const descriptor = encodeDataDescriptor({ crc32: 0, compressedSize, size }, false)
        expect(after.subarray(0, 16)).toEqual(Buffer.from(descriptor))
      }
    }
    expect(described).toEqual(['d/large table'])
  })

  it('keeps times and Unix modes, and names nothing of the host', async () => {
    const { path } = await sealPaths(scratch(), [assortedFiles()])
    for (const { central } of recordsOf(path).entries.slice(0, 3)) {
      const waybill = text(central.name) === 'WAYBILL.txt'
      const directory = text(central.name).endsWith('/')
      if (waybill || directory) continue
      expect(central.versionMadeBy >> 8).toBe(3)
      expect((central.externalAttributes >>> 16).toString(8)).toBe('100640')
      expect(parseTimestamp(extraOf(central, EXTRA_TIMESTAMP) ?? new Uint8Array(0))).toBe(1_700_000_001)
      expect(fromDosTime(central.dosTime)).toBe(1_700_000_000_000)
    }
  })

  it('leaves the exact time out where 32 bits cannot say it', async () => {
    const request = requestFor(scratch(), { sources: [bytesSource('late', table(10), Date.UTC(2050, 0, 1))] })
    await seal(request)
    const [late] = recordsOf(request.path).entries
    if (late === undefined) throw new Error('no entry')
    expect(extraOf(late.central, EXTRA_TIMESTAMP)).toBeUndefined()
    expect(fromDosTime(late.central.dosTime)).toBe(Date.UTC(2050, 0, 1))
  })

  it('has an entry for an empty folder, sealed like the rest', async () => {
    const { path, entries } = await sealPaths(scratch(), [assortedFiles()])
    const sealed = entries.find(entry => entry.directory)
    expect(sealed).toEqual({ name: 'd/none/', bytes: 0, sha256: sha256(new Uint8Array(0)), directory: true })
    const found = recordsOf(path).entries.find(({ central }) => text(central.name) === 'd/none/')
    expect(found?.central).toMatchObject({ size: 0, compressedSize: 28, method: 99 })
    expect(((found?.central.externalAttributes ?? 0) >>> 28).toString(8)).toBe('4')
    expect((found?.central.externalAttributes ?? 0) & 0xff).toBe(0x10)
  })

  it('is fingerprinted while it is written, as are the sources while they are read', async () => {
    const sealed = await sealPaths(scratch(), [assortedFiles()])
    expect(sealed.sha256).toBe(sha256(readFileSync(sealed.path)))
    expect(sealed.bytes).toBe(statSync(sealed.path).size)
    for (const source of assorted()) {
      if (source.kind !== 'bytes') continue
      const entry = sealed.entries.find(({ name }) => name === `d/${source.name}`)
      expect(entry).toEqual({
        name: `d/${source.name}`,
        bytes: source.bytes.length,
        sha256: sha256(source.bytes),
        directory: false,
      })
    }
  })

  it('is for the owner alone', async () => {
    const { path } = await sealPaths(scratch(), [assortedFiles()])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('ends with the entry that is made when all the others are known', async () => {
    let known: readonly { name: string }[] = []
    const last = (entries: readonly { name: string }[]) => {
      known = [...entries]
      return { name: 'LIST', bytes: Buffer.from('list') }
    }
    const { path, entries } = await sealPaths(scratch(), [assortedFiles()], { last })
    expect(known).toHaveLength(6)
    expect(entries.slice(0, -1)).toEqual(known)
    expect(entries.at(-1)).toMatchObject({ name: 'LIST', bytes: 4, sha256: sha256(Buffer.from('list')) })
    const final = recordsOf(path).entries.at(-1)?.central
    expect(text(final?.name ?? new Uint8Array(0))).toBe('LIST')
    expect(fromDosTime(final?.dosTime ?? 0)).toBe(SEALED_AT)
  })
})

describe('what is stored and what is deflated', () => {
  async function methods(level: 0 | 5) {
    const { path } = await sealPaths(scratch(), [assortedFiles()], { level })
    return Object.fromEntries(
      recordsOf(path).entries.map(({ central }) => {
        const aes = parseAesExtra(extraOf(central, EXTRA_AES) ?? new Uint8Array(0))
        return [text(central.name), aes?.method]
      }),
    )
  }

  it('random bytes are stored, tables deflated, small or large', async () => {
    expect(await methods(5)).toEqual({
      'd/empty': 0,
      'd/large random': 0,
      'd/large table': 8,
      'd/none/': 0,
      'd/small random': 0,
      'd/small table': 8,
      'WAYBILL.txt': 0,
    })
  })

  it('at level 0 all is stored', async () => {
    expect(new Set(Object.values(await methods(0)))).toEqual(new Set([0]))
  })

  it('bytes that were given are not overwritten by their ciphertext', async () => {
    const sources = assorted()
    await seal(requestFor(scratch(), { sources }))
    const bytesOf = (list: ReturnType<typeof assorted>) =>
      Buffer.concat(list.map(source => ('bytes' in source ? source.bytes : Buffer.of())))
    expect(bytesOf(sources).equals(bytesOf(assorted()))).toBe(true)
  })
})

describe('salts', () => {
  it('are fresh for every entry', async () => {
    const sources = Array.from({ length: 50 }, (_, i) => bytesSource(`same-${i}`, table(100)))
    const request = requestFor(scratch(), { sources })
    await seal(request)
    const salts = recordsOf(request.path).entries.map(({ data }) => Buffer.from(data.subarray(0, 16)).toString('hex'))
    expect(new Set(salts).size).toBe(51)
  })

  it('are all that tells two archives of the same sources apart', async () => {
    const folder = assortedFiles()
    const [a, same, b] = [scratch(), scratch(), scratch()]
    const first = await sealPaths(a, [folder])
    expect((await sealPaths(same, [folder])).sha256).toBe(first.sha256)

    const second = await sealPaths(b, [folder], { random: seededRandom('other salts') })
    expect(second.sha256).not.toBe(first.sha256)
    expect(second.entries).toEqual(first.entries)
    const one = recordsOf(first.path)
    const other = recordsOf(second.path)
    expect(other.end).toEqual(one.end)
    for (const [i, { central, local, data }] of one.entries.entries()) {
      expect(other.entries[i]?.central).toEqual(central)
      expect(other.entries[i]?.local).toEqual(local)
      const twin = other.entries[i]?.data ?? new Uint8Array(0)
      expect(twin).toHaveLength(data.length)
      if (data.length > 200)
        expect(twin.filter((byte, at) => byte === data[at]).length / data.length).toBeLessThan(0.05)
    }
  })
})

describe('progress', () => {
  it('goes up to the end, by pieces of at most 1 MiB, and names the entry', async () => {
    const seen: Progress[] = []
    await sealPaths(scratch(), [assortedFiles()], { onProgress: progress => void seen.push(progress) })
    for (const [i, { done, total }] of seen.entries()) {
      const before = seen[i - 1]?.done ?? 0
      expect(done - before).toBeGreaterThanOrEqual(0)
      expect(done - before).toBeLessThanOrEqual(MiB)
      expect(done).toBeLessThanOrEqual(total)
    }
    expect(seen.at(-1)).toMatchObject({ name: 'WAYBILL.txt', done: seen.at(-1)?.total })
    expect(new Set(seen.map(({ name }) => name))).toContain('d/large table')
  })
})

describe('a request that cannot be met', () => {
  it('is refused before anything is made: names, password, comment, signal', async () => {
    const directory = scratch()
    const twice = [bytesSource('a', table(1)), bytesSource('A', table(1))]
    const last = () => {
      throw new Error('too late')
    }
    await expect(seal(requestFor(directory, { sources: twice, last }))).rejects.toMatchObject({ code: 'WB-NAME-CLASH' })
    const destroyed = requestFor(directory)
    destroyed.password.secret.destroy()
    await expect(seal(destroyed)).rejects.toThrow(TypeError)
    await expect(seal(requestFor(directory, { comment: 'é'.repeat(32_768), last }))).rejects.toThrow(RangeError)
    const aborted = requestFor(directory, { signal: AbortSignal.abort() })
    await expect(seal(aborted)).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
    expect(readdirSync(directory)).toEqual([])
  })

  it('leaves alone what has the name already', async () => {
    const request = requestFor(scratch())
    writeFileSync(request.path, 'mine')
    await expect(seal(request)).rejects.toMatchObject({ code: 'WB-EXISTS' })
    expect(readFileSync(request.path, 'utf8')).toBe('mine')
  })

  it('says where there is no folder to write into', async () => {
    const request = requestFor(join(scratch(), 'no'))
    await expect(seal(request)).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
    expect(existsSync(request.path)).toBe(false)
  })
})
