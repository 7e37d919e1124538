import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { listSources } from '../../../lib/zip/sources.ts'
import { type SealRequest, seal } from '../../../lib/zip/write.ts'
import { describeTree, makeCorpus } from '../../interop/corpus.ts'
import { readAll } from '../../interop/zipjs.ts'
import { noise, table } from '../../support/noise.ts'
import { PASSWORD, requestFor, sealPaths } from '../../support/sealing.ts'
import { sevenZip } from '../../support/sevenzip.ts'
import { scratch } from '../../support/world.ts'

/** Every thread that the writer started, so that a test can ask whether it lives, or end it. */
const started = vi.hoisted((): Worker[] => [])

vi.mock('node:worker_threads', async importOriginal => {
  const original = await importOriginal<typeof import('node:worker_threads')>()
  class Noted extends original.Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given)
      started.push(this)
    }
  }
  return { ...original, Worker: Noted }
})

/** A thread that has ended has the id -1 (documentation of `worker.threadId`). */
const alive = () => started.filter(worker => worker.threadId !== -1)

afterEach(() => {
  const left = alive().length
  started.length = 0
  expect(left).toBe(0)
})

const KiB = 1024

describe.each([1, 2, 5])('with %d threads and pieces of 64 KiB', workers => {
  const seams = { workers, piece: 64 * KiB }

  it.each([0, 6] as const)('7-Zip and zip.js get back every file of level %d', async level => {
    const corpus = makeCorpus()
    const directory = scratch()
    const { path, entries } = await sealPaths(directory, [corpus], { ...seams, level })
    expect(started).toHaveLength(workers + 1)
    expect(await readAll(path)).toEqual(entries)
    const run = await sevenZip(directory, 'x', `-p${PASSWORD}`, '-oout', 'sealed.zip')
    expect(run.output).toContain('Everything is Ok')
    expect(describeTree(join(directory, 'out/d'))).toEqual(describeTree(corpus))
  })

  it('the archive is the same to the byte, whoever was faster', async () => {
    const corpus = makeCorpus()
    const first = await sealPaths(scratch(), [corpus], seams)
    expect((await sealPaths(scratch(), [corpus], seams)).sha256).toBe(first.sha256)
    expect((await sealPaths(scratch(), [corpus], { ...seams, workers: 3 })).sha256).toBe(first.sha256)
  })
})

