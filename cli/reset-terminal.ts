import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { ControllingTerminal } from './controlling-terminal.ts'

/**
 * Gives the controlling terminal its usual modes, its line editing and echo again: `stty sane` (POSIX, Shell and Utilities);
 * Windows gives each program a console in its usual mode. False where there is no `stty`.
 */
export function resetTerminal(screen: ControllingTerminal, platform: NodeJS.Platform, path = ''): boolean {
  screen.reset()
  if (platform === 'win32') return true
  const keyboard = openSync('/dev/tty', 'r+')
  try {
    const { status } = spawnSync('stty', ['sane'], { stdio: [keyboard, 'ignore', 'ignore'], env: { PATH: path } })
    return status === 0
  } finally {
    closeSync(keyboard)
  }
}
