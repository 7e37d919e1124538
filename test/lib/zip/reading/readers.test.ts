import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker, WorkerOptions } from 'node:worker_threads'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Secret } from '../../../../lib/secret.ts'
import { authenticateAll } from '../../../../lib/zip/authenticate.ts'
import { type CheckBudget, type CheckOptions, check } from '../../../../lib/zip/check.ts'
import { encodeManifest } from '../../../../lib/zip/manifest.ts'
import { type OpenOptions, openArchive } from '../../../../lib/zip/open.ts'
import type { Progress } from '../../../../lib/zip/progress.ts'
import { readArchive } from '../../../../lib/zip/reading/archive.ts'
import { ArchiveFile } from '../../../../lib/zip/reading/archive-file.ts'
import type { ExpectedEntry } from '../../../../lib/zip/reading/check-structure.ts'
import { PASSWORD, sealingPassword, sealPaths } from '../../../support/sealing.ts'
import { scratch, seededRandom } from '../../../support/world.ts'
import { forge, page } from '../forge.ts'
import { treeOf } from '../opening.ts'

/** The threads that were started, with what each was given; how many the machine has. */
const started = vi.hoisted((): { thread: Worker; options: WorkerOptions }[] => [])
const machine = vi.hoisted(() => ({ threads: Number.POSITIVE_INFINITY }))

vi.mock('node:worker_threads', async original => {
  const real = await original<typeof import('node:worker_threads')>()
  class Captured extends real.Worker {
    constructor(script: URL, options: WorkerOptions) {
      if (started.length === machine.threads) throw new Error('no more threads')
      super(script, options)
      started.push({ thread: this, options })
    }
  }
  return { ...real, Worker: Captured }
})

const secret = Secret.fromText(PASSWORD)
const random = seededRandom('readers')
const noise = Buffer.from(seededRandom('noise').bytes(2_500_000))
const text = Buffer.from(Array.from({ length: 90_000 }, (_, i) => `${i};${noise[i]};name ${noise[2 * i]}\n`).join(''))

/** 150 small files in two folders, one large that is deflated, one that is stored. */
const sources: Record<string, Buffer> = {
  ...Object.fromEntries(
    Array.from({ length: 150 }, (_, i) => [`d/${i % 2}/${i}.txt`, noise.subarray(i, 5 * i * (i % 7))]),
  ),
  'd/large.csv': text,
  'd/noise.bin': noise,
}

interface Sealed {
  readonly bytes: Buffer
  readonly entries: readonly ExpectedEntry[]
}

