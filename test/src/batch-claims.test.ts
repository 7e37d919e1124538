import { describe, expect, it } from 'vitest'
import { type BatchResult, WaybillError } from '../../src/index.ts'
import { missing, rowFor, rowsFor, run, statesOf } from '../support/batches.ts'
import { type Bench, bench } from '../support/transfers.ts'

const people = ['Ada', 'Grace', 'Emmy', 'Mary', 'Joan', 'Hedy']

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
