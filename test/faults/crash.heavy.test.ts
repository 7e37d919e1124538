import { expect, inject, it } from 'vitest'
import { seededRandom } from '../support/world.ts'
import { type Death, die, dryRun, fresh, inLanes } from './death.ts'
import { stages } from './stage.ts'

const stage = await stages()

/** More than any recovery has: such a death does not come, and the recovery ends by itself. */
const recovery = 40

it('killed at every moment of every scenario, once and once more, and resumed', async () => {
  const random = seededRandom('deaths')
  const below = (limit: number) => Buffer.from(random.bytes(6)).readUIntBE(0, 6) % limit
  const deaths: Death[] = []
  for (const scenario of fresh) {
    const moments = await dryRun(stage(scenario), scenario)
    for (const at of moments.keys()) deaths.push({ scenario, at }, { scenario, at, again: below(recovery) })
  }
  expect(deaths.length).toBeGreaterThan(700)
  const chosen = inject('figures') === 'full' ? deaths : Array.from({ length: 60 }, () => pick(deaths, below))
  await inLanes(chosen, death => die(stage(death.scenario), death))
})

function pick(deaths: readonly Death[], below: (limit: number) => number): Death {
  const death = deaths[below(deaths.length)]
  if (death === undefined) throw new Error('no deaths')
  return death
}
