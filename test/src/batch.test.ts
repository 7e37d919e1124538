import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type BatchRow, WaybillError } from '../../src/index.ts'
import { missing, rowFor, rowsFor, run, statesOf } from '../support/batches.ts'
import { type Bench, bench, typesOf } from '../support/transfers.ts'

const people = ['Ada', 'Grace', 'Emmy', 'Mary', 'Joan', 'Hedy']

describe('a batch', () => {
  it('sends every row with a password of its own, and answers in the order of the rows', async () => {
    const place = await bench()
    const { rows, run: number, begun } = await run(place, rowsFor(place, ...people))
    expect([number, begun]).toEqual([1, true])
    expect(rows.map(({ to }) => to)).toEqual(people)
    expect(rows.map(({ state, ok, before }) => [state, ok, before])).toEqual(
      people.map(() => ['accepted', true, false]),
    )
    expect(new Set(place.provider.taken.map(({ text }) => /Password: (\S+)\./.exec(text)?.[1])).size).toBe(6)
    expect(place.provider.taken.map(({ reference }) => reference).sort()).toEqual(
      rows.map(({ transfer }) => transfer).sort(),
    )
  })

  it('works on as many rows at once as it is told, no more', async () => {
    const place = await bench()
    const { engine } = place.world
    let [now, most] = [0, 0]
    const seal: typeof engine.seal = async request => {
      most = Math.max(most, ++now)
      return engine.seal(request).finally(() => now--)
    }
    const world = { ...place.world, engine: { ...engine, seal } }
    await run({ world }, rowsFor(place, ...people), { jobs: 2 })
    expect(most).toBe(2)
  })

  it('tells how far it is', async () => {
    const place = await bench()
    const news: string[] = []
    await run(
      place,
      rowsFor(place, 'Ada'),
      {},
      {
        onStage: stage => news.push(stage),
        onBegin: ({ to }) => news.push(to),
        onPhase: (_, phase) => news.at(-1) === phase || news.push(phase),
        onEnd: ({ state }) => news.push(state),
      },
    )
    expect(news).toEqual(
      'checking ready left sending Ada sealing checking conveying accepted asking accepted'.split(' '),
    )
  })
})

describe('one bad row', () => {
  it('stops no other: refused before anything is done, by the provider, or unknown', async () => {
    const place = await bench()
    const rows: BatchRow[] = [
      { ...rowFor(place, 'Ada'), request: new WaybillError('WB-USAGE', 'Wrong.', 'Right.') },
      missing(place),
      rowFor(place, 'Emmy', { phone: undefined }),
      ...rowsFor(place, 'Mary', 'Joan', 'Hedy'),
    ]
    const moods = ['refuses', 'silent', 'takes'] as const
    let texts = 0
    place.provider.meanwhile = () => {
      place.provider.mood = moods[texts++] ?? 'takes'
    }
    const done = await run(place, rows, { jobs: 1 })
    expect(statesOf(done)).toEqual(['refused', 'refused', 'refused', 'failed', 'unknown', 'accepted'])
    expect(done.rows.map(({ ok }) => ok)).toEqual([false, false, false, false, false, true])
    expect(done.rows.map(({ code }) => code)).toEqual([
      'WB-USAGE',
      'WB-NOT-FOUND',
      'WB-MISSING-VALUE',
      '30003',
      null,
      null,
    ])
    expect(done.rows[2]?.hint).toContain('column phone')
    expect(done.rows[3]?.message).toBe('The handset is off.')
  })

  it('is told in words of columns', async () => {
    const place = await bench()
    const rows = [
      rowFor(place, 'Ada\u0007'),
      rowFor(place, 'Ada', { reference: 'x'.repeat(201) }),
      rowFor(place, 'Ada', { out: place.out }),
      rowFor(place, 'Ada', { out: 'missing/a.zip' }),
    ]
    const done = await run(place, rows, { dryRun: true })
    expect(done.rows.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
      'The value of the column to has a control character in it. Give one short line of plain text.',
      'The value of the column ref is longer than 200 characters. Give one short line of plain text.',
      `${place.out} is a folder. Name the archive in it, in the column out: FOLDER/NAME.zip.`,
      expect.stringContaining('choose another value of the column out.'),
    ])
  })

  it('that must be a contact is refused where there is none of that name', async () => {
    const place = await bench()
    const done = await run(place, [{ ...rowFor(place, 'Ada'), mustBeContact: true }, rowFor(place, 'Grace')])
    expect(done.rows.map(({ code }) => code)).toEqual(['WB-CONTACT-UNKNOWN', null])
  })

  it('that the policy refuses is on record, except in a dry run', async () => {
    const policy = { release: { mode: 'on-receipt', locked: true, holdFor: 1000, wrongCodes: 5 } } as const
    const place = await bench(policy)
    const rows = rowsFor(place, 'Ada')
    const refusals = () => [...place.world.ledger.events({ type: 'transfer.refused' })].length
    await run(place, rows, { dryRun: true })
    expect(refusals()).toBe(0)
    const done = await run(place, rows)
    expect([done.begun, done.rows[0]?.code, refusals()]).toEqual([false, 'WB-POLICY-HOLD', 1])
  })

  it('stops everything where that is asked for', async () => {
    const place = await bench()
    const done = await run(place, [missing(place), rowFor(place, 'Grace')], { strict: true })
    expect([done.begun, ...statesOf(done)]).toEqual([false, 'refused', 'ready'])
    expect(place.provider.taken).toEqual([])
  })

  it('that fails while it is sealed is cancelled, and the next run tries it anew', async () => {
    const place = await bench()
    const { engine } = place.world
    let calls = 0
    const seal: typeof engine.seal = async request => {
      if (++calls === 2) throw new WaybillError('WB-CHANGED', 'It changed.', 'Try again.')
      return engine.seal(request)
    }
    const rows = rowsFor(place, 'Ada', 'Grace', 'Emmy')
    const done = await run({ world: { ...place.world, engine: { ...engine, seal } } }, rows, { jobs: 1 })
    expect(statesOf(done)).toEqual(['accepted', 'cancelled', 'accepted'])
    expect(done.rows[1]?.code).toBe('WB-CHANGED')
    const again = await run(place, rows)
    expect(again.rows.map(({ state, before }) => [state, before])).toEqual([
      ['accepted', true],
      ['accepted', false],
      ['accepted', true],
    ])
    expect(place.provider.taken.length).toBe(3)
  })
})

