import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Stage } from './stage.ts'

const launcher = fileURLToPath(new URL('../../bin/waybill.js', import.meta.url))

export interface Command {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
}

export interface Ended {
  /** Null when a signal killed it. */
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The real command line, from `dist/`, in the sandbox of a stage. */
export function waybill(stage: Stage, ...args: string[]): Command {
  const command = [launcher, ...args, '--json', '--sandbox', '--home', dirname(stage.home)]
  const env = { PATH: process.env.PATH ?? '', HOME: dirname(stage.home) }
  const user = stage.uid === undefined ? {} : { uid: stage.uid, gid: stage.uid }
  const child = spawn(process.execPath, command, { cwd: stage.out, env, ...user, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { process: child, ended: ended.then(([stdout, stderr, [status]]) => ({ status, stdout, stderr })) }
}

export function send(stage: Stage, ...more: string[]): Command {
  const to = ['--to', 'Ada Lovelace', '--phone', '+4915112345678', '--purpose', 'Reconciliation', '--level', '0']
  return waybill(stage, 'send', stage.sources, ...to, ...more)
}

/** The code of the error that a command ended with, or null. */
export function codeOf({ stdout }: Ended): string | null {
  return JSON.parse(stdout).error?.code ?? null
}
