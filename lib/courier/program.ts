import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of this device, started without a shell. */
export interface Program {
  /** A path; without a separator, a name as `findProgram` looks it up. */
  readonly path: string
  /** Visible to every user of the machine. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** For stdin. */
  readonly input: Uint8Array
  /** Milliseconds until it is killed. */
  readonly timeout: number
}

/**
 * How it ended. `not-started`: it never ran. `done`: exit status 0, and it was given all of its input. `failed`: another
 * status, a signal, or input that it did not take. The last two: killed, and everything it had started with it.
 */
export type Ending = 'not-started' | 'done' | 'failed' | 'timeout' | 'interrupted'

/** What it prints is thrown away: it may repeat its input. */
export function run(program: Program, signal: AbortSignal): Promise<Ending> {
  const { promise, resolve } = Promise.withResolvers<Ending>()
  const child = start(program)
  if (child === null) return Promise.resolve('not-started')
  let [taken, killed]: [boolean, Ending | null] = [false, null]
  const kill = (why: Ending) => {
    killed ??= why
    killGroup(child)
  }
  const interrupt = () => kill('interrupted')
  const timer = setTimeout(() => kill('timeout'), program.timeout)
  const settle = (ending: Ending) => {
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
    resolve(ending)
  }
  signal.addEventListener('abort', interrupt)
  child
    .on('error', () => child.pid === undefined && settle('not-started'))
    .on('exit', status => settle(killed ?? (status === 0 && taken ? 'done' : 'failed')))
  child.stdin
    // It ended, or closed its input, before all of it was written. There is none where no descriptors were left.
    ?.on('error', () => {})
    .end(program.input, (error?: Error | null) => {
      taken = !error
    })
  return promise
}

/** The leader of a process group. Null where the system refuses at once; it may also refuse by an `error` without a pid. */
function start({ path, args, env }: Program) {
  try {
    return spawn(path, args, { env, stdio: ['pipe', 'ignore', 'ignore'], detached: true, windowsHide: true })
  } catch {
    return null
  }
}

/** With everything it has started. Windows knows no such groups. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/** Where a program lies: a path as it is, a name by the directories of PATH. Null when nobody could run it. */
export function findProgram(name: string, path: string): string | null {
  if (/[/\\]/.test(name)) return isProgram(name) ? name : null
  const names = process.platform === 'win32' ? [`${name}.exe`, name] : [name]
  const places = path.split(delimiter).filter(directory => directory !== '')
  return places.flatMap(directory => names.map(name => join(directory, name))).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
