import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type BatchResult, type BatchRow, WaybillError } from '../../src/index.ts'
import { rowFor, rowsFor, run } from '../support/batches.ts'
import { type Bench, bench, typesOf } from '../support/transfers.ts'

const people = ['Ada', 'Grace', 'Emmy', 'Mary', 'Joan', 'Hedy']
const statesOf = ({ rows }: BatchResult) => rows.map(({ state }) => state)

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

describe('the same manifest once more', () => {
  it('sends nothing twice and asks about what is under way', async () => {
    const place = await bench()
    const rows = rowsFor(place, ...people)
    const first = await run(place, rows)
    place.provider.status = { state: 'delivered' }
    const second = await run(place, rows)
    expect(place.provider.taken.length).toBe(6)
    expect(second.run).toBe(1)
    expect(second.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id))
    expect(second.rows.map(({ state, before }) => [state, before])).toEqual(people.map(() => ['delivered', true]))
  })

  it('asks the provider where nobody knows, and adopts what it finds', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada')
    place.provider.mood = 'silent'
    expect(statesOf(await run(place, rows))).toEqual(['unknown'])
    expect(statesOf(await run(place, rows))).toEqual(['accepted'])
    expect(place.provider.taken.length).toBe(1)
  })

  it('leaves alone what the operator cancelled after there was an archive', async () => {
    const place = await bench()
    const rows = [rowFor(place, 'Ada', { hold: true })]
    const [held] = (await run(place, rows)).rows
    await place.transfers.cancel(held?.id ?? '')
    const done = await run(place, rows)
    expect(done.rows.map(({ state, ok, id }) => [state, ok, id])).toEqual([['cancelled', false, held?.id]])
  })

  it('tells that the provider could not be asked, and the row is no failure', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada')
    await run(place, rows)
    const courier = {
      ...place.provider.courier,
      status: async () => {
        throw new WaybillError('WB-NO-CONNECTION', 'No connection.', 'Try again.')
      },
    }
    const [row] = (await run({ world: { ...place.world, courier } }, rows)).rows
    expect([row?.state, row?.ok, row?.findings.map(({ code }) => code)]).toEqual([
      'accepted',
      true,
      ['batch.not-asked'],
    ])
  })

  it('is known by its file where a row was changed: only that row is sent', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada', 'Grace', 'Emmy')
    await run(place, rows, { scopes: ['file', 'old content'] })
    const changed = [...rows.slice(0, 2).reverse(), rowFor(place, 'Noether')]
    const done = await run(place, changed, { scopes: ['file', 'new content'] })
    expect(done.rows.map(({ before }) => before)).toEqual([true, true, false])
    expect(place.provider.taken.length).toBe(4)
  })

  it('is known by its content where the file was moved, and then by its new place', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada')
    await run(place, rows, { scopes: ['old place', 'content'] })
    expect((await run(place, rows, { scopes: ['new place', 'content'] })).rows[0]?.before).toBe(true)
    const corrected = [...rows, rowFor(place, 'Grace')]
    const done = await run(place, corrected, { scopes: ['new place', 'new content'] })
    expect(done.rows.map(({ before }) => before)).toEqual([true, false])
    expect(place.provider.taken.length).toBe(2)
  })

  it('is known by its content where it was corrected first and moved then', async () => {
    const place = await bench()
    const good = rowsFor(place, 'Ada', 'Grace')
    await run(place, [...good, missing(place)], { scopes: ['old place', 'content'] })
    const corrected = [...good, rowFor(place, 'Emmy')]
    await run(place, corrected, { scopes: ['old place', 'corrected'] })
    const done = await run(place, corrected, { scopes: ['new place', 'corrected'] })
    expect(done.rows.map(({ before }) => before)).toEqual([true, true, true])
    expect(place.provider.taken.length).toBe(3)
  })

  it('is known by its content where it was copied over one that had more runs', async () => {
    const place = await bench()
    const standing = ['standing', 'old content']
    await run(place, rowsFor(place, 'Ada'), { scopes: standing })
    await run(place, rowsFor(place, 'Ada'), { scopes: standing, again: true })
    const rows = rowsFor(place, 'Grace', 'Emmy')
    await run(place, rows, { scopes: ['new', 'content'] })
    const copied = ['standing', 'content']
    const done = await run(place, rows, { scopes: copied })
    expect([done.run, ...done.rows.map(({ before }) => before)]).toEqual([2, true, true])
    const again = await run(place, rows, { scopes: copied, again: true })
    expect([again.run, ...again.rows.map(({ before }) => before)]).toEqual([3, false, false])
    expect(place.provider.taken.length).toBe(6)
  })

  it('is known by its new place also where nothing was sent from there', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada')
    const bad = [...rows, missing(place)]
    await run(place, bad, { scopes: ['old place', 'content'] })
    const stopped = await run(place, bad, { scopes: ['new place', 'content'], strict: true })
    expect([stopped.begun, stopped.rows[0]?.before]).toEqual([false, true])
    expect((await run(place, rows, { scopes: ['new place', 'corrected'] })).rows[0]?.before).toBe(true)
  })

  it('is told of where its content is known and none of its rows is, unless all are to be sent anew', async () => {
    const place = await bench()
    const told: string[] = []
    const watch = { onFinding: ({ code }: { readonly code: string }) => told.push(code) }
    const [here, there] = [rowsFor(place, 'Ada'), rowsFor(place, 'Ada').map(row => ({ ...row, key: 'elsewhere' }))]
    await run(place, here, { scopes: ['place', 'content'] }, watch)
    await run(place, here, { scopes: ['other place', 'content'] }, watch)
    await run(place, there, { scopes: ['place', 'other content'] }, watch)
    await run(place, there, { scopes: ['new place', 'content'], dryRun: true, again: true }, watch)
    expect(told).toEqual([])
    await run(
      place,
      [{ ...rowFor(place, 'Ada'), key: 'new' }],
      { scopes: ['new place', 'content'], dryRun: true },
      watch,
    )
    expect(told).toEqual(['batch.moved'])
  })

  it('begins anew when it is asked to, and from then on goes on with that run', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada', 'Grace')
    await run(place, rows)
    const controller = new AbortController()
    place.provider.meanwhile = () => controller.abort()
    const second = await run(place, rows, { again: true, jobs: 1 }, { signal: controller.signal })
    expect([second.run, ...second.rows.map(({ before }) => before)]).toEqual([2, false, false])
    expect(statesOf(second)).toEqual(['accepted', 'left'])
    place.provider.meanwhile = () => {}
    const third = await run(place, rows)
    expect([third.run, ...third.rows.map(({ before }) => before)]).toEqual([2, true, false])
    expect(place.provider.taken.length).toBe(4)
    expect((await run(place, rows, { again: true })).run).toBe(3)
  })

  it('sends each row once where two commands do it at the same time', async () => {
    const place = await bench()
    const rows = rowsFor(place, ...people)
    const both = await Promise.all([run(place, rows), run(place, rows)])
    expect(place.provider.taken.length).toBe(6)
    const busy = both.flatMap(({ rows }) => rows).filter(({ ok }) => !ok)
    expect(new Set(busy.map(({ code, id }) => `${code} ${id === null}`))).toEqual(
      new Set(busy.length === 0 ? [] : ['WB-BUSY false']),
    )
    expect((await run(place, rows)).rows.every(({ state, before }) => before && state === 'accepted')).toBe(true)
  })
})

