import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Archive, readArchive } from '../../../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../../../lib/zip/reading/archive-file.ts'
import { METHOD_DEFLATED } from '../../../../lib/zip/records.ts'
import { encodeAesExtra, encodeExtra, encodeZip64Extra } from '../../../../lib/zip/records-extra.ts'
import { scratch } from '../../../support/world.ts'
import { type Forged, type ForgeOptions, forge } from '../forge.ts'

async function structureOf(bytes: Uint8Array): Promise<Archive> {
  const path = join(scratch(), 'a.zip')
  writeFileSync(path, bytes)
  return ArchiveFile.use(path, readArchive)
}

const read = (entries: readonly Forged[], options?: ForgeOptions) => structureOf(forge(entries, options).bytes)

const damaged = expect.objectContaining({ code: 'WB-DAMAGED' })
const unsafe = expect.objectContaining({ code: 'WB-UNSAFE-ARCHIVE' })
const unsupported = expect.objectContaining({ code: 'WB-UNSUPPORTED-ARCHIVE' })
const notZip = expect.objectContaining({ code: 'WB-NOT-ZIP' })

const two: readonly Forged[] = [
  { name: 'a.txt', content: 'first' },
  { name: 'd/b.txt', content: 'second, longer', method: METHOD_DEFLATED },
]

describe('a sound archive', () => {
  it('is read with all its entries', async () => {
    const { entries, comment, gaps } = await read([{ name: 'd/' }, ...two, { name: 'c', seal: null }], { comment: 'é' })
    expect(entries.map(({ name, directory, bytes, seal }) => ({ name, directory, bytes, seal }))).toEqual([
      { name: 'd/', directory: true, bytes: 0, seal: { vendorVersion: 2, strength: 3 } },
      { name: 'a.txt', directory: false, bytes: 5, seal: { vendorVersion: 2, strength: 3 } },
      { name: 'd/b.txt', directory: false, bytes: 14, seal: { vendorVersion: 2, strength: 3 } },
      { name: 'c', directory: false, bytes: 0, seal: null },
    ])
    expect(comment).toBe('é')
    expect(gaps).toBe(0)
  })

  it.each(['signed', 'unsigned', 'wide'] as const)('may have its sizes behind the data: %s', async descriptor => {
    const { entries, gaps } = await read(two.map(entry => ({ ...entry, descriptor })))
    expect(entries.map(entry => entry.bytes)).toEqual([5, 14])
    expect(gaps).toBe(0)
  })

  it('may be ZIP64 in its end, its directory and its local headers', async () => {
    const entry = two[0] as Forged
    const size = 5
    const compressedSize = 5 + 28
    const aes = encodeAesExtra({ vendorVersion: 2, strength: 3, method: 0 })
    const large = { size: 0xffffffff, compressedSize: 0xffffffff }
    const local = { ...large, extra: encodeExtra([encodeZip64Extra({ size, compressedSize }), aes]) }
    const central = {
      ...large,
      localHeaderOffset: 0xffffffff,
      extra: encodeExtra([encodeZip64Extra({ size, compressedSize, localHeaderOffset: 0 }), aes]),
    }
    const end = { entries: 0xffff, entriesOnDisk: 0xffff, directorySize: 0xffffffff, directoryOffset: 0xffffffff }
    const { entries } = await read([{ ...entry, local, central }], { zip64: true, end })
    expect(entries).toMatchObject([{ name: 'a.txt', bytes: size, compressedSize, payload: 5 }])
  })

  it('may list its entries in another order than they lie in the file', async () => {
    const { entries, gaps } = await read(two, { order: [1, 0] })
    expect(entries.map(entry => entry.name)).toEqual(['d/b.txt', 'a.txt'])
    expect(gaps).toBe(0)
  })

  it('may have bytes between entries, which are counted', async () => {
    const [a, b] = two as [Forged, Forged]
    expect((await read([a, { ...b, gap: 7 }])).gaps).toBe(7)
  })

  it('may be empty', async () => {
    expect((await read([])).entries).toEqual([])
  })

  it('may have a comment that looks like the end of an archive', async () => {
    const other = forge([{ name: 'other' }]).bytes
    const cut = Buffer.concat([other.subarray(-22), Buffer.from('PK\u0005\u0006PK\u0001\u0002PK\u0003\u0004')])
    const { entries, comment } = await read(two, { comment: cut })
    expect(entries.map(entry => entry.name)).toEqual(['a.txt', 'd/b.txt'])
    expect(comment).toContain('PK')
  })
})

