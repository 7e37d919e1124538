import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isList } from '../../lib/ledger/canonical.ts'
import { defaultPolicy, type Transfers } from '../../src/index.ts'
import { archiveName } from '../../src/intending.ts'
import { problems, purgeDue, shreds } from '../support/purging.ts'
import { type Bench, bench, day } from '../support/transfers.ts'

/** A transfer as the model knows it; in days. */
const transfers = fc.record({
  begins: fc.nat(20),
  /** Days until it is cancelled; null: never. */
  lasts: fc.option(fc.nat(10)),
  keep: fc.option(fc.nat(30)),
  /** Conveyed by a person, whose name is then of the class `identity`; else held. */
  dictated: fc.boolean(),
})

const plans = fc.record({
  keep: fc.record({ archive: fc.nat(30), contact: fc.nat(40), identity: fc.nat(40), files: fc.nat(40) }),
  transfers: fc.array(transfers, { minLength: 1, maxLength: 5 }),
  purges: fc.uniqueArray(fc.nat(80), { minLength: 1, maxLength: 6 }),
})
type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never
type Planned = Plan['transfers'][number]

describe('any transfers, times to keep and purges', () => {
  it('destroy exactly what is due, and the ledger accounts for every digest', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async plan => {
        const made = await bench({ ...patient, keep: inMilliseconds(plan.keep) })
        const ids = await live(made, plan)
        const expected = [...ids].flatMap(([planned, id]) => gone(plan, planned).map(what => `${id} ${what}`))
        expect(destroyed(made)).toEqual(expected.sort())
        const kept = [...ids]
          .filter(([planned]) => !gone(plan, planned).includes('archive'))
          .map(([, id]) => archiveName(made.world, id))
        expect(readdirSync(made.out).sort()).toEqual(kept.sort())
        expectAccounted(made)
        expect(await problems(made.home)).toEqual([])
        made.home.ledger.close()
      }),
      { numRuns: 12 },
    )
  })
})

/** Nothing ends by itself within the days of a plan. */
const patient = { closeAfter: 365 * day, release: { ...defaultPolicy.release, holdFor: 90 * day } }

function inMilliseconds({ archive, contact, identity, files }: Plan['keep']) {
  return { archive: archive * day, contact: contact * day, identity: identity * day, files: files * day }
}

/** What the model says is gone after the last purge: each purge is a chance. */
function gone({ keep, purges }: Plan, { begins, lasts, keep: own, dictated }: Planned): string[] {
  const ends = lasts === null ? null : begins + lasts
  const archiveGoes = (at: number) =>
    at >= begins + (own ?? keep.archive) && (dictated || (ends !== null && at >= ends))
  const ended = (at: number, days: number) => ends !== null && at >= ends + days
  return [
    ...(purges.some(at => at >= begins && archiveGoes(at)) ? ['archive'] : []),
    ...(purges.some(at => ended(at, keep.contact)) ? ['contact'] : []),
    ...(purges.some(at => ended(at, keep.files) && archiveGoes(at)) ? ['files'] : []),
    ...(dictated && purges.some(at => ended(at, keep.identity)) ? ['identity'] : []),
  ]
}

/** Day by day: transfers begin, then end, then what is due is purged. */
async function live(made: Bench, { transfers: planned, purges }: Plan): Promise<Map<Planned, string>> {
  const ids = new Map<Planned, string>()
  for (let today = 0; today <= 80; today++) {
    for (const one of planned.filter(({ begins }) => begins === today)) ids.set(one, await begin(made, one))
    for (const one of planned.filter(({ begins, lasts }) => lasts !== null && begins + lasts === today)) {
      await made.transfers.cancel(ids.get(one) ?? '')
    }
    if (purges.includes(today)) await purgeDue(made.world)
    made.clock.advance(day)
  }
  return ids
}

async function begin({ send, transfers }: Bench, { keep, dictated }: Planned): Promise<string> {
  const { id } = await send({ channel: 'phone', hold: true, ...(keep !== null && { keep: keep * day }) })
  if (dictated) await read(transfers, id)
  return id
}

function read(transfers: Transfers, id: string) {
  return transfers.dictate(id, { override: 'known voice', alphabet: 'nato' }, async () => true)
}

function destroyed({ world }: Bench): string[] {
  const archives = [...world.ledger.events({ type: 'archive.deleted' })].map(({ xfer }) => `${xfer} archive`)
  return [...archives, ...shreds(world).map(d => `${d.owner} ${d.class}`)].sort()
}

/** Every digest that an event names is disclosed, or named by exactly one shred. */
function expectAccounted({ world: { ledger } }: Bench): void {
  const named = [...ledger.events()].flatMap(event => Object.values(event.sd).flat())
  const accounted = shreds({ ledger }).flatMap(({ digests }) => (isList(digests ?? null) ? digests : []))
  const open = named.filter(digest => ledger.disclosed(digest) !== 'shredded')
  expect([...accounted, ...open].sort()).toEqual(named.sort())
}
