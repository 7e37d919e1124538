import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  FLAG_DESCRIPTOR,
  parseCentralHeader,
  parseDataDescriptor,
  parseLocalHeader,
  SENTINEL_32,
} from '../../../../lib/zip/records.ts'
import { EXTRA_ZIP64, parseExtra, parseZip64Extra } from '../../../../lib/zip/records-extra.ts'
import { streamBound } from '../../../../lib/zip/writing/deflate.ts'
import { EntryRecords, type EntryShape } from '../../../../lib/zip/writing/entry-records.ts'
import { SealedArchive } from '../../../../lib/zip/writing/sealed-archive.ts'
import { sealedFile } from '../../../support/sealing.ts'
import { scratch } from '../../../support/world.ts'

const salt = new Uint8Array(16)
const keys = new Uint8Array(66)

function shape(more: Partial<EntryShape> = {}): EntryShape {
  const sizes = { size: 0, length: 0 }
  return { name: 'a', modified: 0, mode: 0o644, method: 0, sizes, bound: 0, crc32: null, ...more }
}

/** Local header, descriptor and central header of an archive of one entry with ten bytes of data. */
async function one(size: number) {
  const path = join(scratch(), 'a.zip')
  const file = await sealedFile(path)
  const archive = new SealedArchive(file)
  await archive.begin(shape({ method: 8, sizes: null, bound: streamBound(size) }), salt, keys)
  await archive.append(new Uint8Array(10), false)
  await archive.end(size)
  const directoryOffset = file.length
  await archive.finish('')
  await file.finish()
  const bytes = readFileSync(path)
  const local = parseLocalHeader(bytes)
  const central = parseCentralHeader(bytes, directoryOffset)
  if (local === null || central === null) throw new Error('no headers')
  const dataEnd = 30 + local.name.length + local.extra.length + 16 + 2 + 10 + 10
  return { local, central, after: bytes.subarray(dataEnd, directoryOffset) }
}

function zip64Of(header: { readonly extra: Uint8Array }) {
  const data = parseExtra(header.extra)?.find(field => field.id === EXTRA_ZIP64)?.data
  return data && parseZip64Extra(data, { size: true, compressedSize: true, localHeaderOffset: false })
}

describe('an entry whose size', () => {
  it('fits 32 bits has no ZIP64 field and a descriptor of 16 bytes', async () => {
    const { local, central, after } = await one(2 ** 31)
    expect(zip64Of(local)).toBeUndefined()
    expect(zip64Of(central)).toBeUndefined()
    expect(parseDataDescriptor(after, false)).toEqual({ crc32: 0, compressedSize: 38, size: 2 ** 31 })
    expect(after).toHaveLength(16)
  })

  it('does not has one in both headers and a descriptor of 24 bytes', async () => {
    const size = 2 ** 32
    const { local, central, after } = await one(size)
    const sentinels = { size: SENTINEL_32, compressedSize: SENTINEL_32 }
    expect(local).toMatchObject({
      ...sentinels,
      flags: expect.toSatisfy((flags: number) => (flags & FLAG_DESCRIPTOR) > 0),
    })
    expect(zip64Of(local)).toEqual({ size: 0, compressedSize: 0 })
    expect(central).toMatchObject(sentinels)
    expect(zip64Of(central)).toEqual({ size, compressedSize: 38 })
    expect(parseDataDescriptor(after, true)).toEqual({ crc32: 0, compressedSize: 38, size })
    expect(after).toHaveLength(24)
  })

  it('could outgrow 32 bits by deflating has one, since nobody knows yet', async () => {
    const { local, central, after } = await one(2 ** 32 - 1000)
    expect(zip64Of(local)).toEqual({ size: 0, compressedSize: 0 })
    expect(zip64Of(central)).toEqual({ size: 2 ** 32 - 1000, compressedSize: 38 })
    expect(after).toHaveLength(24)
  })

  it.each([
    [2 ** 32 - 2 - 28, false],
    [2 ** 32 - 1 - 28, true],
  ])('is known to be %d when encrypted: ZIP64 %s', async (length, zip64) => {
    const file = await sealedFile(join(scratch(), 'a.zip'))
    await new SealedArchive(file).begin(shape({ sizes: { size: length, length }, bound: length }), salt, keys)
    const { bytes } = await file.finish()
    // header, name, timestamp (9), AES (11), ZIP64 (20), salt and verifier
    expect(bytes).toBe(30 + 1 + 9 + 11 + (zip64 ? 20 : 0) + 18)
  })
})

describe('whole records', () => {
  it('are found where they lie, behind what stands before them', async () => {
    const path = join(scratch(), 'a.zip')
    const file = await sealedFile(path)
    const archive = new SealedArchive(file)
    const small = ['b', 'cc'].map(name => {
      const one = shape({ name, sizes: { size: 3, length: 3 }, bound: 3 })
      const header = new EntryRecords(one).localHeader()
      return { shape: one, sizes: { size: 3, length: 3 }, record: header.length + 31, header }
    })
    const records = Buffer.concat(small.flatMap(({ header }) => [header, new Uint8Array(31)]))
    await archive.begin(shape({ sizes: { size: 5, length: 5 }, bound: 5 }), salt, keys)
    await archive.append(new Uint8Array(5), true)
    await archive.end(5)
    await archive.add(small, records, () => {})
    let at = file.length
    await archive.finish('')
    await file.finish()
    const bytes = readFileSync(path)
    for (const name of ['a', 'b', 'cc']) {
      const central = parseCentralHeader(bytes, at)
      expect(central).toMatchObject({ name: Buffer.from(name) })
      expect(parseLocalHeader(bytes, central?.localHeaderOffset)).toMatchObject({ name: Buffer.from(name) })
      at += 46 + name.length + (central?.extra.length ?? 0)
    }
  })
})

describe('misuse is noticed', () => {
  it('an entry in an entry, data without one, sizes that were not kept', async () => {
    const file = await sealedFile(join(scratch(), 'a.zip'))
    const archive = new SealedArchive(file)
    await expect(archive.append(new Uint8Array(1), false)).rejects.toThrow(RangeError)
    await archive.begin(shape({ sizes: { size: 5, length: 5 } }), salt, keys)
    await expect(archive.begin(shape(), salt, keys)).rejects.toThrow(RangeError)
    await expect(archive.add([], new Uint8Array(0), () => {})).rejects.toThrow(RangeError)
    await archive.append(new Uint8Array(4), false)
    await expect(archive.end(5)).rejects.toThrow(RangeError)
    await archive.append(new Uint8Array(1), false)
    await expect(archive.end(6)).rejects.toThrow(RangeError)
    await archive.end(5)
    await expect(archive.add([], new Uint8Array(1), () => {})).rejects.toThrow(RangeError)
    await file.abandon()
  })
})