describe('a ledger that is busy just after an archive got its name', () => {
  it('cancels nothing: the row is told as cut off, and the next run goes on under the same password', async () => {
    const place = await bench()
    const { disk, ledger } = place.world
    const rows = rowsFor(place, 'Ada')
    const publish: typeof disk.publish = async (...names) => {
      await disk.publish(...names)
      const busy = vi.spyOn(ledger, 'commit').mockImplementationOnce(() => {
        busy.mockRestore()
        throw new WaybillError('WB-LEDGER-BUSY', 'Busy.', 'Try again.')
      })
    }
    const [cut] = (await run({ world: { ...place.world, disk: { ...disk, publish } } }, rows)).rows
    expect([cut?.state, cut?.code]).toEqual(['sealed', 'WB-LEDGER-BUSY'])
    const [row] = (await run(place, rows)).rows
    expect([row?.id, row?.state]).toEqual([cut?.id, 'accepted'])
    expect(readdirSync(place.out).length).toBe(1)
    expect(typesOf(place.transfers.read(row?.id ?? '')).filter(type => type === 'transfer.sealed').length).toBe(1)
  })
})

describe('a dry run', () => {
  it('tells of every row and does nothing', async () => {
    const place = await bench()
    const before = place.world.ledger.checkpoint().size
    const done = await run(place, [rowFor(place, 'Ada'), missing(place)], { dryRun: true })
    expect([done.begun, ...statesOf(done)]).toEqual([false, 'ready', 'refused'])
    expect(place.world.ledger.checkpoint().size).toBe(before)
    expect(place.provider.taken).toEqual([])
  })
})

describe('an interruption', () => {
  it('while rows are checked is an error, and nothing was done', async () => {
    const place = await bench()
    const signal = AbortSignal.abort()
    await expect(run(place, rowsFor(place, 'Ada'), {}, { signal })).rejects.toMatchObject({ code: 'WB-INTERRUPTED' })
    expect(place.provider.taken).toEqual([])
  })

  it('lets the row under way come to a safe end and leaves the others; the next run finishes', async () => {
    const place = await bench()
    const controller = new AbortController()
    const rows = rowsFor(place, ...people)
    const { engine } = place.world
    let calls = 0
    const seal: typeof engine.seal = request => {
      if (++calls === 3) controller.abort()
      return engine.seal(request)
    }
    const world = { ...place.world, engine: { ...engine, seal } }
    const done = await run({ world }, rows, { jobs: 1 }, { signal: controller.signal })
    expect(statesOf(done)).toEqual(['accepted', 'accepted', 'left', 'left', 'left', 'left'])
    expect(statesOf(await run(place, rows))).toEqual(people.map(() => 'accepted'))
    expect(place.provider.taken.length).toBe(6)
  })

  it('that kills the process between a row’s intent and its archive is gone on with, under the same password', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada')
    const id = await killedWhileSealing(place, rows)
    const done = await run(place, rows)
    expect(done.rows.map(({ id, state, before }) => [id, state, before])).toEqual([[id, 'accepted', true]])
    expect(typesOf(place.transfers.read(id)).filter(type => type === 'transfer.intended').length).toBe(1)
  })

  it('is told by the row that cannot be gone on with since its files have changed', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada')
    await killedWhileSealing(place, rows)
    rmSync(join(place.sources, 'people.csv'))
    const [row] = (await run(place, rows)).rows
    expect([row?.state, row?.ok, row?.code]).toEqual(['intended', false, 'WB-CHANGED'])
  })
})

/** A run that nobody hears of any more, and that holds no lock: like a process that is gone. The row’s transfer. */
async function killedWhileSealing({ world }: Bench, rows: readonly BatchRow[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seal = () => {
    resolve()
    return new Promise<never>(() => {})
  }
  const exclusively = <T>(_transfer: string, work: () => Promise<T>) => work()
  const disk = { ...world.disk, exclusively }
  void run({ world: { ...world, engine: { ...world.engine, seal }, disk } }, rows)
  await promise
  return world.ledger.vault.ids()[0] ?? ''
}
