/** The foreign programs of the bench: where they are, and which version. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface Tools {
  /** GNU time: how every contender's processor time and memory are measured. */
  readonly time: string
  /** Null where it is not installed: then it is no contender. */
  readonly sevenZip: string | null
  readonly bsdtar: string | null
  /** As a table shows them: name and version. */
  readonly versions: readonly string[]
}

/** Throws where there is no GNU time: the bench cannot measure without it. */
export function findTools(): Tools {
  const time = ['time', 'gtime']
    .map(pathOf)
    .find(path => path !== null && firstLine(path, ['--version']).includes('GNU'))
  if (time === undefined || time === null) {
    throw new Error('The bench measures with GNU time: install it (Debian: `apt-get install time`).')
  }
  const sevenZip = ['7zz', '7z', '7za'].map(pathOf).find(path => path !== null) ?? null
  const bsdtar = pathOf('bsdtar')
  const versions = [
    ...(sevenZip === null
      ? []
      : [/7-Zip.*? [\d.]+/.exec(firstLine(sevenZip, ['i']))?.[0].replace('(z) ', '') ?? '7-Zip']),
    ...(bsdtar === null ? [] : [/bsdtar [\d.]+/.exec(firstLine(bsdtar, ['--version']))?.[0] ?? 'bsdtar']),
  ]
  return { time, sevenZip, bsdtar, versions }
}

/** Installs `bench/package.json` where it is not yet: it is no part of the root's `npm ci`. */
export function installPeers(say: (line: string) => void): void {
  if (existsSync(join(import.meta.dirname, 'node_modules/archiver-zip-encrypted'))) return
  say('Installing the packers of bench/package.json (npm ci --prefix bench) …')
  const argv = ['ci', '--prefix', import.meta.dirname, '--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', argv, { stdio: ['ignore', 'ignore', 'inherit'] })
}

function pathOf(name: string): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  const path = stdout.trim()
  if (status !== 0 || path.startsWith('/')) return path === '' ? null : path
  const usual = `/usr/bin/${name}` // where a shell has a word of its own for it, as for `time`
  return existsSync(usual) ? usual : null
}

function firstLine(path: string, argv: readonly string[]): string {
  const { stdout, stderr } = spawnSync(path, argv, { encoding: 'utf8' })
  return `${stdout}${stderr}`.trim().split('\n')[0] ?? ''
}
