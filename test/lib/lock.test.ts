import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { acquireLock } from '../../lib/lock.ts'
import { scratch } from '../support/world.ts'

it('is held once and free again after its release, with no file left', () => {
  const path = join(scratch(), 'a.lock')
  const lock = acquireLock(path)
  expect(lock).not.toBeNull()
  expect(acquireLock(path)).toBeNull()
  lock?.release()
  expect(existsSync(path)).toBe(false)
  const again = acquireLock(path)
  expect(again).not.toBeNull()
  again?.release()
})

it('is freed by the death of its holder', () => {
  const path = join(scratch(), 'a.lock')
  const script = `import { acquireLock } from ${JSON.stringify(join(import.meta.dirname, '../../lib/lock.ts'))}
    process.exit(acquireLock(${JSON.stringify(path)}) !== null ? process.kill(process.pid, 'SIGKILL') : 1)`
  const child = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script])
  expect(child.signal).toBe('SIGKILL')
  expect(existsSync(path)).toBe(true)
  const lock = acquireLock(path)
  expect(lock).not.toBeNull()
  lock?.release()
})
