import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, inject, it } from 'vitest'
import { markPath } from '../../../lib/ledger/home.ts'
import { parseMark } from '../../../lib/ledger/mark.ts'
import { Ledger } from '../../../lib/ledger/store.ts'
import { emptyHome, expectOneLine } from '../../support/ledger.ts'
import { type Acknowledged, startAppender } from '../../support/processes.ts'
import { seededRandom } from '../../support/world.ts'

const full = inject('figures') === 'full'

describe('many processes', () => {
  it.each([
    { processes: 4, count: full ? 500 : 100 },
    { processes: 8, count: full ? 500 : 30 },
  ])('$processes × $count appends are strictly linear', async ({ processes, count }) => {
    const { home, options } = await emptyHome()
    const appenders = Array.from({ length: processes }, (_, i) => startAppender(home, `p${i}`, count))
    const acknowledged = (await Promise.all(appenders.map(appender => appender.acknowledged))).flat()
    const events = expectOneLine(home, options.keys.public)
    expect(events).toHaveLength(1 + processes * count)
    expectHeld(acknowledged, events)
  })
})

describe('SIGKILL', () => {
  const kills = full ? 1_000 : 100

  it(`${kills} times loses nothing that was acknowledged, forks nothing, and leaves a mark that holds`, async () => {
    const { home, options } = await emptyHome()
    const random = seededRandom('kills')
    const acknowledged: Acknowledged[] = []
    for (let kill = 0; kill < kills; kill += 2) {
      const pair = await Promise.all([0, 1].map(i => killedAppender(home, `k${kill + i}`, random.bytes(1))))
      acknowledged.push(...pair.flat())
    }
    const sizeInMark = parseMark(readFileSync(markPath(home), 'utf8')).size
    const ledger = Ledger.open(home, options)
    const { size } = ledger.checkpoint()
    ledger.close()

    const events = expectOneLine(home, options.keys.public)
    expect(events).toHaveLength(size)
    expectHeld(acknowledged, events)
    expect(acknowledged.length, 'the kills were not all too early').toBeGreaterThan(2 * kills)
    expect(sizeInMark).toBeGreaterThan(Math.max(...acknowledged.map(({ seq }) => seq)))
    expect(readdirSync(home).filter(name => name.endsWith('.tmp'))).toEqual([])
  })
})

/**
 * Killed when it has acknowledged so many appends, from none to seven, and works on the next one: wherever that is, since
 * it goes on until the signal reaches it. An eighth of them die while they start, before they have opened the ledger.
 */
async function killedAppender(home: string, name: string, [moment = 0]: Uint8Array): Promise<Acknowledged[]> {
  const appender = startAppender(home, name, Number.MAX_SAFE_INTEGER)
  await appender.acknowledgements(moment % 8)
  appender.process.kill('SIGKILL')
  return appender.acknowledged
}

/** Every acknowledged event is in the ledger, at its place, once. */
function expectHeld(acknowledged: readonly Acknowledged[], events: readonly Acknowledged[]): void {
  for (const { seq, id } of acknowledged) expect(events[seq]?.id).toBe(id)
  expect(new Set(acknowledged.map(({ seq }) => seq)).size).toBe(acknowledged.length)
}
