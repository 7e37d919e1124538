import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { acquireLock } from '../../lib/lock.ts'

export const root = join(import.meta.dirname, '../..')
/** The launcher, as a user starts it. */
export const launcher = join(root, 'bin/waybill.js')
/** The bundle itself, for what the launcher would not pass on. */
export const bundle = join(root, 'dist/main.js')

/** Builds `dist/` where it is missing or older than a source. One process builds, the others wait for it. */
export async function built(): Promise<void> {
  const name = join(tmpdir(), `waybill-build-${statSync(root).ino}.lock`)
  let lock = acquireLock(name)
  while (lock === null) {
    await setTimeout(50)
    lock = acquireLock(name)
  }
  try {
    if (!isFresh()) execFileSync(process.execPath, ['scripts/build.js'], { cwd: root, stdio: 'inherit' })
  } finally {
    lock.release()
  }
}

/** The declarations are the last thing that a build writes. */
function isFresh(): boolean {
  const last = join(root, 'dist/types/src/index.d.ts')
  if (![bundle, last, join(root, 'dist/opener.html')].every(existsSync)) return false
  const made = statSync(last).mtimeMs
  const folders = ['cli', 'src', 'lib', 'opener', 'scripts'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => join(root, folder, name)),
  )
  return [...folders, join(root, 'package.json')].every(path => statSync(path).mtimeMs <= made)
}
