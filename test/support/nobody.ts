import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestContext } from 'vitest'

/** User 65534: somebody who may not read what root keeps. */
export const nobody = 65_534

/** Leaves the test out, by name, where being that user is not possible, or would not get as far as Waybill's own files. */
export function needsNobody(context: TestContext): void {
  if (process.getuid?.() !== 0) context.skip('left out: being another user needs root')
  const program = join(import.meta.dirname, '../../bin/waybill.js')
  if (spawnSync('test', ['-r', program], { uid: nobody }).status !== 0) {
    context.skip('left out: another user cannot read this working copy')
  }
}
