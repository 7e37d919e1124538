import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seal } from '../../lib/zip/write.ts'
import type { Level } from '../../lib/zip/writing/deflate.ts'
import { noise, table } from '../support/noise.ts'
import { bytesSource, requestFor, sealPaths } from '../support/sealing.ts'
import { scratch } from '../support/world.ts'
import { makeCorpus } from './corpus.ts'
import { readAll } from './zipjs.ts'

describe('zip.js, strict', () => {
  it.each([0, 4] as const)('gets back every entry of an archive of level %d', async level => {
    const { path, entries } = await sealPaths(scratch(), [makeCorpus()], { level })
    expect(await readAll(path)).toEqual(entries)
  })

  it('refuses another password', async () => {
    const { path } = await sealPaths(scratch(), [makeCorpus()])
    await expect(readAll(path, 'k7mq-3xtd-9wbn-h4rz-pc2w')).rejects.toThrow(/password/i)
  })

  it('gets back whatever is sealed', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.nat(40_000).map(table),
      fc.nat(40_000).map(length => noise(length, 'any')),
      fc.nat(40_000).map(length => Buffer.concat([table(length), noise(length, 'half')])),
    )
    const level = fc.integer({ min: 0, max: 9 }).map(number => number as Level)
    await fc.assert(
      fc.asyncProperty(fc.array(content, { maxLength: 6 }), level, fc.string(), async (contents, level, comment) => {
        const sources = contents.map((bytes, i) => bytesSource(`f${i}`, Uint8Array.from(bytes)))
        const request = requestFor(scratch(), { sources, level, comment: comment.toWellFormed() })
        const { entries } = await seal(request)
        expect(await readAll(request.path)).toEqual(entries)
      }),
      { numRuns: 20 },
    )
  })
})