describe('whatever the content, the pieces and the threads', () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.nat(30_000).map(table),
    fc.nat(30_000).map(length => noise(length, 'any')),
    fc.nat(20_000).map(length => Buffer.concat([table(length), noise(length, 'half'), table(length)])),
  )

  it('the same comes back through zip.js and 7-Zip', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.constant(64 * KiB)),
        fc.constantFrom(0, 1, 5, 9),
        async (contents, workers, piece, level) => {
          const directory = scratch()
          const folder = join(directory, 'd')
          mkdirSync(folder)
          for (const [i, bytes] of contents.entries()) writeFileSync(join(folder, `f${i}`), bytes)
          // a piece of one byte makes one job of each byte: a few hundred are enough
          const pieces = Math.max(piece, Math.ceil(contents.reduce((sum, { length }) => sum + length, 0) / 300))
          const request = { workers, piece: pieces, level: level as 0 | 1 | 5 | 9 }
          const { path, entries } = await sealPaths(directory, [folder], request)
          expect(await readAll(path)).toEqual(entries)
          const run = await sevenZip(directory, 'x', `-p${PASSWORD}`, '-oout', 'sealed.zip')
          expect(run.output).toContain('Everything is Ok')
          expect(describeTree(join(directory, 'out/d'))).toEqual(describeTree(folder))
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('nothing is left behind, no file and no thread, when', () => {
  /** A folder with one deflated and one stored file of 4 MiB and two hundred small ones. */
  async function prepared() {
    const directory = scratch()
    const folder = join(directory, 'd')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a'), table(4096 * KiB))
    writeFileSync(join(folder, 'b'), noise(4096 * KiB, 'b'))
    for (let i = 0; i < 200; i++) writeFileSync(join(folder, `c${i}`), table(2000 + i))
    const { sources } = await listSources([folder], { symlinks: 'refuse' })
    mkdirSync(join(directory, 'out'))
    return { folder, into: join(directory, 'out'), sources }
  }

  async function failing(more: Partial<SealRequest>, world: Awaited<ReturnType<typeof prepared>>) {
    const request = requestFor(world.into, { sources: world.sources, piece: 64 * KiB, workers: 2, ...more })
    const failed = await seal(request).catch((error: unknown) => error)
    expect(readdirSync(world.into)).toEqual([])
    expect(alive()).toHaveLength(0)
    return failed
  }

  it.each([0, 1, 2])('thread %d dies in the middle', async index => {
    const world = await prepared()
    const onProgress = vi.fn(({ done }: { done: number }) => {
      if (done > 1024 * KiB) void started[index]?.terminate()
    })
    const failed = await failing({ onProgress }, world)
    expect(failed).toMatchObject({ code: 'WB-WORKER', cause: expect.any(Error) })
  })

  it('a thread cannot even start', async () => {
    const world = await prepared()
    const bytes = (length: number) => {
      void started[0]?.terminate()
      return new Uint8Array(length)
    }
    const failed = await failing({ random: { bytes } }, world)
    expect(failed).toMatchObject({ code: 'WB-WORKER' })
  })

  it.each([0, 0.05, 0.4, 0.6, 0.97])('the signal comes after %d of the work', async part => {
    const world = await prepared()
    const stop = new AbortController()
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      if (done >= part * total) stop.abort(new Error('enough'))
    }
    const failed = await failing({ onProgress, signal: stop.signal }, world)
    expect(failed).toMatchObject({ code: 'WB-INTERRUPTED', cause: expect.objectContaining({ message: 'enough' }) })
  })

  it('the signal comes before the first progress', async () => {
    const stop = new AbortController()
    setImmediate(() => stop.abort())
    expect(await failing({ signal: stop.signal }, await prepared())).toMatchObject({ code: 'WB-INTERRUPTED' })
  })

  it.each(['a', 'b'])('%s shrinks under the reader', async name => {
    const world = await prepared()
    const onProgress = (progress: { name: string }) => {
      if (progress.name === `d/${name}`) truncateSync(join(world.folder, name), 1000)
    }
    expect(await failing({ onProgress }, world)).toMatchObject({ code: 'WB-CHANGED' })
  })

  it('a small file among others is not what was listed', async () => {
    const world = await prepared()
    writeFileSync(join(world.folder, 'c150'), 'other')
    expect(await failing({}, world)).toMatchObject({ code: 'WB-CHANGED' })
  })
})

describe('the ciphertext', () => {
  it('of the same large file never repeats: not in two archives, not in one, not along the stream', async () => {
    const folder = join(scratch(), 'd')
    mkdirSync(folder)
    for (const name of ['a', 'b']) writeFileSync(join(folder, name), new Uint8Array(512 * KiB))
    const blocks = new Set<string>()
    let count = 0
    for (const seed of [1, 2]) {
      const random = { bytes: (length: number) => noise(length, `${seed}:${count++}`) }
      const { path } = await sealPaths(scratch(), [folder], { level: 0, piece: 64 * KiB, workers: 3, random })
      const bytes = readFileSync(path)
      const from = bytes.indexOf('d/a') + 3 + 11 + 9 + 18
      for (let at = from; at + 16 <= from + 512 * KiB; at += 16) blocks.add(bytes.toString('latin1', at, at + 16))
      const second = bytes.indexOf('d/b') + 3 + 11 + 9 + 18
      for (let at = second; at + 16 <= second + 512 * KiB; at += 16) blocks.add(bytes.toString('latin1', at, at + 16))
    }
    expect(blocks.size).toBe((4 * 512 * KiB) / 16)
  })
})