async function sealedTree(files: Readonly<Record<string, Buffer>>): Promise<Sealed> {
  const directory = mkdtempSync(join(tmpdir(), 'waybill-test-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), content)
  }
  const last = (entries: readonly ExpectedEntry[]) => {
    const listed = entries.map(({ name, bytes, sha256 }) => ({ name, as: name, bytes, sha256 }))
    const block = encodeManifest({ v: 1, transfer: 'T', nonce: 'n', checkpoint: 'c', entries: listed })
    return { name: 'WAYBILL.txt', bytes: Buffer.from(`Hello.\n\n${block}`) }
  }
  const { path, entries } = await sealPaths(directory, [join(directory, 'd')], { last })
  const bytes = readFileSync(path)
  rmSync(directory, { recursive: true })
  return { bytes, entries }
}

let sealed: Sealed
beforeAll(async () => {
  sealed = await sealedTree(sources)
})
beforeEach(() => {
  started.length = 0
  machine.threads = Number.POSITIVE_INFINITY
})

function written(bytes: Uint8Array): string {
  const path = join(scratch(), 'a.zip')
  writeFileSync(path, bytes)
  return path
}

function checked(
  bytes: Uint8Array,
  budget: CheckBudget,
  options: Partial<CheckOptions> = {},
  expected = sealed.entries,
) {
  return check(written(bytes), expected, sealingPassword(), { budget, random, ...options })
}

function opening(bytes: Uint8Array, options: Partial<OpenOptions>) {
  const path = written(bytes)
  const directory = join(path, '..')
  const into = join(directory, 'out')
  return { directory, into, result: openArchive(path, secret, into, { random, ...options }) }
}

/** Changes a bit in the middle of each of these entries' ciphertexts. */
async function tampered(bytes: Buffer, ...names: readonly string[]): Promise<Buffer> {
  const changed = Buffer.from(bytes)
  const { entries } = await ArchiveFile.use(written(bytes), readArchive)
  for (const entry of entries.filter(({ name }) => names.includes(name))) {
    const at = entry.start + 18 + (entry.payload >> 1)
    changed.writeUInt8(changed.readUInt8(at) ^ 4, at)
  }
  return changed
}

/** Nothing runs any more, and the password's copy is gone. */
function expectNoneLeft(): void {
  expect(started.map(({ thread }) => thread.threadId)).toEqual(started.map(() => -1))
  for (const { options } of started) {
    const { password } = options.workerData
    expect(password).toEqual(new Uint8Array(PASSWORD.length))
  }
}

const budgets: [string, CheckBudget][] = [
  ['by zip.js', 'full'],
  ['by both', { total: 400_000, entry: 50_000 }],
  ['by our reader', { total: 0, entry: 0 }],
]

describe.each([1, 2, 5])('%i threads', workers => {
  it.each(budgets)('check an archive, read %s', async (_, budget) => {
    const seen: Progress[] = []
    const report = await checked(sealed.bytes, budget, { workers, onProgress: step => void seen.push(step) })
    expect(report).toMatchObject({ passed: true, findings: [] })
    const { zipJs, own } = report.readers
    expect(zipJs.entries + own.entries).toBe(sealed.entries.length)
    expect(zipJs.bytes + own.bytes).toBe(seen.at(-1)?.total)
    expect(seen.at(-1)?.done).toBe(seen.at(-1)?.total)
    // a word a MiB, not one for each of 150 entries
    expect(seen.length).toBeLessThan(40)
    expect(started).toHaveLength(workers)
    expectNoneLeft()
  })

  it.each(budgets)('find what was tampered with, each once and in order, read %s', async (_, budget) => {
    const names = ['d/0/16.txt', 'd/1/9.txt', 'd/large.csv', 'd/noise.bin', 'd/1/149.txt']
    const bytes = await tampered(sealed.bytes, ...names)
    const other = sealed.entries.map(entry => (entry.name === 'd/0/18.txt' ? { ...entry, sha256: 'x' } : entry))
    const { passed, findings, readers } = await checked(bytes, budget, { workers }, other)
    expect(passed).toBe(false)
    const alone = await checked(bytes, budget, { workers: 1 }, other)
    expect({ findings, readers }).toEqual({ findings: alone.findings, readers: alone.readers })
    expect(findings.map(({ at }) => at).sort()).toEqual([...names, 'd/0/18.txt'].sort())
  })

  it('authenticate all, and find what was tampered with', async () => {
    const whole = await authenticateAll(written(sealed.bytes), secret, { workers })
    const bytes = sealed.entries.reduce((sum, entry) => sum + entry.bytes, 0)
    expect(whole).toEqual({ passed: true, findings: [], entries: sealed.entries.length, bytes })
    const changed = await tampered(sealed.bytes, 'd/large.csv', 'd/0/16.txt')
    const { passed, findings } = await authenticateAll(written(changed), secret, { workers })
    expect(passed).toBe(false)
    expect(findings.map(({ code, at }) => `${code} ${at}`)).toEqual([
      'check.content d/0/16.txt',
      'check.content d/large.csv',
    ])
  })

  it('open an archive', async () => {
    const { into, directory, result } = opening(sealed.bytes, { workers })
    const { entries, findings } = await result
    expect(findings).toEqual([])
    expect(entries.map(({ name }) => name)).toEqual(sealed.entries.map(({ name }) => name))
    const tree = treeOf(into)
    for (const [name, content] of Object.entries(sources)) {
      expect(tree[name] === content.toString('latin1'), name).toBe(true)
    }
    expect(readdirSync(directory).sort()).toEqual(['a.zip', 'out'])
    expect(started).toHaveLength(workers)
    expectNoneLeft()
  })

  it.each(['d/large.csv', 'd/0/148.txt'])('restore nothing where %s is damaged', async name => {
    const { directory, result } = opening(await tampered(sealed.bytes, name), { workers })
    await expect(result).rejects.toMatchObject({ code: 'WB-DAMAGED', message: expect.stringContaining(name) })
    expect(readdirSync(directory)).toEqual(['a.zip'])
    expectNoneLeft()
  })

  it('restore nothing where a content is not as listed', async () => {
    const files = Array.from({ length: 40 }, (_, i) => ({ name: `${i}`, content: `content ${i}` }))
    const lie = page(files.map(file => (file.name === '33' ? { ...file, content: 'content XX' } : file)))
    const { directory, result } = opening(forge([...files, lie]).bytes, { workers })
    await expect(result).rejects.toMatchObject({ code: 'WB-NOT-AS-LISTED', message: expect.stringContaining('"33"') })
    expect(readdirSync(directory)).toEqual(['a.zip'])
  })

  it.each([1, 2])('end soon when they are interrupted at word %i', async word => {
    const reason = new Error('Ctrl-C')
    for (const work of ['check', 'open', 'authenticate']) {
      const controller = new AbortController()
      let words = 0
      let aborted = process.cpuUsage()
      const onProgress = () => {
        if (++words !== word) return
        aborted = process.cpuUsage()
        controller.abort(reason)
      }
      const options = { workers, signal: controller.signal, onProgress }
      const open = work === 'open' ? opening(sealed.bytes, options) : null
      const running =
        open?.result ??
        (work === 'check'
          ? checked(sealed.bytes, 'full', options)
          : authenticateAll(written(sealed.bytes), secret, options))
      await expect(running, work).rejects.toMatchObject({ code: 'WB-INTERRUPTED', cause: reason })
      // Of all threads, in milliseconds: a busy machine does not stretch it.
      const { user, system } = process.cpuUsage(aborted)
      expect((user + system) / 1_000, work).toBeLessThan(2000)
      if (open !== null) expect(readdirSync(open.directory)).toEqual(['a.zip'])
      expectNoneLeft()
    }
  })

  it('fail with WB-WORKER when one dies, and leave nothing', async () => {
    for (const work of ['check', 'open'] as const) {
      started.length = 0
      const onProgress = () => void started[0]?.thread.terminate()
      const open = work === 'open' ? opening(sealed.bytes, { workers, onProgress }) : null
      const running = open?.result ?? checked(sealed.bytes, 'full', { workers, onProgress })
      await expect(running, work).rejects.toMatchObject({ code: 'WB-WORKER', cause: expect.any(Error) })
      if (open !== null) expect(readdirSync(open.directory)).toEqual(['a.zip'])
      expectNoneLeft()
    }
  })
})

describe('a small archive', () => {
  const few = forge(Array.from({ length: 31 }, (_, i) => ({ name: `${i}`, content: 'x' }))).bytes

  it('is read without any thread', async () => {
    expect(await authenticateAll(written(few), secret, { workers: 5 })).toMatchObject({ passed: true, entries: 31 })
    await opening(few, { workers: 5 }).result
    expect(started).toEqual([])
  })

  it('gets no more threads than it has entries', async () => {
    const { bytes } = forge([{ name: 'a', content: noise }])
    expect(await authenticateAll(written(bytes), secret, { workers: 5 })).toMatchObject({ passed: true, entries: 1 })
    expect(started).toHaveLength(1)
  })
})

it('leaves neither thread nor password where the machine has no more threads', async () => {
  machine.threads = 1
  await expect(checked(sealed.bytes, 'full', { workers: 2 })).rejects.toThrow('no more threads')
  await vi.waitFor(expectNoneLeft, { timeout: 60_000 })
})

it('stops with the error of whoever is told of the progress', async () => {
  const onProgress = () => {
    throw new RangeError('mine')
  }
  await expect(checked(sealed.bytes, 'full', { workers: 2, onProgress })).rejects.toThrow('mine')
  expectNoneLeft()
})

it.runIf(existsSync('/proc/self/fd'))('leaves no file open', async () => {
  const before = readdirSync('/proc/self/fd').length
  await opening(sealed.bytes, { workers: 2 }).result
  await checked(sealed.bytes, 'full', { workers: 2 })
  await expect(opening(await tampered(sealed.bytes, 'd/large.csv'), { workers: 2 }).result).rejects.toThrow()
  expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before)
})

it('reads back whatever the writer makes, whatever the number of threads', async () => {
  const sizes = fc.array(fc.oneof(fc.nat(3000), fc.integer({ min: 1_000_000, max: 1_100_000 })), {
    minLength: 1,
    maxLength: 40,
  })
  const share = fc.constantFrom<CheckBudget>('full', { total: 100_000, entry: 2000 }, { total: 0, entry: 0 })
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 5 }), share, async (lengths, workers, budget) => {
      const kinds = [noise, text]
      const files = Object.fromEntries(
        lengths.map((length, i) => [`d/${i}`, (kinds[i % 2] ?? noise).subarray(i, i + length)]),
      )
      const { bytes, entries } = await sealedTree(files)
      expect(await checked(bytes, budget, { workers }, entries)).toMatchObject({ passed: true, findings: [] })
      const { into, result } = opening(bytes, { workers })
      await result
      const tree = treeOf(into)
      for (const [name, content] of Object.entries(files)) expect(tree[name] === content.toString('latin1')).toBe(true)
    }),
    { numRuns: 5 },
  )
})
