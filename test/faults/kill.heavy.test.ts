import { setTimeout } from 'node:timers/promises'
import { expect, inject, it } from 'vitest'
import { homeExists } from '../../src/index.ts'
import { seededRandom } from '../support/world.ts'
import { send, waybill } from './cli.ts'
import { inLanes } from './death.ts'
import { expectHonest, expectRecovers, filesUnder } from './inquest.ts'
import { bareStage, type Stage, stages } from './stage.ts'

const stage = await stages()
const runs = inject('figures') === 'full' ? 1_000 : 60

it(`the command line, killed ${runs} times at any moment, and resumed`, async () => {
  const random = seededRandom('moments')
  const share = () => Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32
  const long = await lengthOf(bareStage())
  const seen = { nothing: 0, begun: 0, done: 0 }
  await inLanes([...Array(runs).keys()], async run => {
    // Every third makes its home first: that can be cut off too.
    const place = run % 3 === 0 ? bareStage() : stage()
    const command = send(place, '--no-hold')
    await setTimeout(share() * long)
    command.process.kill('SIGKILL')
    const { status } = await command.ended
    seen[status === 0 ? 'done' : await examine(place)]++
  })
  expect(seen.begun, JSON.stringify(seen)).toBeGreaterThan(runs / 20)
})

/** Milliseconds from the start of a send to a little after its end, as long as two run at once. */
async function lengthOf(place: Stage): Promise<number> {
  const other = bareStage()
  const start = performance.now()
  await Promise.all([send(place, '--no-hold').ended, send(other, '--no-hold').ended])
  return (performance.now() - start) * 1.1
}

async function examine(place: Stage): Promise<'nothing' | 'begun'> {
  if (!homeExists(place.home)) {
    expect(filesUnder(place.out)).toEqual([])
    expect((await send(place, '--no-hold').ended).status, 'the next one makes the home').toBe(0)
    return 'nothing'
  }
  const passwords = await expectHonest(place, 0, [])
  const resumed = await waybill(place, 'resume').ended
  expect([0, 6], resumed.stderr).toContain(resumed.status) // 6: it may have been sent, and nobody knows
  await expectRecovers(place, 0, passwords)
  return JSON.parse(resumed.stdout).length === 0 ? 'nothing' : 'begun'
}
