import { execFileSync } from 'node:child_process'
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import peers from './package.json' with { type: 'json' }
import type { Place } from './place.ts'
import type { Machine } from './results.ts'
import type { Tools } from './tools.ts'

export function machineOf(tools: Tools, place: Place): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    tools: [
      ...tools.versions,
      `zip.js ${manifest.dependencies['@zip.js/zip.js']}`,
      `archiver ${peers.dependencies.archiver}`,
      `archiver-zip-encrypted ${peers.dependencies['archiver-zip-encrypted']}`,
    ],
    directory: place.described,
  }
}

/** Short hash, with `+` where something else than the page itself is changed; `unknown` outside of a repository. */
export function commitNow(): string {
  try {
    const git = (...argv: string[]) =>
      execFileSync('git', argv, { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' })
    const changed = git('status', '--porcelain')
      .split('\n')
      .some(line => line !== '' && !line.includes('docs/performance'))
    return `${git('rev-parse', '--short', 'HEAD').trim()}${changed ? '+' : ''}`
  } catch {
    return 'unknown'
  }
}
