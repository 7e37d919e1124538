/**
 * How long `log` takes in a home of many events: `node bench/log.ts [EVENTS]`. The goal is an answer from 100 000 events
 * within 0.5 s; `--text` has no goal, since it has no index: it opens every personal field that is left. In the Log screen it
 * rests meanwhile: keys wait at most 50 ms (p99 of the event loop, on a machine at rest).
 *
 * Each row is the median of five (of one, where that takes a second), in this process, from the query to the values that
 * would be printed. The last rows are whole commands, with the start of Node in them.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { argv, execPath } from 'node:process'
import { Search } from '../cli/ui/screens/log/search.ts'
import { createHome } from '../src/home.ts'
import { type LogFilter, listEvents, listTransfers, seekEvents, seekTransfers } from '../src/log.ts'
import { transferView } from '../src/view.ts'
import { built, launcher } from '../test/support/built.ts'
import { makeUp } from '../test/support/many-transfers.ts'
import { handClock } from '../test/support/world.ts'

const wanted = Number(argv[2] ?? 100_000)
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const clock = handClock(Date.now() - 300 * 86_400_000)
const directory = mkdtempSync(join(tmpdir(), 'waybill-bench-'))
const operator = { name: 'Grace Hopper', email: 'grace.hopper@example.com' }
const ports = { clock, random, bootId: 'bench', tool: '0.0.0' }
const { home } = await createHome(directory, { kind: 'production', operator, passphrase: null }, ports)
const { ledger } = home

try {
  const [made, transfers] = [performance.now(), fill()]
  const { size } = ledger.checkpoint()
  console.log(`${size} events of ${transfers} transfers, made in ${Math.round((performance.now() - made) / 1000)} s`)
  console.log(`Processes that wanted a core, over the last minute: ${loadavg()[0]?.toFixed(1)}`)
  const late = clock.now() - 10 * 86_400_000
  const rows: [name: string, filter: Partial<LogFilter>][] = [
    ['log', {}],
    ['log --state held', { state: 'held' }],
    ['log --state expired (none)', { state: 'expired' }],
    ['log --ref "customer 471"', { reference: 'customer 471' }],
    ['log --ref nobody (none)', { reference: 'nobody' }],
    ['log --to "Person 7"', { to: 'Person 7' }],
    ['log --client "Client 3"', { client: 'Client 3' }],
    ['log --since (last 10 days)', { since: late }],
    ['log --until (first day)', { until: clock.now() - 299 * 86_400_000 }],
    ['log --category health', { category: 'health' }],
    ['log --channel phone', { channel: 'phone' }],
    ['log --operator "Grace Hopper"', { operator: 'Grace Hopper' }],
    ['log --text table-11 --since (10 days)', { text: 'table-11', since: late }],
    ['log --text nothing (none, whole home)', { text: 'nothing' }],
  ]
  for (const [name, filter] of rows) {
    report(name, () =>
      listTransfers(ledger, { limit: 50, ...filter }).map(record =>
        transferView({ ledger, kind: 'sandbox', clock }, record),
      ),
    )
  }
  report('log --events', () => [...listEvents(ledger, { limit: 50 })])
  report('log --events --since (10 days)', () => [...listEvents(ledger, { limit: 50, since: late })])
  report('log --events --client "Client 3"', () => [...listEvents(ledger, { limit: 50, client: 'Client 3' })])
  await held('screen, transfers, text nothing', seekTransfers(ledger, { text: 'nothing' }))
  await held('screen, events, text nothing', seekEvents(ledger, { text: 'nothing' }))
  ledger.close()
  await built()
  for (const words of [['log'], ['log', '--ref', 'customer 471'], ['log', '--state', 'expired']]) {
    report(`waybill ${words.join(' ')}`, () => command(words))
  }
} finally {
  ledger.close()
  rmSync(directory, { recursive: true, force: true })
}

/** A commit for each hundred transfers, over three hundred days; answers how many transfers. */
function fill(): number {
  for (let n = 0; ; n += 100) {
    const { size } = ledger.commit(tx => {
      for (let one = n; one < n + 100; one++) {
        clock.advance((300 * 86_400_000) / (wanted / 6.4))
        makeUp(tx, one, { clock, random })
      }
    })
    if (size >= wanted) return n + 100
  }
}

/** How long the event loop is held up while the Log screen looks at everything. */
async function held(name: string, steps: Iterator<unknown>): Promise<void> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  const search = new Search(
    0,
    steps,
    found => found,
    () => {},
  )
  delays.enable()
  await search.next(Number.POSITIVE_INFINITY, new AbortController().signal)
  delays.disable()
  const [p99, longest] = [delays.percentile(99), delays.max].map(ns => `${(ns / 1e6).toFixed(1)} ms`)
  console.log(`${name.padEnd(44)} event loop held up: p99 ${p99}, longest ${longest}`)
}

function command(words: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync(execPath, [launcher, ...words, '--home', directory], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`waybill ${words.join(' ')} ended with ${status}: ${stderr}`)
  return stdout.split('\n')
}

function report(name: string, work: () => unknown[]): void {
  const times: number[] = []
  let found = 0
  for (let run = 0; run < 5 && (times[0] ?? 0) < 1_000; run++) {
    const start = performance.now()
    found = work().length
    times.push(performance.now() - start)
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
  console.log(`${name.padEnd(44)}${median.toFixed(1).padStart(9)} ms   ${found} found`)
}
