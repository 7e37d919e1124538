import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { ControllingTerminal } from './controlling-terminal.ts'

/**
 * Gives the controlling terminal its usual modes, its line editing and echo again: `stty sane` (POSIX, Shell and Utilities);
 * Windows gives each program a console in its usual mode. False where there is no `stty`.
 */
export function resetTerminal(screen: ControllingTerminal, process: NodeJS.Process): boolean {
  screen.reset()
  if (process.platform === 'win32') return true
  const keyboard = openSync('/dev/tty', 'r+')
  try {
    const { PATH = '' } = process.env
    const { status } = spawnSync('stty', ['sane'], { stdio: [keyboard, 'ignore', 'ignore'], env: { PATH } })
    process.once('exit', leaveModes)
    return status === 0
  } finally {
    closeSync(keyboard)
  }
}

/** When Node ends it puts back the modes that each open standard stream had when it began: those that were to go. */
function leaveModes(): void {
  for (const fd of [0, 1, 2]) if (isatty(fd)) closeSync(fd)
}
