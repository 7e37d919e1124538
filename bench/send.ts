/** The whole command as a person runs it: `send` of the large table in a sandbox, sealed, synced, read back, published. */
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from './bench.ts'
import type { Command } from './command.ts'
import { measure } from './measure.ts'

export async function sending({ place, tools, results, say }: Bench, { node, bundle, env }: Command): Promise<void> {
  say('\nexport.csv: the whole command `send`')
  const table = join(place.directory, 'export.csv')
  const out = join(place.out, 'sent.zip')
  const to = ['--to', 'Ada', '--phone', '+4915112345678', '--purpose', 'Bench', '--sandbox', '--no-hold', '-q']
  const argv = ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)]
  argv.push(node, bundle, 'send', table, '--out', out, ...to)
  const { wall, cpu, peak } = await measure(tools.time, { argv, directory: place.directory })
  results.send = { mebibytes: Math.round(statSync(table).size / 2 ** 20), wall, cpu, peak, bytes: statSync(out).size }
  rmSync(out)
  say(`  ${wall.toFixed(1)} s, ${peak.toFixed(0)} MiB at most`)
}
