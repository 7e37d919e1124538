import { beforeAll, expect, inject, it } from 'vitest'
import { built } from '../support/built.ts'
import { seededRandom } from '../support/world.ts'
import { expectFinished, moments, stopAtText, writeManifest } from './batches.ts'
import { inLanes } from './death.ts'
import { stages } from './stage.ts'

const stage = await stages()
const people = 40
const runs = inject('figures') === 'full' ? 200 : 6

beforeAll(built)

it(`a batch, killed ${runs} times twice at some text, and run again, sends one text a row`, async () => {
  await inLanes([...Array(runs).keys()], async run => {
    const place = stage()
    writeManifest(place, people)
    const texts = moments(people, 2, seededRandom(`batch ${run}`))
    for (const text of texts) {
      expect((await stopAtText(place, text, 'SIGKILL')).status, `run ${run}, text ${text}`).toBe(null)
    }
    await expectFinished(place, people, texts.length).catch(cause => {
      throw new Error(`run ${run}, killed at the texts ${texts.join(' and ')}`, { cause })
    })
  })
})
