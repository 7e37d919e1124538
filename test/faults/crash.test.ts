import { describe, expect, it } from 'vitest'
import { die, dryRun, fresh, inLanes } from './death.ts'
import type { Scenario } from './scenarios.ts'
import { stages } from './stage.ts'

// A coarse choice; `crash.heavy.test.ts` tries every moment.

const stage = await stages()

describe('killed and resumed', () => {
  it('a send, in the middle of each effect and on either side of the courier', async () => {
    const moments = await dryRun(stage('send'), 'send')
    const chosen = numbered(moments).filter(([moment]) => /inside|publish|deliver/.test(moment))
    expect(chosen.length).toBeGreaterThan(10)
    await inLanes(chosen, ([, at]) => die(stage('send'), { scenario: 'send', at }))
  })

  it('each other scenario, in its last commit', async () => {
    await inLanes(
      fresh.filter(scenario => scenario !== 'send'),
      async (scenario: Scenario) => {
        const moments = await dryRun(stage(scenario), scenario)
        for (const moment of ['commit inside', 'commit unmarked']) {
          await die(stage(scenario), { scenario, at: moments.lastIndexOf(moment) })
        }
      },
    )
  })

  it('a purge, on either side of the deletion and in each commit that says so', async () => {
    const moments = await dryRun(stage('purge'), 'purge')
    const first = moments.indexOf('delete before')
    const chosen = numbered(moments).filter(([moment, at]) => at >= first - 2 && /inside|unmarked|delete/.test(moment))
    expect(chosen.length).toBeGreaterThan(6)
    await inLanes(chosen, ([, at]) => die(stage('purge'), { scenario: 'purge', at }))
  })

  it('and killed once more while it is resumed', async () => {
    const moments = await dryRun(stage('force'), 'force')
    const deaths = ['seal inside', 'publish after', 'deliver after'].map(moment => moments.indexOf(moment))
    await inLanes(deaths, at => die(stage('force'), { scenario: 'force', at, again: 5 }))
  })
})

function numbered(moments: readonly string[]): [string, number][] {
  return moments.map((moment, at) => [moment, at])
}
