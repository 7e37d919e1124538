import { appendFileSync, mkdirSync, readdirSync, readlinkSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FileSource, listSources } from '../../../lib/zip/sources.ts'
import { type Progress, type SealRequest, seal } from '../../../lib/zip/write.ts'
import { noise, table } from '../../support/noise.ts'
import { requestFor } from '../../support/sealing.ts'
import { scratch } from '../../support/world.ts'

const deflated = table(2.5 * 2 ** 20)
const stored = noise(2.5 * 2 ** 20, 'stored')

/** A folder with `a` (2.5 MiB, deflated), `b` (2.5 MiB, stored) and twenty small files, listed; and where to seal it. */
async function prepared() {
  const directory = scratch()
  const folder = join(directory, 'd')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a'), deflated)
  writeFileSync(join(folder, 'b'), stored)
  for (let i = 0; i < 20; i++) writeFileSync(join(folder, `c${i}`), table(3000 + i))
  const { sources } = await listSources([folder], { symlinks: 'refuse' })
  const into = join(directory, 'out')
  mkdirSync(into)
  return { folder, into, sources }
}

/** Seals, expects that code, and that nothing is left: no file, no open handle on any of these. */
async function expectFailure(
  code: string,
  change: (world: Awaited<ReturnType<typeof prepared>>) => Partial<SealRequest>,
) {
  const world = await prepared()
  const request = requestFor(world.into, { sources: world.sources, ...change(world) })
  await expect(seal(request)).rejects.toMatchObject({ code })
  expect(readdirSync(world.into)).toEqual([])
  expect(openUnder(join(world.into, '..'))).toEqual([])
}

/** Paths below a directory that this process holds open (Linux; elsewhere nothing can be seen). */
function openUnder(directory: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(directory) ? [path] : []
    } catch {
      return [] // the handle of the listing itself
    }
  })
}

/** Does something once, as soon as an entry has got so far. */
function when(name: string, done: number, act: () => void): (progress: Progress) => void {
  let acted = false
  return progress => {
    if (acted || !progress.name.endsWith(name) || progress.done < done) return
    acted = true
    act()
  }
}

const pathOf = (sources: readonly { name: string }[], name: string) =>
  sources.find((source): source is FileSource => source.name === name && 'path' in source)?.path ?? ''

describe('nothing is left behind when', () => {
  it('a source is gone', () =>
    expectFailure('WB-NOT-FOUND', ({ folder }) => {
      rmSync(join(folder, 'c7'))
      return {}
    }))

  it('a source goes while others are sealed', () =>
    expectFailure('WB-NOT-FOUND', ({ folder }) => ({
      piece: 64 * 1024,
      onProgress: when('d/a', 0, () => rmSync(join(folder, 'c9'))),
    })))

  it('a small source is not what was listed', () =>
    expectFailure('WB-CHANGED', ({ sources }) => {
      appendFileSync(pathOf(sources, 'd/c3'), 'more')
      return {}
    }))

  it.each(['d/a', 'd/b'])('%s grows while it is read', name =>
    expectFailure('WB-CHANGED', ({ sources }) => ({
      onProgress: when(name, 1, () => appendFileSync(pathOf(sources, name), 'more')),
    })))

  it.each(['d/a', 'd/b'])('%s is touched while it is read', name =>
    expectFailure('WB-CHANGED', ({ sources }) => ({
      onProgress: when(name, 1, () => utimesSync(pathOf(sources, name), 1, 1)),
    })))

  it('the signal comes at any time', async () => {
    const world = await prepared()
    const total = world.sources.reduce((sum, source) => sum + ('size' in source ? source.size : 0), 0)
    for (const part of [0, 0.1, 0.3, 0.6, 0.9, 0.999]) {
      const stop = new AbortController()
      const reason = new Error(`at ${part}`)
      let after = 0
      const onProgress = ({ done }: Progress) => {
        if (stop.signal.aborted) after++
        if (done >= part * total) stop.abort(reason)
      }
      const request = requestFor(world.into, { sources: world.sources, signal: stop.signal, onProgress })
      await expect(seal(request)).rejects.toMatchObject({ code: 'WB-INTERRUPTED', cause: reason })
      expect(after).toBe(0)
      expect(readdirSync(world.into)).toEqual([])
      expect(openUnder(world.into)).toEqual([])
    }
  })

  it('the name of the last entry is taken', () =>
    expectFailure('WB-NAME-CLASH', () => ({ last: () => ({ name: 'D/A', bytes: new Uint8Array(1) }) })))

  it('what the caller gave throws', async () => {
    const world = await prepared()
    const failing = () => {
      throw new Error('mine')
    }
    for (const given of [{ last: failing }, { onProgress: failing }]) {
      await expect(seal(requestFor(world.into, { sources: world.sources, ...given }))).rejects.toThrow('mine')
      expect(readdirSync(world.into)).toEqual([])
      expect(openUnder(world.into)).toEqual([])
    }
  })
})
