import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './command.ts'

/** Wall time of one kind of command, in ms, least and median of all runs, and what a plain `node -e 0` took beside it. */
export interface Start {
  readonly name: string
  readonly least: number
  readonly median: number
  /** Median over the median of `node -e 0`. */
  readonly over: number
  /** What issue 2 asks for, ms over the plain start. */
  readonly goal: number | null
}

/** Each command in turn, so that a busy moment hits all of them; the first round warms the disk cache and is not counted. */
export function startUp({ place, node, launcher, env }: Command, rounds: number): Start[] {
  const file = join(place, 'kilobyte')
  writeFileSync(file, randomBytes(1024))
  const send = [
    'send',
    file,
    '--out',
    join(place, 'out.zip'),
    '--force',
    '-q',
    '--to',
    'Ada',
    '--phone',
    '+4915112345678',
  ]
  const commands: [string, string[], number | null][] = [
    ['node -e 0', ['-e', '0'], null],
    ['waybill --help', [launcher, '--help'], 60],
    ['waybill password', [launcher, 'password'], null],
    ['waybill log --sandbox', [launcher, 'log', '--sandbox'], null],
    ['waybill send, 1 KiB, sandbox', [launcher, ...send, '--purpose', 'Bench', '--sandbox', '--no-hold'], 800],
  ]
  const times = commands.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [at, [, argv]] of commands.entries()) {
      const started = performance.now()
      execFileSync(node, argv, { cwd: place, env, stdio: 'pipe' })
      if (round > 0) times[at]?.push(performance.now() - started)
    }
  }
  rmSync(file)
  const plain = medianOf(times[0] ?? [])
  return commands.map(([name, , goal], at) => {
    const own = times[at] ?? []
    return { name, least: Math.min(...own), median: medianOf(own), over: medianOf(own) - plain, goal }
  })
}

function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
