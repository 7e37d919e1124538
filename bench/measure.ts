/** One way for all contenders: wall time by the parent, processor time and peak memory by GNU time (the child's rusage). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Figures {
  /** Seconds from before the process was started until it had ended. */
  readonly wall: number
  /** Seconds of processor, user and system, all threads. */
  readonly cpu: number
  /** Largest resident set, MiB. */
  readonly peak: number
}

export interface Measured extends Figures {
  /** Milliseconds from the start until a file in `watch` had its first bytes; null where nothing was watched. */
  readonly firstByte: number | null
  readonly stdout: string
}

export interface Order {
  readonly argv: readonly string[]
  readonly directory: string
  /** A folder, empty at the start, that is looked at each millisecond. */
  readonly watch?: string
  /** Ends the command once there are first bytes: nothing else of it is asked for. */
  readonly stopThere?: boolean
}

/** Runs a command to its end. Throws, with the end of what it wrote to stderr, where its status is not 0. */
export async function measure(time: string, { argv, directory, watch, stopThere }: Order): Promise<Measured> {
  const report = join(tmpdir(), `waybill-bench-${process.pid}.time`)
  const { NODE_OPTIONS: _, ...env } = process.env
  const started = performance.now()
  const child = spawn(time, ['-o', report, '-f', '%U %S %M', ...argv], {
    cwd: directory,
    env,
    detached: stopThere === true, // a group of its own, so that it can be ended whole
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', text => {
      said[stream] += text
    })
  }
  const over = once(child, 'close')
  const at = watch === undefined ? null : await firstByte(watch, over)
  const stopped = at !== null && stopThere === true
  if (stopped) process.kill(-(child.pid ?? 0), 'SIGKILL')
  const [status] = await over
  const wall = (performance.now() - started) / 1000
  if (stopped) {
    rmSync(report, { force: true })
    return { wall, cpu: 0, peak: 0, firstByte: at - started, stdout: '' }
  }
  const [user = '', system = '', kibibytes = ''] =
    readFileSync(report, 'utf8').trim().split('\n').at(-1)?.split(' ') ?? []
  rmSync(report)
  if (status !== 0) throw new Error(`status ${status}: ${reasonOf(said.stderr)}`)
  return {
    wall,
    cpu: Number(user) + Number(system),
    peak: Number(kibibytes) / 1024,
    firstByte: at === null ? null : at - started,
    stdout: said.stdout,
  }
}

/** The line with the error where a script of Node ended with one, else the end of what was said. */
function reasonOf(stderr: string): string {
  return /^\w*Error\b.*$/m.exec(stderr)?.[0] ?? stderr.trim().slice(-400)
}

/** When any file in the folder had bytes, as `performance.now()`; null where none had until the end. */
async function firstByte(folder: string, over: Promise<unknown>): Promise<number | null> {
  let running = true
  const ended = over.finally(() => {
    running = false
  })
  while (running) {
    if (readdirSync(folder).some(name => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0)) {
      return performance.now()
    }
    await sleep(1)
  }
  await ended
  return null
}
