import { beforeAll, describe, expect, it } from 'vitest'
import { built } from '../support/built.ts'
import { seededRandom } from '../support/world.ts'
import { expectFinished, moments, resultRows, stopAtText, writeManifest } from './batches.ts'
import { stages } from './stage.ts'

const stage = await stages()
const people = 24

beforeAll(built)

describe('a batch', () => {
  it('killed twice at some text, and run again, sends one text a row', async () => {
    const place = stage()
    writeManifest(place, people)
    for (const text of moments(people, 2, seededRandom('batch'))) {
      const { status } = await stopAtText(place, text, 'SIGKILL')
      expect(status, `killed at text ${text}`).toBe(null)
    }
    await expectFinished(place, people, 2)
  })

  it('that Ctrl-C stops ends with 130 and its result, and goes on where it was', async () => {
    const place = stage()
    writeManifest(place, people)
    const { status, stdout, stderr } = await stopAtText(place, 5, 'SIGINT')
    expect(status, stderr).toBe(130)
    const states: string[] = JSON.parse(stdout).rows.map(({ state }: { state: string }) => state)
    expect(states.filter(state => state === 'accepted').length).toBeGreaterThanOrEqual(5)
    expect(states.at(-1)).toBe('left')
    expect(resultRows(place).map(row => row[3])).toEqual(states)
    await expectFinished(place, people, 0)
  })
})
