import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../../../lib/secret.ts'
import { isSealed, readArchive } from '../../../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../../../lib/zip/reading/archive-file.ts'
import { opensslKeys, readContent } from '../../../../lib/zip/reading/decrypt.ts'
import { METHOD_DEFLATED, METHOD_STORED } from '../../../../lib/zip/records.ts'
import { scratch, seededRandom } from '../../../support/world.ts'
import { type Forged, type ForgedArchive, forge, PASSWORD } from '../forge.ts'

/** The content of the first entry, or the error; with the pieces that came before it. */
async function contentOf(bytes: Uint8Array): Promise<{ content: Buffer; error: unknown }> {
  const path = join(scratch(), 'a.zip')
  writeFileSync(path, bytes)
  return ArchiveFile.use(path, async file => {
    const entry = (await readArchive(file)).entries[0]
    if (entry === undefined || !isSealed(entry)) throw new Error('no sealed entry')
    const pieces: Uint8Array[] = []
    try {
      for await (const piece of readContent(file, entry, opensslKeys(Secret.fromText(PASSWORD)))) pieces.push(piece)
      return { content: Buffer.concat(pieces), error: null }
    } catch (error) {
      return { content: Buffer.concat(pieces), error }
    }
  })
}

const damaged = expect.objectContaining({ code: 'WB-DAMAGED' })
/** Above and below what is read at once: 512 KiB. */
const large = Buffer.from(seededRandom('large').bytes(1_200_003))
const sizes = [0, 1, 15, 16, 17, 1000, 2 ** 19, 2 ** 19 + 1, large.length]

describe('the content of an entry', () => {
  for (const method of [METHOD_STORED, METHOD_DEFLATED] as const) {
    it.each(sizes)(`comes out whole, method ${method}, %i bytes`, async size => {
      const content = large.subarray(0, size)
      const read = await contentOf(forge([{ name: 'a', content, method }]).bytes)
      expect(read.error).toBeNull()
      expect(read.content.equals(content)).toBe(true)
    })
  }

  it('comes out whole where a little grows to much', async () => {
    const content = Buffer.alloc(5_000_000, 'abc')
    const read = await contentOf(forge([{ name: 'a', content, method: METHOD_DEFLATED }]).bytes)
    expect(read.content.equals(content)).toBe(true)
  })

  it.each([1, 2, 3] as const)('comes out in every strength of AES: %i', async strength => {
    const read = await contentOf(forge([{ name: 'a', content: 'secret', seal: { strength } }]).bytes)
    expect(read).toMatchObject({ error: null, content: Buffer.from('secret') })
  })

  it.each([10, 600_000])('is held against its CRC-32 in AE-1, %i bytes', async size => {
    const entry: Forged = { name: 'a', content: large.subarray(0, size), seal: { vendorVersion: 1 } }
    expect((await contentOf(forge([entry]).bytes)).error).toBeNull()
    const wrong = { crc32: 0x12345678 }
    expect((await contentOf(forge([{ ...entry, local: wrong, central: wrong }]).bytes)).error).toEqual(damaged)
  })

  it.each<[string, Forged]>([
    ['stored, small', { name: 'a', content: large.subarray(0, 300) }],
    ['stored, large', { name: 'a', content: large }],
    ['deflated, small', { name: 'a', content: large.subarray(0, 300), method: METHOD_DEFLATED }],
    ['deflated, large', { name: 'a', content: large, method: METHOD_DEFLATED }],
  ])('is refused with a changed bit anywhere: %s', async (_, entry) => {
    const forged = forge([entry])
    for (const at of places(forged)) {
      const bytes = Buffer.from(forged.bytes)
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x40, at)
      const { error, content } = await contentOf(bytes)
      expect(error, `byte ${at}`).toEqual(damaged)
      expect(content.length).toBeLessThan(Buffer.from(entry.content ?? '').length)
    }
  })

  it.each([100, 700_000])('is refused where it lies about its size, %i bytes', async size => {
    const content = large.subarray(0, size)
    for (const declared of [size - 1, size + 1, 0, 2 * size]) {
      const lie = { size: declared }
      const bytes = forge([{ name: 'a', content, method: METHOD_DEFLATED, local: lie, central: lie }]).bytes
      const read = await contentOf(bytes)
      expect(read.error, `${declared}`).toEqual(damaged)
      expect(read.content.length).toBeLessThanOrEqual(declared)
    }
  })

  it.each([100, 700_000])('is refused where its deflate stream is not all there is, %i bytes', async size => {
    const content = large.subarray(0, size)
    const stream = deflateRawSync(content)
    const method = METHOD_DEFLATED
    for (const payload of [
      stream.subarray(0, -1),
      stream.subarray(0, size / 2),
      Buffer.concat([stream, Buffer.alloc(1)]),
      Buffer.concat([stream, Buffer.alloc(3_000_000)]),
      Buffer.concat([stream, stream]),
      Buffer.alloc(stream.length, 0xff),
      new Uint8Array(0),
    ]) {
      const { error } = await contentOf(forge([{ name: 'a', content, method, payload }]).bytes)
      expect(error, `${payload.length} bytes`).toEqual(damaged)
    }
  })
})

/** First, middle and last byte of each encrypted part. */
function places(forged: ForgedArchive): number[] {
  return forged.parts
    .filter(part => ['salt', 'verifier', 'ciphertext', 'code'].includes(part.kind))
    .flatMap(({ at, length }) => [at, at + (length >> 1), at + length - 1])
}
