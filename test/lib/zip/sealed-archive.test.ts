import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EntryCipher } from '../../../lib/zip/aes.ts'
import { Keystream } from '../../../lib/zip/aes.ts'
import {
  FLAG_DESCRIPTOR,
  parseCentralHeader,
  parseDataDescriptor,
  parseLocalHeader,
  SENTINEL_32,
} from '../../../lib/zip/records.ts'
import { EXTRA_ZIP64, parseExtra, parseZip64Extra } from '../../../lib/zip/records-extra.ts'
import { type EntryStart, SealedArchive } from '../../../lib/zip/sealed-archive.ts'
import { SealedFile } from '../../../lib/zip/sealed-file.ts'
import { scratch } from '../../support/world.ts'

/** A cipher without a key derivation, which these tests have no use for. */
const cipher: EntryCipher = {
  verifier: new Uint8Array(2),
  keystream: new Keystream(new Uint8Array(32)),
  authenticate: () => {},
  mac: () => new Uint8Array(10),
}

function start(more: Partial<EntryStart> = {}): EntryStart {
  return {
    name: 'a',
    modified: 0,
    mode: 0o644,
    size: 0,
    method: 0,
    length: 0,
    salt: new Uint8Array(16),
    cipher,
    ...more,
  }
}

/** Local header, descriptor and central header of an archive of one entry with ten bytes of data. */
async function one(entry: EntryStart) {
  const path = join(scratch(), 'a.zip')
  const file = await SealedFile.create(path)
  const archive = new SealedArchive(file)
  await archive.begin(entry)
  await archive.append(new Uint8Array(10))
  await archive.end()
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
    const { local, central, after } = await one(start({ size: 2 ** 31, length: null, method: 8 }))
    expect(zip64Of(local)).toBeUndefined()
    expect(zip64Of(central)).toBeUndefined()
    expect(parseDataDescriptor(after, false)).toEqual({ crc32: 0, compressedSize: 38, size: 2 ** 31 })
    expect(after).toHaveLength(16)
  })

  it('does not has one in both headers and a descriptor of 24 bytes', async () => {
    const size = 2 ** 32
    const { local, central, after } = await one(start({ size, length: null, method: 8 }))
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
    const { local, central, after } = await one(start({ size: 2 ** 32 - 1000, length: null, method: 8 }))
    expect(zip64Of(local)).toEqual({ size: 0, compressedSize: 0 })
    expect(zip64Of(central)).toEqual({ size: 2 ** 32 - 1000, compressedSize: 38 })
    expect(after).toHaveLength(24)
  })

  it.each([
    [2 ** 32 - 2 - 28, false],
    [2 ** 32 - 1 - 28, true],
  ])('is known to be %d when encrypted: ZIP64 %s', async (length, zip64) => {
    const file = await SealedFile.create(join(scratch(), 'a.zip'))
    await new SealedArchive(file).begin(start({ size: length, length }))
    const { bytes } = await file.finish()
    // header, name, timestamp (9), AES (11), ZIP64 (20), salt and verifier
    expect(bytes).toBe(30 + 1 + 9 + 11 + (zip64 ? 20 : 0) + 18)
  })
})

describe('misuse is noticed', () => {
  it('an entry in an entry, data without one, a length that was not kept', async () => {
    const file = await SealedFile.create(join(scratch(), 'a.zip'))
    const archive = new SealedArchive(file)
    await expect(archive.append(new Uint8Array(1))).rejects.toThrow(RangeError)
    await archive.begin(start({ length: 5 }))
    await expect(archive.begin(start())).rejects.toThrow(RangeError)
    await archive.append(new Uint8Array(4))
    await expect(archive.end()).rejects.toThrow(RangeError)
    await file.abandon()
  })
})
