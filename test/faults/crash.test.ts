import { expect, it } from 'vitest'
import { expectHonest, expectRecovers } from './inquest.ts'
import { lateness, type Scenario } from './scenarios.ts'
import { play, stages } from './stage.ts'

const stage = await stages()

/** One death: on a fresh home, then the inquest, the recovery, and the inquest again. Returns the moment of it. */
async function dieAt(scenario: Scenario, death: number): Promise<string | undefined> {
  const place = stage(scenario)
  const { moments, passwords, killed } = await play({ ...place, scenario, death, ahead: 0 })
  expect(killed).toBe(true)
  const ahead = lateness[scenario] ?? 0
  await expectRecovers(place, ahead, await expectHonest(place, ahead, passwords))
  return moments.at(-1)
}

it('x', async () => {
  const place = stage('send')
  const t = performance.now()
  const dry = await play({ ...place, scenario: 'send', death: null, ahead: 0 })
  console.log(dry.moments.join('\n'), performance.now() - t)
  await expectRecovers(place, 0, await expectHonest(place, 0, dry.passwords))
  console.log(performance.now() - t)
  console.log(await dieAt('send', 10), performance.now() - t)
})
