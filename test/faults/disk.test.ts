import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type SendRequest, type TransferRecord, Transfers, type World } from '../../src/index.ts'
import { needsNobody, nobody } from '../support/nobody.ts'
import { smallDisk } from '../support/small-disk.ts'
import { codeOf, send as sendCommand } from './cli.ts'
import { realWorld } from './home.ts'
import { all, expectHonest, expectRecovers, filesUnder, temporaries } from './inquest.ts'
import { requestOf } from './scenarios.ts'
import { bareStage, oldTarget, type Stage, stages } from './stage.ts'

const stage = await stages()

/** A send in this process: the record, or the code of the error; and what it left in the ledger. */
async function send(
  place: Stage,
  more: Partial<SendRequest> = {},
  wrap: (world: World) => World = world => world,
): Promise<{ ended: TransferRecord | string; states: string[] }> {
  const { home, world } = await realWorld(place.home, () => 0)
  try {
    const sending = new Transfers(wrap(world)).send(requestOf(place, { hold: false, ...more }))
    const ended = await sending.catch(error => error.code ?? String(error))
    return { ended, states: all(world).map(record => record.state) }
  } finally {
    home.ledger.close()
  }
}

/** Does `meanwhile` at the first progress of sealing. */
function whileSealing(meanwhile: () => void): (world: World) => World {
  return world => {
    let done = false
    const onProgress = () => {
      if (!done) meanwhile()
      done = true
    }
    // Small pieces: what comes some megabytes later has not been read yet.
    const more = { onProgress, workers: 2, piece: 64 * 1024 }
    return { ...world, engine: { ...world.engine, seal: request => world.engine.seal({ ...request, ...more }) } }
  }
}

async function expectNothingLeft(place: Stage): Promise<void> {
  await expectHonest(place, 0, [])
  expect(filesUnder(place.out)).toEqual([])
  const { home } = await realWorld(place.home, () => 0)
  expect(home.ledger.vault.ids()).toEqual([])
  home.ledger.close()
}

describe('a full disk', () => {
  it('under the archive: nothing is left, and the transfer is cancelled', async context => {
    const place = { ...stage(), out: smallDisk(context, 1) }
    writeFileSync(join(place.sources, 'big.bin'), Buffer.alloc(3 << 20, 7))
    expect(await send(place)).toEqual({ ended: 'WB-NO-SPACE', states: ['cancelled'] })
    await expectNothingLeft(place)
  })

  it('under the archive does not touch what --force would have replaced', async context => {
    const place = { ...stage(), out: smallDisk(context, 1) }
    writeFileSync(join(place.out, 'target.zip'), oldTarget)
    writeFileSync(join(place.sources, 'big.bin'), Buffer.alloc(3 << 20, 7))
    expect((await send(place, { out: 'target.zip', force: true })).ended).toBe('WB-NO-SPACE')
    expect(filesUnder(place.out)).toEqual([join(place.out, 'target.zip')])
    expect(readFileSync(join(place.out, 'target.zip'), 'utf8')).toBe(oldTarget)
  })

  it('under the home: no ledger, no action', async context => {
    const place = stage()
    const full = homeOn(smallDisk(context, 1), place)
    const filled = (world: World) => {
      full.fill()
      return world
    }
    expect(await send(full.place, {}, filled)).toEqual({ ended: 'WB-NO-SPACE', states: [] })
    full.fill() // closing the home had made room
    await expect(send(full.place)).rejects.toMatchObject({ code: 'WB-LEDGER-UNWRITABLE' })
    expect(filesUnder(place.out)).toEqual([])
    full.free()
    await expectNothingLeft(full.place)
    expect((await send(full.place)).states).toEqual(['accepted'])
  })

  it('under the home while it seals: what cannot be recorded is resumed when there is space', async context => {
    const { place, fill, free } = homeOn(smallDisk(context, 1), stage())
    expect(await send(place, {}, whileSealing(fill))).toEqual({ ended: 'WB-NO-SPACE', states: ['intended'] })
    expect(temporaries(place.out)).toEqual([])
    free()
    await expectRecovers(place, 0, await expectHonest(place, 0, []))
  })
})

/** The same stage, its home on that disk. */
function homeOn(disk: string, stage: Stage): { place: Stage; fill(): void; free(): void } {
  const place = { ...stage, home: join(disk, 'home') }
  cpSync(stage.home, place.home, { recursive: true })
  const filling = join(disk, 'filling')
  return { place, fill: () => fillUp(filling), free: () => rmSync(filling) }
}

function fillUp(path: string): void {
  for (const size of [1 << 16, 1 << 12, 1]) {
    try {
      for (;;) appendFileSync(path, Buffer.alloc(size))
    } catch {
      // full for pieces of this size
    }
  }
}