describe('a row that another command took after it was checked', () => {
  /** The world of a command that waits for `meanwhile` before it puts its first row on record. */
  function late({ world }: Bench, meanwhile: () => Promise<unknown>): Pick<Bench, 'world'> {
    let waited: Promise<unknown> | null = null
    const exclusively: typeof world.disk.exclusively = async (transfer, work) => {
      waited ??= meanwhile()
      await waited
      return world.disk.exclusively(transfer, work)
    }
    return { world: { ...world, disk: { ...world.disk, exclusively } } }
  }

  it('has the transfer of that one, and from now on under every scope', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada', 'Grace')
    const other = Promise.withResolvers<BatchResult>()
    const slow = late(place, () => run(place, rows, { scopes: ['file', 'old'] }).then(other.resolve))
    const done = await run(slow, rows, { scopes: ['file', 'content'] })
    const ids = (await other.promise).rows.map(({ id }) => id)
    expect(done.rows.map(({ id, before, state, code }) => [id, before, state, code])).toEqual(
      ids.map(id => [id, true, 'accepted', null]),
    )
    const moved = await run(place, rows, { scopes: ['elsewhere', 'content'] })
    expect(moved.rows.map(({ id }) => id)).toEqual(ids)
    expect(place.provider.taken.length).toBe(2)
  })

  it('is busy while that one works on it, and looked at once more at the end', async () => {
    const place = await bench()
    const [ada, grace] = [rowFor(place, 'Ada'), rowFor(place, 'Grace', { phone: '+4915112345679' })]
    const [sealing, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { engine } = place.world
    const seal: typeof engine.seal = async request => {
      sealing.resolve()
      await goOn.promise
      return engine.seal(request)
    }
    let first: Promise<BatchResult> | null = null
    const slow = late(place, () => {
      first = run({ world: { ...place.world, engine: { ...engine, seal } } }, [ada])
      return sealing.promise
    })
    const news: unknown[] = []
    const onEnd = ({ to, state, code }: BatchResult['rows'][number]) => {
      if (to === 'Ada') news.push([state, code])
    }
    const untilFirst: typeof engine.seal = async request => {
      goOn.resolve()
      await first
      return engine.seal(request)
    }
    const world = { ...slow.world, engine: { ...engine, seal: untilFirst } }
    const done = await run({ world }, [ada, grace], { jobs: 1 }, { onEnd })
    expect(news.slice(2)).toEqual([
      ['intended', 'WB-BUSY'],
      ['accepted', null],
    ])
    expect(done.rows.map(({ state, before }) => [state, before])).toEqual([
      ['accepted', true],
      ['accepted', false],
    ])
    expect(place.provider.taken.length).toBe(2)
  })

  it('is asked about once, and that is told without an id', async () => {
    const place = await bench()
    const rows = rowsFor(place, 'Ada', 'Grace')
    await run(place, rows)
    const exclusively = async (id: string) => {
      throw new WaybillError('WB-BUSY', `Another command works on ${id} right now.`, 'Wait.')
    }
    const done = await run({ world: { ...place.world, disk: { ...place.world.disk, exclusively } } }, rows)
    expect(new Set(done.rows.flatMap(({ findings }) => findings.map(({ message }) => message)))).toEqual(
      new Set(['The provider could not be asked: Another command is asking already.']),
    )
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

function missing(place: Bench): BatchRow {
  return rowFor(place, 'Nobody', { paths: ['/missing'] })
}

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