describe('where an archive ends', () => {
  it('refuses what is no ZIP', async () => {
    await expect(structureOf(new Uint8Array(0))).rejects.toThrow(notZip)
    await expect(structureOf(Buffer.from('Dear recipient,'))).rejects.toThrow(notZip)
    await expect(structureOf(Buffer.alloc(100_000, 'no zip '))).rejects.toThrow(notZip)
    await expect(ArchiveFile.use(scratch(), readArchive)).rejects.toThrow(notZip)
    const missing = join(scratch(), 'none.zip')
    await expect(ArchiveFile.use(missing, readArchive)).rejects.toThrow(
      expect.objectContaining({ code: 'WB-NOT-FOUND' }),
    )
  })

  it('refuses an archive that is cut anywhere', async () => {
    const { bytes } = forge(two, { comment: 'the comment' })
    for (let length = 4; length < bytes.length; length++) {
      await expect(structureOf(bytes.subarray(0, length)), `${length} bytes`).rejects.toThrow(damaged)
    }
  })

  it.each([1, 100, 70_000])('refuses %i bytes behind it and before it', async length => {
    const junk = Buffer.alloc(length, 'j')
    await expect(read(two, { before: junk })).rejects.toThrow(unsafe)
    await expect(read(two, { before: junk, zip64: true })).rejects.toThrow(unsafe)
    await expect(read(two, { after: junk })).rejects.toThrow(length > 65_535 ? damaged : unsafe)
  })

  it('refuses bytes before it that its offsets take into account', async () => {
    await expect(read([{ name: 'a', gap: 20 }])).rejects.toThrow(unsafe)
  })

  it('refuses a second archive hidden in the comment, whichever a program would take', async () => {
    // built so that the second directory, too, lies right where its end record says
    const base = forge(two, { comment: Buffer.alloc(65_535) }).bytes.length - 65_535
    const inner = forge([{ name: 'evil.txt', gap: base }])
    const comment = inner.bytes.subarray(base)
    const both = forge(two, { comment }).bytes
    expect(both.subarray(-22)).toEqual(inner.bytes.subarray(-22))
    await expect(structureOf(both)).rejects.toThrow(unsafe)
    await expect(structureOf(both)).rejects.toThrow('two directories')
  })

  it('refuses a ZIP64 locator that points elsewhere', async () => {
    const { bytes } = forge(two, { zip64: true })
    const field = bytes.length - 22 - 20 + 8
    for (const offset of [bytes.readBigUInt64LE(field) + 1n, 0n]) {
      bytes.writeBigUInt64LE(offset, field)
      await expect(structureOf(bytes)).rejects.toMatchObject({ kind: 'not-verified' })
    }
    bytes.writeUInt32LE(2, bytes.length - 22 - 4)
    await expect(structureOf(bytes)).rejects.toThrow(unsupported)
  })

  it.each([{ disk: 1 }, { directoryDisk: 1 }, { entriesOnDisk: 1 }])('refuses one part of several: %j', async end => {
    await expect(read(two, { end })).rejects.toThrow(unsupported)
  })

  it.each([
    { entries: 1, entriesOnDisk: 1 },
    { entries: 3, entriesOnDisk: 3 },
    { directorySize: 10 },
    { directoryOffset: 3 },
  ])('refuses an end record that is wrong: %j', async end => {
    await expect(read(two, { end })).rejects.toThrow(expect.objectContaining({ kind: 'not-verified' }))
  })

  it.each([
    { entries: 1 },
    { entriesOnDisk: 7 },
    { directorySize: 10 },
    { directoryOffset: 3 },
  ])('refuses a ZIP64 end record that the old one contradicts: %j', async end => {
    await expect(read(two, { zip64: true, end })).rejects.toThrow(damaged)
  })

  it('refuses more than 65 535 entries without ZIP64, and takes them with it', async () => {
    const many = Array.from({ length: 65_538 }, (_, i) => ({ name: `${i}`, seal: null }))
    const wrapped = { entries: 2, entriesOnDisk: 2 }
    await expect(read(many, { end: wrapped })).rejects.toThrow(unsupported)
    const full = { entries: 0xffff, entriesOnDisk: 0xffff }
    expect((await read(many, { zip64: true, end: full })).entries).toHaveLength(65_538)
  })
})

