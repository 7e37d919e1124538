import { expect } from 'vitest'
import { expectHonest, expectRecovers } from './inquest.ts'
import { lateness, type Scenario, scenarios } from './scenarios.ts'
import { type Play, play, type Stage } from './stage.ts'

/** The scenarios that begin on a fresh home. */
export const fresh = Object.keys(scenarios).filter((name): name is Scenario => name in scenarios && name !== 'resume')

/** A death to try: at one moment of a scenario and, perhaps, at one of the recovery from that. */
export interface Death {
  readonly scenario: Scenario
  readonly at: number
  readonly again?: number
}

/** Plays a scenario to its end, and holds it to what must hold at rest. Returns the moments to die at. */
export async function dryRun(stage: Stage, scenario: Scenario): Promise<readonly string[]> {
  const { moments, passwords, killed } = await play({ ...stage, scenario, death: null, ahead: 0 })
  expect(killed).toBe(false)
  await inquest(stage, scenario, passwords)
  return moments
}

/** Dies, perhaps dies again while it recovers, and then recovers. */
export async function die(stage: Stage, { scenario, at, again }: Death): Promise<void> {
  const first = await play({ ...stage, scenario, death: at, ahead: 0 })
  expect(first.killed, `moment ${at} of ${scenario}`).toBe(true)
  const second = again === undefined ? null : await dieRecovering(stage, scenario, again)
  try {
    await inquest(stage, scenario, [...first.passwords, ...(second?.passwords ?? [])], second !== null)
  } catch (error) {
    const moments = [first.moments.at(-1), second?.moments.at(-1)].filter(moment => moment !== undefined)
    throw new Error(`${scenario}, killed at ${at} (${moments.join('; then ')})`, { cause: error })
  }
}

function dieRecovering(stage: Stage, scenario: Scenario, again: number): Promise<Play> {
  return play({ ...stage, scenario: 'resume', death: again, ahead: lateness[scenario] ?? 0 })
}

async function inquest(
  stage: Stage,
  scenario: Scenario,
  passwords: readonly string[],
  resealing = false,
): Promise<void> {
  const ahead = lateness[scenario] ?? 0
  await expectRecovers(stage, ahead, await expectHonest(stage, ahead, passwords, resealing))
}

/** Two at a time: more would only wait for one another. */
export async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items]
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all([lane(), lane()])
}
