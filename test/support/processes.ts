import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { program } from './program.ts'

/** An event that a process was told is committed. */
export interface Acknowledged {
  readonly seq: number
  readonly id: string
}

export interface Appender {
  readonly process: ChildProcess
  /** When so many events are acknowledged, or the process ended before; with 0, when the process runs. */
  acknowledgements(count: number): Promise<void>
  /** Everything acknowledged until the process ended, however it ended. Throws when it failed by itself. */
  readonly acknowledged: Promise<Acknowledged[]>
}

/** Starts `appender.ts` on a home. */
export function startAppender(home: string, name: string, count: number): Appender {
  const child = spawn(execPath, [program('appender.ts'), home, name, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { process: child, acknowledgements: count => counted(child, count), acknowledged: collect(child) }
}

async function counted(child: ChildProcessByStdio<null, Readable, Readable>, count: number): Promise<void> {
  const spawned = once(child, 'spawn')
  let lines = 0
  const reached = new Promise<void>(resolve => {
    child.stdout.on('data', (chunk: Buffer) => {
      lines += chunk.filter(byte => byte === 0x0a).length
      if (lines >= count) resolve()
    })
    child.once('exit', () => resolve())
  })
  await (count === 0 ? spawned : reached)
}

async function collect(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Acknowledged[]> {
  const [out, err, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`an appender failed: ${err}`)
  // The last line may be cut off: then nobody was told.
  return out
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const [seq, id = ''] = line.split(' ')
      return { seq: Number(seq), id }
    })
}
