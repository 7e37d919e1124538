import { spawnSync } from 'node:child_process'

/** Whether a program is on the path. Where it is not, says by name what is left out: a test that is silent is not run. */
export function installed(program: string, leftOut: string): boolean {
  const found = spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined
  if (!found) console.warn(`left out: ${leftOut} (${program} is not installed)`)
  return found
}
