import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './command.ts'

export interface Sealing {
  readonly mebibytes: number
  readonly seconds: number
  /** Largest resident set of the whole process, MiB. */
  readonly peak: number
}

/** `send` of one sparse file: sealed, synced, checked and published. */
export function sealing({ place, node, bundle, env }: Command, mebibytes: number): Sealing {
  const [file, peak, preload] = [join(place, 'sparse'), join(place, 'peak'), join(place, 'peak.mjs')]
  writeFileSync(file, '')
  truncateSync(file, mebibytes * 2 ** 20)
  writeFileSync(preload, preloaded)
  const archive = ['--out', join(place, 'out.zip'), '--force', '-q']
  const to = ['--to', 'Ada', '--phone', '+4915112345678', '--purpose', 'Bench', '--sandbox', '--no-hold']
  const started = performance.now()
  execFileSync(node, ['--import', preload, bundle, 'send', file, ...archive, ...to], {
    cwd: place,
    env: { ...env, PEAK: peak },
    stdio: 'pipe',
  })
  const seconds = (performance.now() - started) / 1000
  for (const path of [file, join(place, 'out.zip')]) rmSync(path)
  return { mebibytes, seconds, peak: Number(readFileSync(peak, 'utf8')) / 1024 }
}

const preloaded = `import { writeFileSync } from 'node:fs'
process.on('exit', () => writeFileSync(process.env.PEAK, String(process.resourceUsage().maxRSS)))
`
