import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const system = { file: '/proc/sys/kernel/random/boot_id', sysctl: '/usr/sbin/sysctl' }

/**
 * What the system calls this boot: Linux in a file, macOS by `sysctl`. Elsewhere `own`, the id of this process: then every
 * process is a boot of its own and no jump of the clock between two of them is measured, but nothing false is said. The
 * moment of the boot would not do: it is reckoned from the wall clock, and moves with it.
 */
export function bootId(own: string, { file, sysctl } = system): string {
  return told(() => readFileSync(file, 'utf8')) ?? told(() => ask(sysctl)) ?? own
}

function told(read: () => string): string | null {
  try {
    return read().trim() || null
  } catch {
    return null
  }
}

function ask(sysctl: string): string {
  return execFileSync(sysctl, ['-n', 'kern.bootsessionuuid'], {
    encoding: 'utf8',
    env: {},
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 2_000,
  })
}
