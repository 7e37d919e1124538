import { describe, expect, it } from 'vitest'
import { die, dryRun, inLanes } from './death.ts'
import { stages } from './stage.ts'

// A coarse choice; `crash.heavy.test.ts` tries every scenario, and kills once more while it is resumed.

const stage = await stages()

describe('killed and resumed', () => {
  it('a send, in the middle of each effect and on either side of the courier', async () => {
    const moments = await dryRun(stage('send'), 'send')
    const chosen = numbered(moments).filter(([moment]) => /inside|publish|deliver/.test(moment))
    expect(chosen.length).toBeGreaterThan(10)
    await inLanes(chosen, ([, at]) => die(stage('send'), { scenario: 'send', at }))
  })

  it('a send with files beside the archive, in the middle of them and before they are on record', async () => {
    const moments = await dryRun(stage('accompany'), 'accompany')
    const last = moments.lastIndexOf('publish inside')
    const chosen = [last, last + 2]
    expect(chosen.map(at => moments[at])).toEqual(['publish inside', 'commit before'])
    await inLanes(chosen, at => die(stage('accompany'), { scenario: 'accompany', at }))
  })

  it('a purge, on either side of the deletion and in each commit that says so', async () => {
    const moments = await dryRun(stage('purge'), 'purge')
    const first = moments.indexOf('delete before')
    const chosen = numbered(moments).filter(([moment, at]) => at >= first - 2 && /inside|unmarked|delete/.test(moment))
    expect(chosen.length).toBeGreaterThan(6)
    await inLanes(chosen, ([, at]) => die(stage('purge'), { scenario: 'purge', at }))
  })
})

function numbered(moments: readonly string[]): [string, number][] {
  return moments.map((moment, at) => [moment, at])
}
