import { once } from 'node:events'
import type { Environment } from './capabilities.ts'

/** All that a pager gets to know of the environment: credentials of couriers may stand in it. */
const passedOn = ['PATH', 'HOME', 'TERM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LESS', 'LESSCHARSET', 'COLUMNS', 'LINES']

/** The command of a pager as `$PAGER` names it; null where none is wanted or none is usual. */
export function pagerCommand(env: Environment, platform: NodeJS.Platform): string | null {
  const command = env.PAGER ?? (platform === 'win32' ? '' : 'less')
  return command === '' || command === 'cat' ? null : command
}

/**
 * Shows a text in a pager until the person leaves it. Like every program that reads `$PAGER` it asks the shell, since the
 * value may hold arguments. False when there is no such program: nothing was shown. Meanwhile Ctrl-C is the pager's own.
 */
export async function showInPager(text: string, command: string, env: Environment): Promise<boolean> {
  const { spawn } = await import('node:child_process')
  const own = process.listeners('SIGINT')
  process.removeAllListeners('SIGINT').on('SIGINT', ignore)
  try {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'], env: environment(env) })
    // Who leaves before the end does not take the rest.
    child.stdin.on('error', ignore).end(text)
    const [status] = await once(child, 'exit')
    return status !== notFound
  } catch {
    return false
  } finally {
    process.off('SIGINT', ignore)
    for (const listener of own) process.on('SIGINT', listener)
  }
}

/** What a shell ends with when there is no such command (POSIX, Shell Command Language 2.8.2). */
const notFound = 127

/** Colours pass, and what is searched for is not kept in a history file: it may be a name. */
function environment(env: Environment): Record<string, string> {
  const given = passedOn.flatMap(name => (env[name] === undefined ? [] : [[name, env[name]] as const]))
  return { LESS: 'RX', ...Object.fromEntries(given), LESSHISTFILE: '-' }
}

function ignore(): void {}
