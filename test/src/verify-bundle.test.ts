import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readPlainZip } from '../../lib/zip/plain-read.ts'
import { looksLikeBundle, verifyBundleAt } from '../../src/verify-bundle.ts'
import { exported, unpacked } from '../support/bundles.ts'
import { scratch } from '../support/world.ts'

const isVerified = ({ findings }: Awaited<ReturnType<typeof verifyBundleAt>>) =>
  !findings.some(({ level }) => level === 'error')

it('takes the ZIP or the folder that it was unpacked into, and is not fooled by either', async () => {
  const { path, files, fingerprint } = await exported({ since: 0 })
  const folder = unpacked(files)
  expect(await verifyBundleAt(folder, { expectKey: fingerprint })).toEqual(
    await verifyBundleAt(path, { expectKey: fingerprint }),
  )
  expect([await looksLikeBundle(path), await looksLikeBundle(folder)]).toEqual([true, true])
  mkdirSync(join(folder, 'policy', 'deeper'))
  expect(isVerified(await verifyBundleAt(folder, { expectKey: fingerprint }))).toBe(false)
})

it('knows an archive and other files from a bundle', async () => {
  const { out } = await exported({ since: 0 })
  const place = scratch()
  for (const [name, content] of [
    ['empty', ''],
    ['short', 'PK\x03\x04'],
    ['text', 'Ada Lovelace, and more than thirty bytes of it'],
  ] as const) {
    writeFileSync(join(place, name), content)
    expect(await looksLikeBundle(join(place, name)), name).toBe(false)
    expect(isVerified(await verifyBundleAt(join(place, name), {})), name).toBe(false)
  }
  await expect(looksLikeBundle(join(out, 'missing'))).rejects.toMatchObject({ code: 'WB-NOT-FOUND' })
})

it('never passes a ZIP with other contents, and never crashes, whatever was done to it', async () => {
  const { path, files, fingerprint } = await exported({ since: 0 })
  const zip = readFileSync(path)
  const place = join(scratch(), 'changed.zip')
  const change = fc.oneof(
    fc.record({ at: fc.nat(zip.length - 1), bit: fc.nat(7) }).map(({ at, bit }) => {
      const changed = Buffer.from(zip)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at)
      return changed
    }),
    fc.nat(zip.length - 1).map(length => zip.subarray(0, length)),
    fc
      .record({ at: fc.nat(zip.length), bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }) })
      .map(({ at, bytes }) => Buffer.concat([zip.subarray(0, at), bytes, zip.subarray(at)])),
    fc
      .record({ at: fc.nat(zip.length - 1), length: fc.integer({ min: 1, max: 4096 }) })
      .map(({ at, length }) => Buffer.concat([zip.subarray(0, at), zip.subarray(at + length)])),
  )
  await fc.assert(
    fc.asyncProperty(change, async changed => {
      writeFileSync(place, changed)
      const verified = isVerified(await verifyBundleAt(place, { expectKey: fingerprint }))
      // Times and attributes of the ZIP are nobody's statement.
      if (verified) expect(await readPlainZip(place)).toEqual(files)
    }),
    { numRuns: 300, seed: 5, examples: [[zip.subarray(0, 22)], [zip.subarray(-22)]] },
  )
})
