import { execFileSync } from 'node:child_process'
import { onTestFinished, type TestContext } from 'vitest'
import { scratch } from './world.ts'

/** An empty disk of that many MiB in memory, gone when the test ends. Skips the test, saying why, where that needs root. */
export function smallDisk(context: TestContext, mebibytes: number): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    context.skip('left out: a full disk needs Linux and root, to mount a small tmpfs')
  }
  const path = scratch()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', path], { stdio: 'pipe' })
  } catch {
    context.skip('left out: a full disk needs a tmpfs, and mounting one is not permitted here')
  }
  onTestFinished(() => void execFileSync('umount', ['-l', path]))
  return path
}