describe('an existing target', () => {
  it('is refused before anything is done', async () => {
    const place = stage('force')
    expect(await send(place, { out: 'target.zip' })).toEqual({ ended: 'WB-EXISTS', states: [] })
    expect(readFileSync(join(place.out, 'target.zip'), 'utf8')).toBe(oldTarget)
  })

  it('that comes while it seals is not touched either', async () => {
    const place = stage()
    const target = join(place.out, 'target.zip')
    const come = whileSealing(() => writeFileSync(target, oldTarget))
    expect(await send(place, { out: 'target.zip' }, come)).toEqual({ ended: 'WB-EXISTS', states: ['cancelled'] })
    expect(readFileSync(target, 'utf8')).toBe(oldTarget)
    expect(filesUnder(place.out)).toEqual([target])
  })

  it('is replaced with --force, and only by an archive that passed its check', async () => {
    const place = stage('force')
    const request = { out: 'target.zip', force: true }
    const damaged = (world: World): World => ({
      ...world,
      engine: {
        ...world.engine,
        seal: async sealing => {
          const sealed = await world.engine.seal(sealing)
          truncateSync(sealing.path, sealed.bytes - 1)
          return sealed
        },
      },
    })
    expect(await send(place, request, damaged)).toEqual({ ended: 'WB-CHECK-FAILED', states: ['rejected'] })
    expect(readFileSync(join(place.out, 'target.zip'), 'utf8')).toBe(oldTarget)
    expect(temporaries(place.out)).toEqual([])
    expect((await send(place, request)).states).toEqual(['accepted', 'rejected'])
    expect(readFileSync(join(place.out, 'target.zip'), 'latin1')).toMatch(/^PK/)
  })
})

describe('a source', () => {
  it.each<[string, string, (place: Stage) => void]>([
    ['grows', 'WB-CHANGED', ({ sources }) => appendFileSync(join(sources, 'people.csv'), 'one more')],
    ['shrinks', 'WB-CHANGED', ({ sources }) => truncateSync(join(sources, 'people.csv'), 5)],
    ['vanishes', 'WB-NOT-FOUND', ({ sources }) => rmSync(join(sources, 'people.csv'))],
    ['is exchanged', 'WB-CHANGED', exchange],
  ])('that %s while it is sealed: %s, and nothing is left', async (_what, code, happen) => {
    const place = stage()
    writeFileSync(join(place.sources, 'a'), Buffer.alloc(4 << 20, 'before'))
    const sealing = whileSealing(() => happen(place))
    expect(await send(place, {}, sealing)).toEqual({ ended: code, states: ['cancelled'] })
    await expectNothingLeft(place)
  })

  it('that changed between a crash and its resume stops the resume', async () => {
    const place = stage()
    const crash = whileSealing(() => {
      throw new Error('crash')
    })
    const stuck = (world: World): World => ({
      ...crash(world),
      disk: { ...world.disk, remove: () => Promise.reject(new Error('crash')) },
    })
    expect((await send(place, {}, stuck)).states).toEqual(['intended'])
    appendFileSync(join(place.sources, 'people.csv'), 'one more')
    const { home, world } = await realWorld(place.home, () => 0)
    const [record] = all(world)
    const resuming = new Transfers(world).resume(record?.id ?? '')
    await expect(resuming).rejects.toMatchObject({ code: 'WB-CHANGED' })
    expect((await new Transfers(world).cancel(record?.id ?? '')).state).toBe('cancelled')
    home.ledger.close()
    await expectNothingLeft(place)
  })

  it.each<[string, string, (sources: string) => void]>([
    ['a link in a loop', 'WB-SYMLINK', sources => symlinkSync(sources, join(sources, 'loop'))],
    ['a link to itself', 'WB-SYMLINK', sources => symlinkSync('self', join(sources, 'self'))],
    ['a link that leads outside', 'WB-SYMLINK', sources => symlinkSync('/etc', join(sources, 'etc'))],
    ['a dangling link', 'WB-SYMLINK', sources => symlinkSync('nothing', join(sources, 'dangling'))],
  ])('that holds %s is refused before anything is done, and the refusal is recorded', async (_what, code, make) => {
    const place = stage()
    make(place.sources)
    expect(await send(place)).toEqual({ ended: code, states: [] })
    await expectNothingLeft(place)
    const { home, world } = await realWorld(place.home, () => 0)
    expect([...world.ledger.events()].at(-1)).toMatchObject({ type: 'transfer.refused', d: { rule: code } })
    home.ledger.close()
  })
})

describe('a source that may not be read', () => {
  it('is told of before anything is done', async context => {
    needsNobody(context)
    const place = { ...bareStage(), uid: nobody }
    const secret = join(place.sources, 'people.csv')
    chmodSync(secret, 0o600) // root's
    for (const path of [join(place.out, '..'), place.out]) chownSync(path, place.uid, place.uid)
    const ended = await sendCommand(place, '--no-hold').ended
    expect([ended.status, codeOf(ended)], ended.stderr).toEqual([1, 'WB-UNREADABLE'])
    expect(filesUnder(place.out)).toEqual([])
  })
})

function exchange({ sources }: Stage): void {
  const path = join(sources, 'people.csv')
  const bytes = readFileSync(path)
  rmSync(path)
  writeFileSync(path, bytes.reverse())
}