describe('an entry', () => {
  it('is refused under a name that stands twice', async () => {
    await expect(read([{ name: 'a' }, { name: 'b' }, { name: 'a' }])).rejects.toThrow(unsafe)
  })

  it.each<[string, Forged]>([
    ['name', { name: 'a', local: { name: Buffer.from('b') } }],
    ['flags', { name: 'a', local: { flags: 1 } }],
    ['method', { name: 'a', local: { method: 0 } }],
    ['checksum', { name: 'a', seal: null, local: { crc32: 7 } }],
    ['size', { name: 'a', content: 'x', local: { size: 2 } }],
    ['compressed size', { name: 'a', content: 'x', local: { compressedSize: 3 } }],
    [
      'encryption',
      { name: 'a', local: { extra: encodeExtra([encodeAesExtra({ vendorVersion: 1, strength: 3, method: 0 })]) } },
    ],
    ['lack of encryption', { name: 'a', local: { extra: new Uint8Array(0) } }],
    ['descriptor', { name: 'a', content: 'x', descriptor: 'signed', central: { size: 2, compressedSize: 30 } }],
  ])('is refused where its local header has another %s', async (_, entry) => {
    await expect(read([entry, { name: 'z' }])).rejects.toThrow(damaged)
  })

  it('is refused where it shares bytes with another', async () => {
    const [a, b] = two as [Forged, Forged]
    await expect(read([a, { ...b, central: { localHeaderOffset: 0 } }])).rejects.toThrow(unsafe)
    await expect(read([a, { ...b, central: { localHeaderOffset: 10 } }])).rejects.toThrow(unsafe)
    const long = { compressedSize: 5 + 28 + 1, size: 6 }
    await expect(read([{ ...a, local: long, central: long }, b])).rejects.toThrow(unsafe)
    await expect(read([b, { ...a, local: long, central: long }])).rejects.toThrow(unsafe)
  })

  it('is refused where it does not begin where the directory says', async () => {
    await expect(read([{ name: 'a' }, { name: 'b', central: { localHeaderOffset: 0x7fffffff } }])).rejects.toThrow(
      unsafe,
    )
    const shifted = [{ name: 'a' }, { name: 'b', gap: 50, central: { localHeaderOffset: 90 } }]
    await expect(read(shifted)).rejects.toThrow(damaged)
  })

  it('is refused where its sizes cannot both be true', async () => {
    const size = { size: 6 }
    await expect(read([{ name: 'a', content: 'first', local: size, central: size }])).rejects.toThrow(damaged)
    const short = { compressedSize: 27 }
    await expect(read([{ name: 'a', local: short, central: short }])).rejects.toThrow(damaged)
    await expect(read([{ name: 'd/', content: 'x' }])).rejects.toThrow(unsafe)
  })

  it.each<[string, Forged]>([
    ['ZipCrypto', { name: 'a', seal: null, central: { flags: 1 }, local: { flags: 1 } }],
    ['strong encryption', { name: 'a', central: { flags: 0x841 }, local: { flags: 0x841 } }],
    ['masked headers', { name: 'a', central: { flags: 0x2801 }, local: { flags: 0x2801 } }],
    ['an unknown strength', { name: 'a', central: { extra: aes(2, 4) }, local: { extra: aes(2, 4) } }],
    ['an unknown vendor version', { name: 'a', central: { extra: aes(3, 3) }, local: { extra: aes(3, 3) } }],
    ['a method of another kind', { name: 'a', central: { extra: aes(2, 3, 14) }, local: { extra: aes(2, 3, 14) } }],
    ['another disk', { name: 'a', central: { disk: 1 } }],
  ])('is refused with %s', async (_, entry) => {
    await expect(read([entry])).rejects.toThrow(unsupported)
  })

  it.each<[string, Forged]>([
    ['method 99 without the flag', { name: 'a', central: { flags: 0x800 }, local: { flags: 0x800 } }],
    ['method 99 without the field', { name: 'a', central: { extra: new Uint8Array(0) } }],
    ['the field without method 99', { name: 'a', seal: null, central: { extra: aes(2, 3) } }],
    ['the field twice', { name: 'a', central: { extra: Buffer.concat([aes(2, 3), aes(2, 3)]) } }],
    ['a field of another vendor', { name: 'a', central: { extra: Buffer.from(aes(2, 3)).fill(0x58, 6, 8) } }],
    ['an extra field that is cut', { name: 'a', central: { extra: Uint8Array.of(1, 0, 9) } }],
    ['a ZIP64 field that is cut', { name: 'a', central: { size: 0xffffffff, extra: Buffer.from([1, 0, 1, 0, 5]) } }],
  ])('is refused with %s', async (_, entry) => {
    await expect(read([entry])).rejects.toThrow(damaged)
  })

  it.each([
    ['a link', 0o120777],
    ['a device', 0o020600],
    ['a pipe', 0o010600],
    ['a socket', 0o140600],
    ['a folder without its slash', 0o040755],
  ])('is refused as %s', async (_, mode) => {
    await expect(read([{ name: 'a', mode }])).rejects.toThrow(unsafe)
  })

  it('is called by its kind', async () => {
    await expect(read([{ name: 'a', mode: 0o120777 }])).rejects.toThrow('a link, "a"')
    await expect(read([{ name: 'a', mode: 0o020600 }])).rejects.toThrow('a device, "a"')
  })

  it('is refused as a folder of MS-DOS without its slash', async () => {
    await expect(read([{ name: 'a', central: { externalAttributes: 0x10 } }])).rejects.toThrow(unsafe)
    expect((await read([{ name: 'a/', central: { externalAttributes: 0x10 } }])).entries[0]?.directory).toBe(true)
  })

  it('says in a message its name without control characters', async () => {
    const error = await read([{ name: 'a\u001b[2J', mode: 0o120777 }]).catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ message: expect.stringContaining('\\u001b') })
  })
})

it('never fails but with an error of its own, whatever the bytes', async () => {
  const sound = forge(two, { comment: 'c', zip64: true }).bytes
  const change = fc.record({ at: fc.nat(sound.length - 1), with: fc.uint8Array({ minLength: 1, maxLength: 8 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async changes => {
      const bytes = Buffer.from(sound)
      for (const { at, with: other } of changes) bytes.set(other.subarray(0, bytes.length - at), at)
      const outcome = await structureOf(bytes).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome.name).toBe('WaybillError')
    }),
    { numRuns: 300 },
  )
})

function aes(vendorVersion: number, strength: number, method = 0): Uint8Array {
  return encodeExtra([encodeAesExtra({ vendorVersion, strength, method })])
}
