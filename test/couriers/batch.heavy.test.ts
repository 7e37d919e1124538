import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { parseCsv } from '../../cli/csv.ts'
import { verifyLedger } from '../../lib/ledger/verify.ts'
import { launcher } from '../support/built.ts'
import { Chances, faults } from './chances.ts'
import { type Office, office } from './office.ts'

const rows = inject('figures') === 'full' ? 1_000 : 100
const kills = 4
const words = ['send', '--manifest', 'people.csv', '--no-hold', '--purpose', 'Export', '--jobs', '4', '-q']

it(`a batch of ${rows} rows with faults and kills ends, and its result agrees with what Twilio has`, async () => {
  const chances = new Chances('batch')
  const place = await office()
  const people = [...Array(rows).keys()].map(row => `Recipient ${row},+491511${1_000_000 + row},a.txt`)
  writeFileSync(join(place.work, 'people.csv'), ['to,phone,paths', ...people, ''].join('\n'))
  let harm = true
  let [deliveries, deadly] = [0, Number.POSITIVE_INFINITY]
  let running: ChildProcess | null = null
  place.lab.fault(async ({ method, path }) => {
    const fault = harm && chances.percent(5) ? chances.one(faults) : null
    if (method === 'POST' && path.endsWith('/Messages.json') && ++deliveries === deadly) {
      const victim = running
      victim?.kill('SIGKILL')
      // Before Twilio sees the text, or after it took it.
      if (victim !== null && chances.percent(50)) await once(victim, 'exit')
    }
    return fault
  })

  for (let kill = 0; kill < kills; kill++) {
    deadly = deliveries + 1 + chances.below(Math.floor(rows / kills) - 4)
    running = start(place)
    const [, signal] = await once(running, 'exit')
    expect(signal, `kill ${kill}`).toBe('SIGKILL')
  }
  deadly = Number.POSITIVE_INFINITY
  await once(start(place), 'exit')
  harm = false
  const [status] = await once(start(place), 'exit')
  expect([0, 1]).toContain(status)

  const [heads = [], ...result] = parseCsv(readFileSync(join(place.work, 'people.result.csv'), 'utf8'))
  const column = (line: readonly string[], name: string) => line[heads.indexOf(name)] ?? ''
  expect(result.map(line => column(line, 'to'))).toEqual(people.map(row => row.split(',')[0]))
  const messages = await place.lab.messages()
  const seen: Record<string, number> = {}
  for (const line of result) {
    const [transfer, state] = [column(line, 'transfer'), column(line, 'state')]
    seen[state] = (seen[state] ?? 0) + 1
    const number = people[Number(column(line, 'row')) - 2]?.split(',')[1]
    const mine = messages.filter(({ to }) => to === number)
    expect(
      mine.map(({ body }) => body.includes(transfer)),
      `${transfer} ${state}`,
    ).toEqual(state === 'accepted' ? [true] : [])
    expect(['accepted', 'failed', 'unknown'], transfer).toContain(state)
  }
  expect(messages).toHaveLength(seen.accepted ?? 0)
  expect(seen.accepted, JSON.stringify(seen)).toBeGreaterThan(rows * 0.9)
  // One for each kill at most: what was asked for and never left.
  expect(seen.unknown ?? 0).toBeLessThanOrEqual(kills * 4 + rows * 0.05)
  expect((await verifyLedger(place.home)).findings.filter(({ level }) => level !== 'note')).toEqual([])
})

function start({ work, env }: Office): ChildProcess {
  return spawn(process.execPath, [launcher, ...words], { cwd: work, env, stdio: 'ignore' })
}
